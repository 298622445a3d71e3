import { Difference, type PatternFinding, type PatternSuspect } from '../../patterns/difference.ts';
import type { PlannedPatterns } from '../../profile/plan/plan.ts';
import { type Millis, millis, type Ratio, ratio, type Seconds, seconds } from '../../units.ts';
import { isWhole, type RawAnswer } from '../raw/raw.ts';
import type { PatternReport } from './pattern-watch.ts';
import { RequestLog } from './request-log.ts';

/** What is known of the difference between the versions' logs. */
export interface PatternState {
  /** When the stage began; null while nothing is rolled out, or where no requests are counted. */
  readonly since: Millis | null;
  /** From when on lines of it are compared, and up to where; null before the first. */
  readonly from: Millis | null;
  readonly until: Millis | null;
  readonly findings: readonly PatternFinding[];
  readonly suspects: readonly PatternSuspect[];
  /** Lines compared since the stage began. */
  readonly lines: { readonly baseline: number; readonly candidate: number };
  /** Rates are per request, where these are not counted per line of the version, and between two times per second. */
  readonly per: 'request' | 'line' | 'second';
  readonly exposure: { readonly baseline: number; readonly candidate: number };
  readonly templates: number;
  /** Lines of templates forgotten before they could be counted. */
  readonly overflow: number;
  /** Share of the time whose lines were read; null before the first. */
  readonly read: Ratio | null;
}

/** So long a report waits for the requests of its time, in milliseconds. */
const PATIENCE = 90_000;
/** After the split between the versions changed, so long nothing is told from it, in milliseconds. */
const SETTLE = 30_000;
/** A change of the split by less than this factor, or than chance allows, is none. */
const CHANGE = 0.25;
const CHANCE = 3;
/** Reports of a hidden past that wait at most. */
const PENDING = 200;

/** Compares what both versions' logs say, report by report, in the light of the requests each served. */
export class PatternLog {
  readonly #plan: PlannedPatterns;
  readonly #difference: Difference;
  readonly #requests = { baseline: new RequestLog(), candidate: new RequestLog() };
  #pending: PatternReport[] = [];
  #since: Millis | null = null;
  #from: Millis | null = null;
  #until: Millis | null = null;
  #lines = { baseline: 0, candidate: 0 };
  #read = { covered: 0, all: 0 };
  #last: { readonly share: number; readonly all: number } | null = null;
  #unsettled = 0;

  /** @param round how long a report is about, as a rule */
  constructor(plan: PlannedPatterns, round: Seconds) {
    this.#plan = plan;
    this.#difference = new Difference({
      alpha: plan.alpha,
      planned: Math.max(1, Math.round(plan.duration / round)),
      leastGrowth: plan.min_growth,
      growth: plan.requests !== null,
    });
  }

  /** @param answers stored samples of the same frame */
  take(answers: readonly RawAnswer[], reports: readonly PatternReport[]): void {
    const { requests } = this.#plan;
    for (const answer of answers) {
      for (const side of ['baseline', 'candidate'] as const) {
        if (answer.selector !== requests?.[side]) continue;
        this.#begin(answer.since);
        if (answer.outcome.ok && isWhole(answer)) this.#requests[side].take(answer.outcome.value.series);
      }
    }
    this.#pending = [...this.#pending, ...reports].slice(-PENDING);
    this.#compare();
  }

  get state(): PatternState {
    const { findings, suspects, exposure, templates, overflow } = this.#difference;
    const { covered, all } = this.#read;
    return {
      since: this.#since,
      from: this.#from,
      until: this.#until,
      findings,
      suspects,
      lines: this.#lines,
      per: this.#plan.requests ? 'request' : 'line',
      exposure,
      templates,
      overflow,
      read: all > 0 ? ratio(covered / all) : null,
    };
  }

  /** Another stage: what was found belongs to the one before. */
  #begin(since: Millis): void {
    if (since === this.#since) return;
    if (this.#since !== null) {
      this.#difference.restart();
      this.#lines = { baseline: 0, candidate: 0 };
      this.#read = { covered: 0, all: 0 };
      this.#last = null;
      this.#from = null;
    }
    this.#since = since;
  }

  #compare(): void {
    for (let next = this.#pending[0]; next && this.#isReady(next); next = this.#pending[0]) {
      this.#pending.shift();
      this.#take(next);
    }
    const oldest = this.#pending[0]?.from ?? this.#until;
    for (const log of Object.values(this.#requests)) log.forgetBefore(oldest ?? millis((log.until ?? 0) - PATIENCE));
  }

  /** Whether the requests of its time are known, or will not be. */
  #isReady({ until }: PatternReport): boolean {
    if (!this.#plan.requests) return true;
    const newest = this.#pending.at(-1)?.to ?? until;
    if (newest - until > PATIENCE) return true;
    return Object.values(this.#requests).every((log) => (log.until ?? 0) >= until);
  }

  #take({ from, until, to, batch }: PatternReport): void {
    const [ofBaseline, ofCandidate] = batch.lines;
    const counted = this.#plan.requests
      ? {
          baseline: this.#requests.baseline.between(from, until),
          candidate: this.#requests.candidate.between(from, until),
        }
      : { baseline: ofBaseline, candidate: ofCandidate };
    const exposure = { ...counted, seconds: seconds((until - from) / 1000) };
    this.#difference.take(batch, { exposure, from, to: until, steady: this.#isSteady(counted, until) });
    this.#lines = {
      baseline: this.#lines.baseline + ofBaseline,
      candidate: this.#lines.candidate + ofCandidate,
    };
    this.#read.covered += until - from;
    this.#read.all += to - from;
    this.#from = millis(Math.min(this.#from ?? from, from));
    this.#until = millis(Math.max(this.#until ?? 0, until));
  }

  /**
   * Whether the split is what it was. Requests are known scrape by scrape and lines by the nanosecond, so around a change
   * they do not fit each other. It depends on requests alone, so what is left out biases nothing.
   */
  #isSteady({ baseline, candidate }: { readonly baseline: number; readonly candidate: number }, at: Millis): boolean {
    if (!this.#plan.requests) return true;
    const all = baseline + candidate;
    if (all <= 0) return true;
    const share = candidate / all;
    const last = this.#last;
    this.#last = { share, all };
    if (last) {
      const between = Math.max(share, last.share);
      const chance = CHANCE * Math.sqrt(between * (1 - between) * (1 / all + 1 / last.all));
      if (Math.abs(share - last.share) > CHANGE * between + chance) this.#unsettled = at + SETTLE;
    }
    return at >= this.#unsettled;
  }
}
