import { own } from '../own.ts';
import { PER_SECOND } from '../profile/bucket-unit.ts';
import type { PlannedVerdict } from '../profile/plan/plan.ts';
import { SUM } from '../sources/prometheus/native-histogram.ts';
import type { Labels, RangeSeries } from '../sources/prometheus/types.ts';
import { type Millis, millis, type Ratio, ratio, type Seconds, seconds } from '../units.ts';
import type { RawSeries, Role, Side } from '../verdict/counters/samples.ts';
import { Judge } from '../verdict/judge.ts';
import { DEFAULTS, type JudgeOptions } from '../verdict/options.ts';
import type { CountedVerdict } from '../verdict/verdict.ts';
import { isWhole, type RawAnswer, seriesKey } from './raw/raw.ts';
import { scrapeInterval } from './scrape-interval.ts';
import {
  betweenBoundaries,
  boundOf,
  type CountingProblem,
  failedAnswer,
  judgedAs,
  oddBound,
  partialAnswer,
} from './selectors/counting-problem.ts';
import { SelectorFaults } from './selectors/faults.ts';
import { Slowness } from './slowness.ts';

/** The stage as far as it is counted. */
export interface StageVerdict {
  /** When the stage began. */
  readonly since: Millis;
  /** Every selector was answered up to here. */
  readonly until: Millis;
  /** More of the past was answered, and the rest will be: nothing is wrong, but it is too early to judge. */
  readonly behind: boolean;
  /** Null while there are too few samples to tell; nothing is judged before. */
  readonly scrape: Seconds | null;
  readonly verdict: CountedVerdict | null;
  readonly problem: CountingProblem | null;
}

/** What a selector's samples are. */
interface Meaning {
  readonly side: Side;
  readonly role: (labels: Labels) => Role | null;
}

/** Scrapes after which data that is not heard of is missed. */
const MISSED_AFTER = 3;
/** Few are scraped more seldom: what is reckoned with before the interval is known. */
const LONGEST_USUAL: Seconds = seconds(60);
/** Judges the stage that the rollout has reached, from the stored samples that frames bring. */
export class StageJudge {
  readonly #plan: PlannedVerdict;
  readonly #stages: number;
  readonly #meanings: ReadonlyMap<string, readonly Meaning[]>;
  readonly #durations: ReadonlySet<string>;
  #stage: Stage | undefined;

  /** @param stages of the rollout: they share the chance of a false alarm */
  constructor(plan: PlannedVerdict, stages: number) {
    this.#plan = plan;
    this.#stages = Math.max(1, stages);
    this.#meanings = meaningsOf(plan);
    this.#durations = new Set(plan.durations ? [plan.durations.baseline, plan.durations.candidate] : []);
  }

