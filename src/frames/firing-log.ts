import type { FiringShape, PlannedServer } from '../profile/plan/plan.ts';
import { withLabels } from '../sources/prometheus/joined.ts';
import type { Labels } from '../sources/prometheus/types.ts';
import { type Millis, millis, type Seconds, seconds, secondsBetween } from '../units.ts';
import { fingerprint, ownLabels } from './past-alerts.ts';
import { isWhole, type RawAnswer, seriesKey } from './raw/raw.ts';

/** One alert from its first firing to its last, as Prometheus stored it. */
export interface Firing {
  /** Without the name of the metric and the state. */
  readonly labels: Labels;
  /** Of these labels; Alertmanager's differs where Prometheus adds external labels. */
  readonly fingerprint: string;
  readonly from: Millis;
  /** The last evaluation at which it fired. */
  readonly to: Millis;
  /** Time between two evaluations of its rule; null while only one is known. */
  readonly interval: Seconds | null;
  /** Too short to end it, oldest first. */
  readonly pauses: readonly Pause[];
}

/** An evaluation at least without a sample: it did not fire, or the server did not run. */
export interface Pause {
  /** The last sample before it. */
  readonly from: Millis;
  /** The first sample after it. */
  readonly to: Millis;
}

interface Run {
  readonly from: Millis;
  to: Millis;
  /** Also of what was as long as an evaluation then seemed to be: how long one is shows with time. */
  pauses: Pause[];
}

interface Kept {
  readonly labels: Labels;
  readonly fingerprint: string;
  interval: Seconds | null;
  runs: Run[];
}

/** Firings kept at most, and pauses: of a rule that flaps, the oldest are forgotten. */
const MOST = 5000;

/** When which alert fired, from the stored samples of ALERTS: runs of samples, and not the samples, in bounded memory. */
export class FiringLog {
  readonly #shape: FiringShape;
  readonly #series = new Map<string, Kept>();
  readonly #servers: readonly PlannedServer[];
  /** Up to when it is complete, by server. */
  readonly #until = new Map<string | undefined, Millis>();
  readonly #problems = new Map<string | undefined, string | null>();
  #cut = false;

  /** @param servers whose rules are recorded, where there are several or their labels are known */
  constructor(shape: FiringShape, servers: readonly PlannedServer[] = []) {
    this.#shape = shape;
    this.#servers = servers.filter(({ source }) => source === 'prometheus');
  }

  take(answer: RawAnswer): void {
    const { to, outcome } = answer;
    const server = this.#servers.find((one) => one.server === answer.server);
    const problem = outcome.ok ? (isWhole(answer) ? null : (outcome.value.warnings[0] ?? null)) : outcome.error.message;
    this.#problems.set(
      answer.server,
      problem === null || this.#servers.length < 2 ? problem : `${server?.id}: ${problem}`,
    );
    if (!outcome.ok || !isWhole(answer)) return;
    this.#until.set(answer.server, to);
    for (const { labels, points } of outcome.value.series) {
      const own = server ? withLabels(ownLabels(labels), server) : ownLabels(labels);
      const key = seriesKey(own);
      const kept = this.#series.get(key) ?? { labels: own, fingerprint: fingerprint(own), interval: null, runs: [] };
      this.#series.set(key, kept);
      for (const [at] of points) this.#add(kept, at);
    }
    this.#forget(millis(to - this.#shape.window * 1000));
    this.#forgetSurplus();
  }

  /** Up to when it is complete; undefined before the first answer of each server. */
  get until(): Millis | undefined {
    const asked = this.#servers.length > 0 ? this.#servers.map(({ server }) => server) : [...this.#until.keys()];
    const until = asked.map((server) => this.#until.get(server) ?? Number.NaN);
    const least = Math.min(...until);
    return Number.isFinite(least) ? millis(least) : undefined;
  }

  /** Why the newest samples could not be read, in one sentence; null when they could. */
  get problem(): string | null {
    return [...this.#problems.values()].find((problem) => problem !== null) ?? null;
  }

  /** Whether there were more firings than are kept. */
  get isCut(): boolean {
    return this.#cut;
  }

  get firings(): readonly Firing[] {
    return [...this.#series.values()].flatMap(({ runs, ...series }) =>
      runs.map((run) => ({ ...series, ...run, pauses: run.pauses.filter((pause) => isPause(pause, series.interval)) })),
    );
  }

  #add(kept: Kept, at: Millis): void {
    const run = kept.runs.at(-1);
    const gap = run && secondsBetween(run.to, at);
    if (!run || gap === undefined || gap > this.#shape.pause) {
      kept.runs.push({ from: at, to: at, pauses: [] });
      return;
    }
    if (gap <= 0) return;
    if (gap !== kept.interval) run.pauses.push({ from: run.to, to: at });
    run.to = at;
    kept.interval = seconds(Math.min(gap, kept.interval ?? gap));
  }

  #forget(oldest: Millis): void {
    for (const [key, kept] of this.#series) {
      kept.runs = kept.runs.filter(({ to }) => to >= oldest);
      if (kept.runs.length === 0) this.#series.delete(key);
    }
  }

  #forgetSurplus(): void {
    const runs = [...this.#series.values()].flatMap((kept) => kept.runs);
    const firstPause = firstKept(runs.flatMap(({ pauses }) => pauses));
    if (firstPause !== null) for (const run of runs) run.pauses = run.pauses.filter(({ to }) => to >= firstPause);
    const first = firstKept(runs);
    if (first === null) return;
    this.#cut = true;
    this.#forget(first);
  }
}

/** Half an evaluation is left for one that is late. */
const isPause = ({ from, to }: Pause, interval: Seconds | null): boolean =>
  interval !== null && secondsBetween(from, to) > 1.5 * interval;

/** The end of the oldest that is kept; null where all are. */
function firstKept(all: readonly { readonly to: Millis }[]): Millis | null {
  if (all.length <= MOST) return null;
  return all.map(({ to }) => to).sort((a, b) => b - a)[MOST - 1] ?? null;
}
