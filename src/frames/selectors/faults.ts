import type { PlannedPair } from '../../profile/plan/fill.ts';
import type { PlannedVerdict } from '../../profile/plan/plan.ts';
import { quote } from '../../sources/text.ts';
import { requiredLabels } from '../../text/promql.ts';
import { type Millis, type Seconds, seconds, secondsBetween } from '../../units.ts';
import { type RawSeries, type Role, roleName } from '../../verdict/counters/samples.ts';
import { PartialFalls } from './partial-falls.ts';

/** What keeps a selector of the verdict from counting what it should. */
export interface SelectorFault {
  /** Nothing is matched; no counter of errors is; or what is matched are no counters. */
  readonly kind: 'NO_SERIES' | 'NO_ERROR_SERIES' | 'NOT_COUNTERS';
  /** One sentence. */
  readonly detail: string;
}

/** What is counted, by the name of its role. */
type Counter = string;
type CounterKind = Exclude<Role['kind'], 'start'>;

/** A pod is there, and discovered, after so long. */
const DISCOVERED: Seconds = seconds(300);
/** Without one error in so many requests of the baseline, a counter that nobody has seen is asked for in vain. */
const REQUESTS = 1000;
/**
 * What changes so often, and in so many of those changes falls or is no whole number, is no counter: no process begins anew
 * so often. A few errors in the life of each tell less.
 */
const CHANGES: Readonly<Record<CounterKind, number>> = { request: 20, bucket: 20, cases: 20, error: 100, sum: 100 };
const ODD = 0.2;
/** Series of one selector that are looked at, and names of labels. */
const WATCHED = 200;

/** How the series of one selector move. */
interface Motion {
  readonly kind: CounterKind;
  changes: number;
  falls: number;
  fractions: number;
  /** The newest sample of each series. */
  readonly last: Map<string, { at: number; value: number }>;
}

/**
 * Finds selectors that count something else than they should, or nothing: a name with a slip in it is answered like one
 * that has nothing to tell. Both versions are asked for by the same selector, so the baseline shows most of it.
 */
export class SelectorFaults {
  readonly #selectors: ReadonlyMap<Counter, PlannedPair>;
  readonly #heard = { baseline: new Set<Counter>(), candidate: new Set<Counter>() };
  /** Requests of the baseline that were seen to come. */
  #requests = 0;
  readonly #requestLabels = { baseline: new Set<string>(), candidate: new Set<string>() };
  readonly #targets = new Map<Counter, Set<string>>();
  readonly #motions = new Map<Counter, Motion>();
  readonly #falls = new Map<Counter, PartialFalls>();
  readonly #pod: string;

  constructor({
    requests,
    errors,
    latency,
    pod,
    metrics = [],
  }: Pick<PlannedVerdict, 'requests' | 'errors' | 'latency' | 'pod'> & Partial<Pick<PlannedVerdict, 'metrics'>>) {
    this.#pod = pod;
    const selectors = new Map([
      ['request', requests],
      ['error', errors],
    ]);
    if (latency) selectors.set('bucket', latency.buckets);
    metrics.forEach(({ cases, sum }, metric) => {
      selectors.set(roleName({ kind: 'cases', metric }), cases);
      selectors.set(roleName({ kind: 'sum', metric }), sum);
    });
    this.#selectors = selectors;
  }

  hear(series: RawSeries): void {
    const { labels, side, role, times } = series;
    if (role.kind === 'start' || times.length === 0) return;
    this.#heard[side].add(roleName(role));
    this.#noteTarget(roleName(role), series);
    const known = this.#requestLabels[side];
    if (role.kind === 'request') for (const name of Object.keys(labels)) if (known.size < WATCHED) known.add(name);
    if (role.kind !== 'sum') this.#fallsOf(roleName(role)).hear(series);
    if (side === 'baseline') this.#follow(roleName(role), role.kind, series);
  }

