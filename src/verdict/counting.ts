import { type Millis, millis, type Seconds } from '../units.ts';
import { GONE_AFTER, nextClose } from './closing.ts';
import { CountTable } from './count-table.ts';
import { firstIncrement, increment } from './increment.ts';
import { findRestarts } from './restarts.ts';
import type { Round } from './round.ts';
import type { RawSeries, Role, Side } from './samples.ts';
import {
  addTimes,
  compact,
  newestHeard,
  newSeries,
  newTarget,
  nextScrape,
  type TrackedSeries,
  type TrackedTarget,
} from './tracked.ts';

/** A histogram with more boundaries than this is read at its first so many. */
const BOUNDARIES_AT_MOST = 100;
/** A target is forgotten after so many milliseconds without a sample, looked for every so many rounds. */
const FORGET_AFTER = 3_600_000;
const FORGET_EVERY = 64;
/** A process whose pod is discovered late still began within so many scrapes of the scrape before. */
const DISCOVERED_WITHIN = 3;

export interface CountingOptions {
  /** The ring's start: what is counted later is evidence, what is counted before teaches how V1 behaves. */
  readonly startAt: Millis;
  /** The scrape interval of the slowest target. */
  readonly scrape: Seconds;
}

interface Heard {
  readonly series: TrackedSeries;
  readonly target: TrackedTarget;
}

/** Everything remembered between rounds, as JSON can hold it. */
export interface CountingState {
  readonly closedAt: number | null;
  readonly rounds: number;
  readonly halves: number;
  readonly boundaries: readonly number[] | null;
  /** In the order of their birth; then those heard of and not yet born. */
  readonly targets: readonly TrackedTarget[];
}

/**
 * Turns raw samples into exact whole increments, round by round. Counters are differenced each on its own and then
 * summed; a sum of counters that reset cannot be differenced, and `rate` extrapolates, overlaps and drops the first
 * sample of a new series, which hides the first errors of every new pod.
 *
 * However the samples are cut into batches, overlap, or are heard again from the start, the rounds are the same to the
 * bit; the one condition is that samples up to the horizon are complete. A sample that comes later than that is left
 * out and spanned by the next, so no count is lost.
 */