  /**
   * @param answers of one frame @param at the instant they were asked at
   * @param soakOf how long the stage that began then must be watched before it may pass
   * @param rolloutOf when the rollout began to which that stage belongs
   */
  take(
    answers: readonly RawAnswer[],
    at: Millis,
    soakOf: (since: Millis) => Seconds,
    rolloutOf: (since: Millis) => Millis = (since) => since,
  ): void {
    const ours = answers.filter(({ selector }) => this.#isOurs(selector));
    for (const answer of ours) {
      const { since } = answer;
      if (this.#stage?.since !== since) this.#stage = this.#begin(since, soakOf(since), rolloutOf(since));
      this.#stage.take(answer);
    }
    if (ours.length > 0) this.#stage?.count(at);
  }

  /** Null before anything was answered. */
  look(now: Millis): StageVerdict | null {
    return this.#stage?.look(now) ?? null;
  }

  #isOurs = (selector: string) =>
    this.#meanings.has(selector) || selector === this.#plan.share || this.#durations.has(selector);

  #begin(since: Millis, soak: Seconds, rolloutAt: Millis): Stage {
    const { share, latency, alpha, tolerated_ratio, min_effect, pass_margin, pass_ratio } = this.#plan;
    const { duration, warmup, attempts, zone = null, metrics = [], by = [] } = this.#plan;
    return new Stage({
      since,
      meanings: this.#meanings,
      durations: this.#durations,
      share,
      pod: this.#plan.pod,
      faults: new SelectorFaults(this.#plan),
      options: {
        ...DEFAULTS,
        startAt: since,
        rolloutAt,
        planned: duration,
        soak,
        alpha,
        attempts,
        rings: this.#stages,
        tolerated: tolerated_ratio,
        practical: ratio(min_effect),
        margin: ratio(pass_margin),
        ratio: pass_ratio,
        warmup,
        zone,
        metrics,
        by,
        latency: latency && {
          slo: latency.slo,
          tolerated: latency.tolerated_ratio ?? tolerated_ratio,
          practical: ratio(latency.min_effect ?? min_effect),
          margin: ratio(latency.pass_margin ?? pass_margin),
        },
      },
    });
  }
}

function meaningsOf({ requests, errors, latency, metrics = [], started }: PlannedVerdict): Map<string, Meaning[]> {
  const meanings = new Map<string, Meaning[]>();
  const add = (pair: { readonly baseline: string; readonly candidate: string } | null, role: Meaning['role']) => {
    for (const side of ['baseline', 'candidate'] as const)
      if (pair) meanings.set(pair[side], [...(meanings.get(pair[side]) ?? []), { side, role }]);
  };
  // A histogram counts each request in every bucket above it: all of them stand in the last.
  const isAll = ({ le }: Labels) => le === undefined || boundOf(le) === Number.POSITIVE_INFINITY;
  add(requests, (labels) => (isAll(labels) ? { kind: 'request', error: false } : null));
  add(errors, (labels) => (isAll(labels) ? { kind: 'error' } : null));
  add(latency?.buckets ?? null, ({ le = '' }) => {
    const boundary = boundOf(le);
    return boundary === null ? null : { kind: 'bucket', le: boundary / PER_SECOND[latency?.unit ?? 's'] };
  });
  metrics.forEach(({ cases, sum }, metric) => {
    add(cases, (labels) => (isAll(labels) ? { kind: 'cases', metric } : null));
    add(sum, ({ le }) => (le === undefined || le === SUM ? { kind: 'sum', metric } : null));
  });
  add(started, () => ({ kind: 'start' }));
  return meanings;
}

interface StageParts {
  readonly since: Millis;
  readonly meanings: ReadonlyMap<string, readonly Meaning[]>;
  readonly durations: ReadonlySet<string>;
  readonly share: PlannedVerdict['share'];
  readonly pod: string;
  readonly faults: SelectorFaults;
  readonly options: Omit<JudgeOptions, 'scrape' | 'share'>;
}

/** What stays the same of a series from answer to answer. */
type Identity = Pick<RawSeries, 'key' | 'labels' | 'target'>;

class Stage {
  readonly since: Millis;
  readonly #parts: StageParts;
  /** Up to where each selector was answered. */
  readonly #covered = new Map<string, Millis>();
  readonly #problems = new Map<string, CountingProblem>();
  /** Samples that came and could not be counted: they will not come again in this stage. */
  #unreadable: CountingProblem | null = null;
  /** The candidate's planned share wherever it changed; the judge reads it as it grows. */
  readonly #shares: { from: Millis; share: Ratio }[] = [];
  /** Boundaries of the baseline's histogram, in seconds. */
  readonly #boundaries = new Set<number>();
  readonly #slowness = new Slowness();
  readonly #identities = new WeakMap<Labels, Identity>();
  #heard: RawSeries[] = [];
  #scrape: Seconds | null = null;
  #judge: Judge | undefined;
  #askedAt: Millis;

  constructor(parts: StageParts) {
    this.since = parts.since;
    this.#askedAt = parts.since;
    this.#parts = parts;
    if (typeof parts.share === 'number') this.#shares.push({ from: millis(0), share: ratio(parts.share) });
  }

  take(answer: RawAnswer): void {
    const { selector, outcome, from, to } = answer;
    if (!outcome.ok || !isWhole(answer)) {
      this.#problems.set(selector, outcome.ok ? partialAnswer(outcome.value.warnings) : failedAnswer(outcome.error));
      if (!this.#covered.has(selector)) this.#covered.set(selector, from);
      return;
    }
    const { series } = outcome.value;
    const meanings = this.#parts.meanings.get(selector);
    const odd = meanings && series.find(({ labels: { le } }) => le && le !== SUM && boundOf(le) === null);
    if (odd) this.#unreadable ??= oddBound(odd.labels);
    this.#problems.delete(selector);
    this.#covered.set(selector, to);
    if (meanings) for (const meaning of meanings) this.#hear(meaning, series);
    else if (this.#parts.durations.has(selector)) this.#slowness.hear(series);
    else this.#follow(series);
  }

  #hear({ side, role: roleOf }: Meaning, series: readonly RangeSeries[]): void {
    for (const { labels, points } of series) {
      const role = roleOf(labels);
      if (!role) continue;
      if (role.kind === 'bucket' && side === 'baseline' && role.le < Infinity) this.#boundaries.add(role.le);
      const raw: RawSeries = {
        ...this.#identityOf(labels),
        side,
        role,
        times: points.map(([at]) => at),
        values: points.map(([, value]) => value),
      };
      this.#parts.faults.hear(raw);
      this.#heard.push(raw);
    }
  }

  #identityOf(labels: Labels): Identity {
    const known = this.#identities.get(labels);
    if (known) return known;
    const { le: _, ...others } = labels;
    const target = own(labels, `exported_${this.#parts.pod}`) ?? own(labels, this.#parts.pod) ?? '';
    const identity: Identity = { key: seriesKey(labels), labels: others, target };
    this.#identities.set(labels, identity);
    return identity;
  }

  /** The planned share; of several series, as after the balancer moved, the newest sample counts. */
  #follow(series: readonly RangeSeries[]): void {
    const points = series.flatMap((one) => one.points).sort(([a], [b]) => a - b);
    for (const [from, value] of points) {
      const last = this.#shares.at(-1);
      if (value >= 0 && value <= 1 && last?.share !== value && from > (last?.from ?? 0))
        this.#shares.push({ from, share: ratio(value) });
    }
  }

  /** Counts what is complete. */
  count(askedAt: Millis): void {
    this.#askedAt = askedAt;
    const until = this.#until();
    if (!this.#judge) {
      const scrape = scrapeInterval(this.#heard, this.since, until);
      if (scrape === null) return;
      this.#scrape = scrape;
      this.#judge = new Judge({ ...this.#parts.options, scrape, share: this.#shares });
    }
    this.#judge.hear(this.#heard, this.#horizon(until));
    this.#heard = [];
  }

  /** Up to where samples are complete, when one looks at an instant. */
  #horizon(at: Millis): Millis {
    const scrape = this.#judge?.scrape ?? this.#scrape ?? seconds(0);
    return millis(at - this.#slowness.at(at, scrape) * 1000);
  }

  /** Up to where every selector was answered: all of them are asked in each frame. */
  #until(): Millis {
    return millis(Math.min(...this.#covered.values()));
  }

  look(now: Millis): StageVerdict {
    const until = this.#until();
    const scrape = this.#judge?.scrape ?? this.#scrape;
    const lasting =
      this.#unreadable ??
      this.#parts.faults.find(this.since, until) ??
      betweenBoundaries(this.#boundaries, this.#parts.options.latency);
    const [problem = null] = [lasting, ...this.#problems.values()].filter((one) => one !== null);
    const isFresh = (at: Millis) => now - at <= MISSED_AFTER * (scrape ?? LONGEST_USUAL) * 1000;
    const tolerable = isFresh(until) && lasting === null;
    return {
      since: this.since,
      until,
      behind: !tolerable && problem === null && until < this.#askedAt && isFresh(this.#askedAt),
      scrape,
      // One answer that failed takes back nothing as long as what is counted is fresh.
      verdict:
        this.#judge?.verdict(this.#horizon(now), tolerable || problem === null ? null : judgedAs(problem)) ?? null,
      problem: tolerable ? null : problem,
    };
  }
}
