import { firstAfter } from '../counters/raw-samples.ts';
import { type CounterSeries, roleName, type Side } from '../counters/samples.ts';
import type { Closing } from './closing.ts';
import {
  addTimes,
  newestHeard,
  newSeries,
  newTarget,
  nextScrape,
  type TrackedSeries,
  type TrackedTarget,
} from './tracked.ts';

/** A target is forgotten after so many milliseconds without a sample. */
const FORGET_AFTER = 3_600_000;

interface Heard {
  readonly series: TrackedSeries;
  readonly target: TrackedTarget;
}

/** Everything remembered of the targets, as JSON can hold it. */
export interface TargetsState {
  /** Baseline pods born so far. */
  readonly halves: number;
  /** In the order of their birth; then those heard of and not yet born. */
  readonly targets: readonly TrackedTarget[];
}

/** The targets of both versions with what was heard of them and is not yet counted. */
export class Targets {
  readonly #by: readonly string[];
  #halves = 0;
  #all: TrackedTarget[] = [];
  readonly #targetOf = { baseline: new Map<string, TrackedTarget>(), candidate: new Map<string, TrackedTarget>() };
  /** By role, for the same series may be asked for twice, once for all requests and once for errors alone; then by key. */
  readonly #seriesOf = new Map<string, Map<string, Heard>>();

  /** @param by labels by whose values is counted */
  constructor(by: readonly string[], state?: TargetsState) {
    this.#by = by;
    if (!state) return;
    this.#halves = state.halves;
    this.#all = structuredClone([...state.targets]);
    for (const target of this.#all) {
      this.#targetOf[target.side].set(target.id, target);
      for (const series of target.series) this.#ofRole(series.role).set(series.key, { series, target });
    }
  }

  /** In the order of their birth; then those heard of and not yet born. */
  get all(): readonly TrackedTarget[] {
    return this.#all;
  }

  /** Not a copy. */
  get state(): TargetsState {
    return { halves: this.#halves, targets: this.#all };
  }

  /**
   * Takes in samples; those heard before are passed over.
   * @param closed what is counted already; null before the first round
   */
  hear(batch: readonly CounterSeries[], closed: Closing | null): void {
    for (const counter of batch) this.#hearSeries(counter, closed);
  }

  #hearSeries(counter: CounterSeries, closed: Closing | null): void {
    const { key, side, role, times, values, marks } = counter;
    const known = this.#ofRole(role).get(key);
    let since = closed?.[side] ?? -Infinity;
    if (known) since = Math.max(since, newestHeard(known.series));
    let at = firstAfter(times, since);
    if (at === times.length) return;
    const heard = known ?? this.#meet(counter);
    const { series } = heard;
    const before = series.times.length;
    for (; at < times.length; at += 1) {
      series.times.push(times[at] ?? 0);
      series.values.push(values[at] ?? 0);
    }
    series.marks.push(...marks);
    addTimes(heard.target, series.times, before);
  }

  /** A series not heard of before. */
  #meet({ key, role, side, target: id, labels }: CounterSeries): Heard {
    const by = this.#by.map((name) => labels.find(([known]) => known === name)?.[1] ?? '');
    const series = newSeries(key, role, by);
    const target = this.#target(side, id);
    const heard = { series, target };
    this.#ofRole(role).set(key, heard);
    // The start of the process is read first: it decides what the first samples of the others mean.
    const order = (other: TrackedSeries) => rank(other) - rank(series) || (other.key < key ? -1 : 1);
    const place = target.series.findIndex((other) => order(other) > 0);
    target.series.splice(place < 0 ? target.series.length : place, 0, series);
    return heard;
  }

  #ofRole(role: Parameters<typeof roleName>[0]): Map<string, Heard> {
    const name = roleName(role);
    const known = this.#seriesOf.get(name) ?? new Map<string, Heard>();
    this.#seriesOf.set(name, known);
    return known;
  }

  #target(side: Side, id: string): TrackedTarget {
    const known = this.#targetOf[side].get(id);
    if (known) return known;
    const target = newTarget(id, side);
    this.#targetOf[side].set(id, target);
    this.#all.push(target);
    return target;
  }

  /** Targets scraped for the first time take their place in the order of that scrape, whatever order they were heard in. */
  bear(closing: Closing): void {
    const born = this.#all.filter(({ first }) => first !== null);
    const unborn = this.#all.filter(({ first }) => first === null);
    const newborn = unborn.filter((target) => nextScrape(target) <= closing[target.side]);
    if (newborn.length === 0) return;
    newborn.sort((a, b) => nextScrape(a) - nextScrape(b) || (`${a.side} ${a.id}` < `${b.side} ${b.id}` ? -1 : 1));
    for (const target of newborn) {
      target.first = nextScrape(target);
      if (target.side === 'baseline') {
        target.half = this.#halves % 2 === 0 ? 0 : 1;
        this.#halves += 1;
      }
    }
    this.#all = [...born, ...newborn, ...unborn.filter(({ first }) => first === null)];
  }

  /** A pod long gone leaves nothing behind; should its target come back, it is born anew. */
  forget(at: number, closed: Closing): void {
    const gone = this.#all.filter(({ last }) => last !== null && at - last > FORGET_AFTER);
    if (gone.length === 0) return;
    for (const target of gone) {
      this.#targetOf[target.side].delete(target.id);
      for (const { role, key } of target.series) this.#ofRole(role).delete(key);
    }
    this.#all = this.#all.filter((target) => !gone.includes(target));
    // Samples of its next life that are already heard.
    for (const { id: target, side, series } of gone) {
      for (const { key, role, by, times, values, head, marks } of series) {
        const heard = role.kind === 'bucket' ? { ...role, le: role.le ?? Infinity } : role;
        const labels = this.#by.map((name, i) => [name, by[i] ?? ''] as const);
        const rest = { times: times.slice(head), values: values.slice(head), marks };
        this.#hearSeries({ key, target, side, role: heard, labels, ...rest }, closed);
      }
    }
  }
}

const rank = ({ role }: TrackedSeries) => (role.kind === 'start' ? 0 : 1);