  #fallsOf(counter: Counter): PartialFalls {
    const known = this.#falls.get(counter) ?? new PartialFalls();
    this.#falls.set(counter, known);
    return known;
  }

  #follow(counter: Counter, kind: CounterKind, { key, times, values }: RawSeries): void {
    const motion = this.#motions.get(counter) ?? { kind, changes: 0, falls: 0, fractions: 0, last: new Map() };
    this.#motions.set(counter, motion);
    if (!motion.last.has(key) && motion.last.size >= WATCHED) return;
    for (let i = 0; i < times.length; i += 1) {
      const [at, value] = [times[i] ?? 0, values[i] ?? 0];
      const before = motion.last.get(key);
      if (before && at <= before.at) continue;
      motion.last.set(key, { at, value });
      if (!before || value === before.value) continue;
      motion.changes += 1;
      if (!Number.isInteger(value)) motion.fractions += 1;
      if (value < before.value) motion.falls += 1;
      else if (kind === 'request') this.#requests += value - before.value;
    }
  }

  /** Of the baseline: on which pods each counter is. */
  #noteTarget(counter: Counter, { side, target }: RawSeries): void {
    const known = this.#targets.get(counter) ?? new Set<string>();
    if (side === 'baseline' && known.size < WATCHED) this.#targets.set(counter, known.add(target));
  }

  /** Sums that are told by other pods than their cases: how pods differ, and by how much single cases do, cannot be known. */
  #apart(): SelectorFault | null {
    for (const [counter, { baseline }] of this.#selectors) {
      const of = counter.startsWith('sum') ? counter.replace('sum', 'cases') : '';
      const [sums, cases] = [this.#targets.get(counter), this.#targets.get(of)];
      if (!sums || !cases || [...sums].some((target) => cases.has(target))) continue;
      const detail = `${named(baseline)} and ${named(this.#selectors.get(of)?.baseline)} never belong to the same pod`;
      return { kind: 'NO_SERIES', detail };
    }
    return null;
  }

  /** @param since when the stage began @param until everything up to then was heard; null where nothing is wrong */
  find(since: Millis, until: Millis): SelectorFault | null {
    const isDue = secondsBetween(since, until) >= DISCOVERED;
    return (
      this.#noCounters() ??
      this.#sumsOfCounters() ??
      (isDue ? (this.#unmatched() ?? this.#apart()) : null) ??
      this.#unseenErrors()
    );
  }

  #noCounters(): SelectorFault | null {
    for (const [counter, { kind, changes, falls, fractions }] of this.#motions) {
      if (changes < CHANGES[kind]) continue;
      const selector = named(this.#selectors.get(counter)?.baseline);
      if (falls >= ODD * changes)
        return {
          kind: 'NOT_COUNTERS',
          detail: `${selector} falls too often for a counter: it may be a gauge, a rate, or two servers under one name`,
        };
      // What is added up may be anything.
      if (kind !== 'sum' && fractions >= ODD * changes)
        return { kind: 'NOT_COUNTERS', detail: `${selector} has values that are not whole numbers: it may be a rate` };
    }
    return null;
  }

  #sumsOfCounters(): SelectorFault | null {
    for (const [counter, { baseline }] of this.#selectors) {
      if (this.#falls.get(counter)?.isFound !== true) continue;
      const detail = `${named(baseline)} falls by a part and has no label ${quote(this.#pod, 40)}: a sum? It must be the counters`;
      return { kind: 'NOT_COUNTERS', detail };
    }
    return null;
  }

  #unmatched(): SelectorFault | null {
    for (const [counter, selectors] of this.#selectors) {
      if (counter === 'error') continue;
      // A histogram that the candidate does not have is told of as such.
      const sides = counter === 'bucket' ? (['baseline'] as const) : (['baseline', 'candidate'] as const);
      const missing = sides.find((side) => !this.#heard[side].has(counter));
      if (missing) return { kind: 'NO_SERIES', detail: `no series matches ${named(selectors[missing])}` };
    }
    return null;
  }

  /**
   * A counter of errors may begin with the first of them; but not where the label it is told by does not exist: one version may
   * have renamed it.
   */
  #unseenErrors(): SelectorFault | null {
    const [request, error] = [this.#selectors.get('request'), this.#selectors.get('error')];
    if (!request || !error) return null;
    const unseen = (['baseline', 'candidate'] as const).filter((side) => !this.#heard[side].has('error'));
    for (const side of unseen) {
      const [asked, known] = [requiredLabels(error[side]), requiredLabels(request[side])];
      if (asked.metric === null || asked.metric !== known.metric || !this.#heard[side].has('request')) continue;
      const label = asked.labels.find((name) => !this.#requestLabels[side].has(name));
      if (label === undefined) continue;
      const detail = `${named(error[side])} matches nothing: no series of its requests has the label ${quote(label, 40)}`;
      return { kind: 'NO_ERROR_SERIES', detail };
    }
    const { metric } = requiredLabels(error.baseline);
    const isSame = metric !== null && metric === requiredLabels(request.baseline).metric;
    if (isSame || unseen.length < 2 || this.#requests < REQUESTS) return null;
    return { kind: 'NO_ERROR_SERIES', detail: `${named(error.baseline)} matches nothing, of neither version` };
  }
}

const named = (selector = ''): string => quote(selector, 80);
