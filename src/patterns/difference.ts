import type { Level } from '../logs/level.ts';
import { own } from '../own.ts';
import type { Millis } from '../units.ts';
import type { Exposure, PatternBatch, TemplateCount } from './batch.ts';
import { addTo, type Entry, type FindingKind, logE, newEntry, threshold } from './entry.ts';
import type { MinerEvent, Template } from './miner.ts';
import { growth, takeRound } from './pattern-test.ts';
import { lineFilter, templateText } from './template-text.ts';

export type { FindingKind } from './entry.ts';

export interface DifferenceOptions {
  /** The chance that anything at all is found in versions that are alike, however long one looks. */
  readonly alpha: number;
  /** Rounds the watch is planned to take: growth that begins later is found more slowly. */
  readonly planned: number;
  /** Growth by less than this factor is not told of. */
  readonly leastGrowth: number;
  /** Whether rates can be compared; without requests only what one side never says is told of. */
  readonly growth: boolean;
}

const DIFFERENCE_DEFAULTS: DifferenceOptions = { alpha: 0.01, planned: 720, leastGrowth: 1.5, growth: true };

/** One template in both sides. */
export interface PatternCounts {
  readonly id: string;
  readonly template: string;
  readonly level: Level;
  readonly lines: { readonly baseline: number; readonly candidate: number };
  /** Lines per request, or per second where time is compared; null without exposure. */
  readonly rates: { readonly baseline: number | null; readonly candidate: number | null };
  /** One line of it, safe to draw and without secrets. */
  readonly example: string;
  readonly firstSeen: Millis;
  readonly lastSeen: Millis;
  /** LogQL line filters that let its lines through; empty when nothing in it stays the same. */
  readonly filter: string;
}

export interface PatternFinding extends PatternCounts {
  readonly kind: FindingKind;
  readonly foundAt: Millis;
  /** How many times the baseline's rate; Infinity when the baseline has been silent since; null unless it has grown, and once that is over. */
  readonly factor: number | null;
  /** The chance of so much evidence, for any template at any time, if the versions are alike; at most α, as when it was found. */
  readonly p: number;
}

/** A template of the candidate alone, of which too few lines came for chance to be ruled out. */
export interface PatternSuspect extends PatternCounts {
  /** Moments in which it was said, and about how many it takes at today's share; null when that is not known. */
  readonly moments: number;
  readonly needed: number | null;
}

/** The candidate's share; null where one side has none. */
const shareOf = (baseline: number, candidate: number): number | null =>
  baseline > 0 && candidate > 0 ? candidate / (baseline + candidate) : null;

const isErrorLevel = (level: Level): boolean => level === 'fatal' || level === 'error';

/** Templates forgotten by the miner of which it is remembered who said them. */
const REMEMBERED = 4096;

/**
 * What one version says and the other does not, batch after batch. Each template has tests of its own
 * (src/patterns/pattern-test.ts), each of which may be looked at at any time; a finding needs E ≥ 1/(α·w) with Σ w ≤ 1
 * over templates and kinds (Bonferroni), so the chance of any false one, ever, is at most α.
 */
export class Difference {
  readonly #options: DifferenceOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #forgotten = new Map<string, readonly [boolean, boolean]>();
  readonly #exposure = { baseline: 0, candidate: 0 };
  /** Lines of templates that had to be forgotten before they were counted. */
  #overflow = 0;
  #numbered = 0;
  #share: number | null = null;
  #toldByRound = false;

  constructor(options: Partial<DifferenceOptions> = {}) {
    this.#options = { ...DIFFERENCE_DEFAULTS, ...options };
  }

  get exposure(): Readonly<Pick<Exposure, 'baseline' | 'candidate'>> {
    return this.#exposure;
  }

  get templates(): number {
    return this.#entries.size;
  }

  get overflow(): number {
    return this.#overflow;
  }