export class Counting {
  readonly #startAt: number;
  readonly #step: number;
  #closedAt: number | null = null;
  #rounds = 0;
  /** Baseline pods born so far. */
  #halves = 0;
  #boundaries: readonly number[] | null = null;
  #targets: TrackedTarget[] = [];
  readonly #targetOf = { baseline: new Map<string, TrackedTarget>(), candidate: new Map<string, TrackedTarget>() };
  /** By kind: the same series may be asked for twice, once for all requests and once for errors alone. */
  readonly #seriesOf: Readonly<Record<Role['kind'], Map<string, Heard>>> = {
    request: new Map(),
    error: new Map(),
    bucket: new Map(),
    start: new Map(),
  };
  readonly #slots = new Map<number, number>();
  readonly #tables = { baseline: new CountTable(), candidate: new CountTable() };
  #buckets = new Float64Array(1);
  #seen = new Uint8Array(1);
  #reset = false;

  constructor({ startAt, scrape }: CountingOptions, state?: CountingState) {
    this.#startAt = startAt;
    this.#step = scrape * 1000;
    if (!state) return;
    const { closedAt, rounds, halves, boundaries, targets } = structuredClone(state);
    this.#closedAt = closedAt;
    this.#rounds = rounds;
    this.#halves = halves;
    if (boundaries) this.#fix(boundaries);
    for (const target of targets) {
      this.#targets.push(target);
      this.#targetOf[target.side].set(target.id, target);
      for (const series of target.series) this.#seriesOf[series.role.kind].set(series.key, { series, target });
    }
  }

  /** Until when everything is counted; null before the first round. */
  get closedAt(): Millis | null {
    return this.#closedAt === null ? null : millis(this.#closedAt);
  }

  get state(): CountingState {
    return structuredClone({
      closedAt: this.#closedAt,
      rounds: this.#rounds,
      halves: this.#halves,
      boundaries: this.#boundaries,
      targets: this.#targets,
    });
  }

  /** Takes in samples; those heard before are passed over. */
  hear(batch: readonly RawSeries[]): void {
    for (const raw of batch) this.#hearSeries(raw);
  }

  #hearSeries({ key, target, side, role, times, values }: RawSeries): void {
    const known = this.#seriesOf[role.kind].get(key);
    let since = this.#closedAt ?? -Infinity;
    if (known) since = Math.max(since, newestHeard(known.series));
    let at = firstAfter(times, since);
    while (at < times.length && !isCount(values[at])) at += 1;
    if (at === times.length) return;
    const heard = known ?? this.#meet(key, role, side, target);
    const { series } = heard;
    const before = series.times.length;
    for (; at < times.length; at += 1) {
      const value = values[at] ?? Number.NaN;
      if (!isCount(value)) continue;
      series.times.push(times[at] ?? 0);
      series.values.push(value);
    }
    addTimes(heard.target, series.times, before);
  }

  /** A series not heard of before. */
  #meet(key: string, role: Role, side: Side, id: string): Heard {
    const series = newSeries(key, role);
    const target = this.#target(side, id);
    const heard = { series, target };
    this.#seriesOf[role.kind].set(key, heard);
    // The start of the process is read first: it decides what the first samples of the others mean.
    const order = (other: TrackedSeries) => rank(other) - rank(series) || (other.key < key ? -1 : 1);
    const place = target.series.findIndex((other) => order(other) > 0);
    target.series.splice(place < 0 ? target.series.length : place, 0, series);
    return heard;
  }

  #target(side: Side, id: string): TrackedTarget {
    const known = this.#targetOf[side].get(id);
    if (known) return known;
    const target = newTarget(id, side);
    this.#targetOf[side].set(id, target);
    this.#targets.push(target);
    return target;
  }

  /**
   * Closes every round that is complete up to `horizon`, in order of time.
   * @param horizon samples up to then are complete; the time of asking less what a slow scrape may take
   * @param onRound reads the round before the next one overwrites it
   */
  close(horizon: Millis, onRound: (round: Round) => void): void {
    for (;;) {
      const at = nextClose(this.#targets, this.#closedAt, this.#step, this.#startAt, horizon);
      if (at === null) break;
      onRound(this.#closeAt(at));
    }
    for (const target of this.#targets) compact(target);
  }

  #closeAt(at: number): Round {
    this.#bear(at);
    if (!this.#boundaries) this.#findBoundaries(at);
    const boundaries = this.#boundaries ?? [];
    const { baseline, candidate } = this.#tables;
    const born = this.#targets.filter(({ first }) => first !== null);
    baseline.clear(born.filter(({ side }) => side === 'baseline').length, boundaries.length);
    candidate.clear(born.length - baseline.pods, boundaries.length);
    const rows = { baseline: 0, candidate: 0 };
    for (const target of born) {
      const row = rows[target.side];
      rows[target.side] += 1;
      this.#countTarget(target, this.#tables[target.side], row, at);
    }
    const from = this.#closedAt ?? at;
    this.#closedAt = at;
    this.#rounds += 1;
    if (this.#rounds % FORGET_EVERY === 0) this.#forget(at);
    return { from: millis(from), at: millis(at), counted: at > this.#startAt, boundaries, baseline, candidate };
  }

  /** Targets scraped for the first time take their place in the order of that scrape, whatever order they were heard in. */
  #bear(at: number): void {
    const born = this.#targets.filter(({ first }) => first !== null);
    const unborn = this.#targets.filter(({ first }) => first === null);
    const newborn = unborn.filter((target) => nextScrape(target) <= at);
    if (newborn.length === 0) return;
    newborn.sort((a, b) => nextScrape(a) - nextScrape(b) || (`${a.side} ${a.id}` < `${b.side} ${b.id}` ? -1 : 1));
    for (const target of newborn) {
      target.first = nextScrape(target);
      if (target.side === 'baseline') {
        target.half = this.#halves % 2 === 0 ? 0 : 1;
        this.#halves += 1;
      }
    }
    this.#targets = [...born, ...newborn, ...unborn.filter(({ first }) => first === null)];
  }

  /** The boundaries compared are those that V1 has in the first round in which it has any. */
  #findBoundaries(at: number): void {
    const found = new Set<number>();
    for (const target of this.#targets) {
      if (target.side !== 'baseline') continue;
      for (const { role, times, head } of target.series) {
        if (role.kind === 'bucket' && role.le !== null && (times[head] ?? Infinity) <= at) found.add(role.le);
      }
    }
    if (found.size > 0) this.#fix([...found].sort((a, b) => a - b).slice(0, BOUNDARIES_AT_MOST));
  }

  #fix(boundaries: readonly number[]): void {
    this.#boundaries = boundaries;
    boundaries.forEach((le, slot) => {
      this.#slots.set(le, slot);
    });
    this.#slots.set(Infinity, boundaries.length);
    this.#buckets = new Float64Array(boundaries.length + 1);
    this.#seen = new Uint8Array(boundaries.length + 1);
  }

  #countTarget(target: TrackedTarget, table: CountTable, row: number, at: number): void {
    table.half[row] = target.half;
    const alive = target.last !== null && target.last > at - (GONE_AFTER + 1) * this.#step;
    if (alive) table.alive += 1;
    if (nextScrape(target) > at) return;
    if (!alive) table.arrivals += 1;
    table.reporting += 1;
    this.#buckets.fill(0);
    this.#seen.fill(0);
    const restarts = findRestarts(target, at);
    const began = target.restartedAt === null ? restarts : [target.restartedAt, ...restarts];
    this.#reset = restarts.length > 0;
    for (const series of target.series) {
      if ((series.times[series.head] ?? Infinity) > at) continue;
      const added = this.#countSeries(target, series, began, at);
      const { role } = series;
      if (role.kind === 'bucket') {
        const slot = this.#slots.get(role.le ?? Infinity);
        if (slot === undefined) continue;
        this.#buckets[slot] = (this.#buckets[slot] ?? 0) + added;
        this.#seen[slot] = 1;
      } else if (role.kind === 'request') {
        table.requests[row] = (table.requests[row] ?? 0) + added;
        if (role.error) table.errors[row] = (table.errors[row] ?? 0) + added;
      } else if (role.kind === 'error') table.errors[row] = (table.errors[row] ?? 0) + added;
    }
    if (this.#reset) table.restarts += 1;
    if (restarts.length > 0) target.restartedAt = Math.max(...restarts);
    table.errors[row] = Math.min(table.errors[row] ?? 0, table.requests[row] ?? 0);
    const all = this.#buckets[this.#buckets.length - 1] ?? 0;
    for (let slot = 0; slot < this.#buckets.length - 1; slot += 1) {
      const timed = table.timed[slot];
      const slow = table.slow[slot];
      if (!timed || !slow || this.#seen[slot] !== 1) continue;
      timed[row] = all;
      slow[row] = Math.max(0, all - (this.#buckets[slot] ?? 0));
    }
    while (nextScrape(target) <= at) {
      target.last = nextScrape(target);
      target.head += 1;
    }
  }

  /** What a series added up to `at`. @param began scrapes that found the process begun anew */
  #countSeries(target: TrackedTarget, series: TrackedSeries, began: readonly number[], at: number): number {
    let added = 0;
    for (; (series.times[series.head] ?? Infinity) <= at; series.head += 1) {
      const time = series.times[series.head] ?? 0;
      const value = series.values[series.head] ?? 0;
      if (series.role.kind === 'start') target.startedAt = value * 1000;
      else if (series.time !== null) {
        const { time: before } = series;
        const anew = began.length > 0 && began.some((restart) => restart > before && restart <= time);
        if (value < series.value) this.#reset = true;
        added += anew ? value : increment(series.value, value);
      } else {
        added += firstIncrement(value, {
          targetKnown: target.first !== null && target.first < time,
          startedAt: target.startedAt,
          since: this.#closedAt === null ? Infinity : this.#closedAt - DISCOVERED_WITHIN * this.#step,
        });
      }
      series.time = time;
      series.value = value;
    }
    return added;
  }

  /** A pod long gone leaves nothing behind; should its target come back, it is born anew. */
  #forget(at: number): void {
    const gone = this.#targets.filter(({ last }) => last !== null && at - last > FORGET_AFTER);
    if (gone.length === 0) return;
    for (const target of gone) {
      this.#targetOf[target.side].delete(target.id);
      for (const { role, key } of target.series) this.#seriesOf[role.kind].delete(key);
    }
    this.#targets = this.#targets.filter((target) => !gone.includes(target));
    // Samples of its next life that are already heard.
    for (const { id: target, side, series } of gone) {
      for (const { key, role, times, values, head } of series) {
        const heard = role.kind === 'bucket' ? { ...role, le: role.le ?? Infinity } : role;
        this.#hearSeries({ key, target, side, role: heard, times: times.slice(head), values: values.slice(head) });
      }
    }
  }
}

/** Whether a sample is a number of events: no counter is negative, and NaN says nothing. */
const isCount = (value: number | undefined): boolean => value !== undefined && value >= 0 && value < Infinity;

const rank = ({ role }: TrackedSeries) => (role.kind === 'start' ? 0 : 1);

/** Index of the first time after `since`; `times` ascend. */
function firstAfter(times: ArrayLike<number>, since: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? 0) <= since) low = middle + 1;
    else high = middle;
  }
  return low;
}