  /**
   * @param exposure of the stretch of time that the batch is about
   * @param steady false when the split between the sides changed meanwhile
   */
  take(
    batch: PatternBatch & { readonly examples: Readonly<Record<string, string>> },
    { exposure, from, to, steady = true }: { exposure: Exposure; from: Millis; to: Millis; steady?: boolean },
  ): void {
    for (const event of batch.events) this.#follow(event, batch.examples, to);
    const counts = new Map(batch.counts.map((count) => [count.id, count]));
    for (const { id, lines } of batch.counts) if (!this.#entries.has(id)) this.#overflow += lines[0] + lines[1];
    this.#exposure.baseline += exposure.baseline;
    this.#exposure.candidate += exposure.candidate;
    const isTold = exposure.baseline > 0 && exposure.candidate > 0;
    const { baseline, candidate } = isTold ? exposure : this.#exposure;
    // A round in which one side served nothing tells of no share; where every round is so, all of them together do.
    if (isTold || this.#share === null || !this.#toldByRound) this.#share = shareOf(baseline, candidate);
    this.#toldByRound ||= isTold;
    const possible = (batch.streams[0] + batch.streams[1]) * exposure.seconds;
    for (const entry of this.#entries.values()) {
      this.#count(entry, counts.get(entry.template.id), { exposure, possible, steady, from, to });
    }
  }

  /** Begins anew, as when the rollout goes on to another stage: what the baseline said stays known. */
  restart(): void {
    const before = [...this.#entries.values()];
    this.#entries.clear();
    this.#numbered = 0;
    this.#overflow = 0;
    this.#exposure.baseline = this.#exposure.candidate = 0;
    for (const { template, said, example, firstSeen, lastSeen } of before) {
      const entry = this.#newEntry(template, example, firstSeen);
      entry.said[0] = said[0];
      entry.lastSeen = lastSeen;
      this.#entries.set(template.id, entry);
    }
    for (const [id, said] of this.#forgotten) this.#forgotten.set(id, [said[0], false]);
  }

  #count(
    entry: Entry,
    count: TemplateCount | undefined,
    round: { exposure: Exposure; possible: number; steady: boolean; from: Millis; to: Millis },
  ): void {
    const { lines = [0, 0] as const, moments = [0, 0] as const } = count ?? {};
    const { exposure, possible, steady, from, to } = round;
    for (const side of [0, 1] as const) {
      entry.lines[side] += lines[side];
      entry.moments[side] += moments[side];
      if (lines[side] > 0) entry.said[side] = true;
    }
    if (count) entry.lastSeen = to;
    const { baseline: n1, candidate: n2 } = exposure;
    takeRound(entry.test, { n1, n2, lines, moments, possible, said: entry.said, from, steady });
    for (const kind of ['new', 'grown', 'vanished'] as const) {
      const found = this.#isFound(entry, kind);
      if (found) entry.foundAt[kind] ??= to;
      else if (kind !== 'grown') delete entry.foundAt[kind];
    }
  }

  #isFound(entry: Entry, kind: FindingKind): boolean {
    if (kind === 'grown') {
      if (!this.#options.growth || (growth(entry.test)?.factor ?? 0) < this.#options.leastGrowth) return false;
    }
    return logE(entry, kind) >= threshold(this.#options.alpha, entry, kind);
  }

  #newEntry(template: Template, example: string, at: Millis): Entry {
    this.#numbered += 1;
    return newEntry(template, this.#numbered, this.#options.planned, example, at);
  }

  #follow(event: MinerEvent, examples: Readonly<Record<string, string>>, at: Millis): void {
    switch (event.kind) {
      case 'found': {
        const { template } = event;
        const entry = this.#newEntry(template, own(examples, template.id) ?? '', at);
        const said = this.#forgotten.get(template.id);
        if (said) entry.said.splice(0, 2, ...said);
        this.#forgotten.delete(template.id);
        this.#entries.set(template.id, entry);
        return;
      }
      case 'forgotten':
        this.#forget(event.id);
        return;
      case 'merged':
        this.#merge(event.from, event.into, examples, at);
    }
  }

  #forget(id: string): void {
    const entry = this.#entries.get(id);
    if (!entry) return;
    this.#entries.delete(id);
    this.#forgotten.set(id, entry.said);
    const [oldest] = this.#forgotten.keys();
    if (this.#forgotten.size > REMEMBERED && oldest !== undefined) this.#forgotten.delete(oldest);
  }

  #merge(from: readonly string[], into: Template, examples: Readonly<Record<string, string>>, at: Millis): void {
    const ids = new Set([...from, into.id]);
    const parts = [...ids].flatMap((id) => this.#entries.get(id) ?? []);
    for (const id of ids) this.#entries.delete(id);
    const [first, ...others] = parts;
    if (first && others.length === 0) {
      this.#entries.set(into.id, { ...first, template: into });
      return;
    }
    const merged = this.#newEntry(into, first?.example ?? own(examples, into.id) ?? '', first?.firstSeen ?? at);
    for (const part of parts) addTo(merged, part);
    this.#entries.set(into.id, merged);
  }

  /** Errors first, then what is new, what has grown, what has vanished; within these what was found last. */
  get findings(): readonly PatternFinding[] {
    const found = [...this.#entries.values()].flatMap((entry) => {
      const kind = (['new', 'grown', 'vanished'] as const).find((one) => entry.foundAt[one] !== undefined);
      return kind === undefined ? [] : [this.#finding(entry, kind)];
    });
    return found.sort(byWeight);
  }

  /** Error templates that only the candidate has said so far, and too seldom to tell; those nearest to it first. */
  get suspects(): readonly PatternSuspect[] {
    return [...this.#entries.values()]
      .filter(
        ({ template, said, lines, foundAt }) =>
          isErrorLevel(template.level) && !said[0] && lines[1] > 0 && foundAt.new === undefined,
      )
      .map((entry) => {
        const each = this.#share === null ? null : -Math.log(this.#share);
        const left = threshold(this.#options.alpha, entry, 'new') - entry.test.lnNew;
        const needed = each === null ? null : entry.moments[1] + Math.ceil(left / each);
        return { ...this.#counts(entry), moments: entry.moments[1], needed };
      })
      .sort((a, b) => b.moments - a.moments || (a.id < b.id ? -1 : 1));
  }

  #finding(entry: Entry, kind: FindingKind): PatternFinding {
    const since = kind === 'grown' ? growth(entry.test) : null;
    return {
      ...this.#counts(entry),
      kind,
      foundAt: entry.foundAt[kind] ?? entry.lastSeen,
      factor: since?.lasts ? since.factor : null,
      p: this.#options.alpha * Math.min(1, Math.exp(threshold(this.#options.alpha, entry, kind) - logE(entry, kind))),
    };
  }

  #counts({ template, lines, example, firstSeen, lastSeen }: Entry): PatternCounts {
    const rate = (of: number, exposure: number) => (exposure > 0 ? of / exposure : null);
    return {
      id: template.id,
      template: templateText(template),
      level: template.level,
      lines: { baseline: lines[0], candidate: lines[1] },
      rates: {
        baseline: rate(lines[0], this.#exposure.baseline),
        candidate: rate(lines[1], this.#exposure.candidate),
      },
      example,
      firstSeen,
      lastSeen,
      filter: lineFilter(template),
    };
  }
}

const KIND_ORDER: readonly FindingKind[] = ['new', 'grown', 'vanished'];

function byWeight(a: PatternFinding, b: PatternFinding): number {
  const grave = ({ kind, level }: PatternFinding) => (kind !== 'vanished' && isErrorLevel(level) ? 0 : 1);
  return (
    grave(a) - grave(b) ||
    KIND_ORDER.indexOf(a.kind) - KIND_ORDER.indexOf(b.kind) ||
    b.foundAt - a.foundAt ||
    (a.id < b.id ? -1 : 1)
  );
}
