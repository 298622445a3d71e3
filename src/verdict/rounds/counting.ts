import { type Millis, millis, type Seconds } from '../../units.ts';
import { Lineage, type LineageState } from '../counters/lineage.ts';
import type { RawSeries, Side } from '../counters/samples.ts';
import type { MetricOptions } from '../options.ts';
import { Boundaries } from './boundaries.ts';
import { type Closing, GONE_AFTER, nextClose } from './closing.ts';
import { CountTable } from './count-table.ts';
import { forgetLong, isHalfTold } from './half-told.ts';
import { firstIncrement, increment } from './increment.ts';
import { LabelTables } from './label-counts.ts';
import { lingeringBefore } from './lingering.ts';
import { type Pace, paceOf, passScrapes } from './pace.ts';
import { casesBegunAnew, findRestarts } from './restarts.ts';
import type { Round } from './round.ts';
import { Targets, type TargetsState } from './targets.ts';
import { compact, markBetween, nextScrape, type TrackedSeries, type TrackedTarget } from './tracked.ts';
import { Zones, type ZonesState } from './zones.ts';

/** Targets that are gone are looked for every so many rounds. */
const FORGET_EVERY = 64;
/** A process whose pod is discovered late still began within so many scrapes of the scrape before. */
const DISCOVERED_WITHIN = 3;

export interface CountingOptions {
  /** The ring's start: what is counted later is evidence, what is counted before teaches how the baseline behaves. */
  readonly startAt: Millis;
  /**
   * When the rollout's first ring began: the candidate's pods that are older are left out while newer ones take their
   * place. Null: not known.
   */
  readonly rolloutAt: Millis | null;
  /** The scrape interval of the slowest target, until the targets show another one. */
  readonly scrape: Seconds;
  /** A process is compared from so long after its start on. */
  readonly warmup: Seconds;
  /** Label that tells in which zone a pod is; null: none does. */
  readonly zone: string | null;
  /** Compared beside errors and latency. */
  readonly metrics: readonly Pick<MetricOptions, 'kind'>[];
  /** Labels by whose values is counted, beside the pods. */
  readonly by: readonly string[];
}

/** Everything remembered between rounds, as JSON can hold it. */
export interface CountingState extends TargetsState {
  readonly closed: Closing | null;
  readonly rounds: number;
  readonly pace: Pace;
  readonly boundaries: readonly number[] | null;
  readonly lineage: LineageState;
  readonly zones: ZonesState;
  /** By label, the values that are told apart. */
  readonly labels: readonly (readonly string[])[];
  /** When the first round closed; null before. */
  readonly began: number | null;
}

/**
 * Turns raw samples into exact whole increments, round by round. Counters are differenced each on its own and then summed; a sum of
 * counters that reset cannot be differenced, and `rate` extrapolates, overlaps and drops the first sample of a new series.
 *
 * However the samples are cut into batches, overlap, or are heard again from the start, the rounds are the same to the bit; samples up to
 * the horizon have to be complete. One that comes later is left out and spanned by the next, so no count is lost.
 */
export class Counting {
  readonly #startAt: number;
  readonly #metrics: CountingOptions['metrics'];
  readonly #warmup: number;
  readonly #rolloutAt: number | null;
  #cut = -Infinity;
  readonly #zones: Zones;
  readonly #labels: LabelTables;
  #began: number | null;
  readonly #unknown: number;
  #pace: Pace;
  #closed: Closing | null = null;
  #rounds = 0;
  readonly #boundaries: Boundaries;
  readonly #lineage: Lineage;
  readonly #targets: Targets;
  readonly #tables: Readonly<Record<Side, CountTable>>;
  #reset = false;

  constructor({ startAt, rolloutAt, scrape, warmup, zone, metrics, by }: CountingOptions, state?: CountingState) {
    this.#startAt = startAt;
    this.#metrics = metrics;
    this.#tables = { baseline: new CountTable(metrics.length), candidate: new CountTable(metrics.length) };
    this.#rolloutAt = rolloutAt;
    this.#warmup = warmup * 1000;
    this.#zones = new Zones(zone, state?.zones);
    this.#labels = new LabelTables(by, state?.labels);
    this.#began = state?.began ?? null;
    const step = scrape * 1000;
    this.#unknown = step;
    this.#pace = state?.pace ?? { step, latest: step };
    this.#lineage = new Lineage(step, state?.lineage);
    this.#targets = new Targets(by, state);
    this.#boundaries = new Boundaries(state?.boundaries);
    if (!state) return;
    this.#closed = state.closed;
    this.#rounds = state.rounds;
  }

  get state(): CountingState {
    return structuredClone({
      closed: this.#closed,
      rounds: this.#rounds,
      pace: this.#pace,
      boundaries: this.#boundaries.all,
      lineage: this.#lineage.state,
      zones: this.#zones.state,
      labels: this.#labels.names,
      began: this.#began,
      ...this.#targets.state,
    });
  }

  /** Labels by which copies of series differ that were counted once. */
  get copiesBy(): readonly string[] {
    return this.#lineage.copiesBy;
  }

  /** The values of each label that are told apart, from the second place on. */
  get labels(): readonly (readonly string[])[] {
    return this.#labels.names;
  }

  /** Takes in samples; those heard before are passed over. */
  hear(batch: readonly RawSeries[]): void {
    this.#zones.hear(batch);
    this.#lineage.hear(batch);
  }

  /**
   * Closes every round that is complete up to `horizon`, in order of time.
   * @param horizon samples up to then are complete; the time of asking less what a slow scrape may take
   * @param onRound reads the round before the next one overwrites it
   */
  close(horizon: Millis, onRound: (round: Round) => void): void {
    this.#targets.hear(this.#lineage.release(horizon), this.#closed);
    for (;;) {
      const closing = nextClose(this.#targets.all, this.#closed, this.#pace.step, this.#startAt, horizon);
      if (closing === null) break;
      onRound(this.#close(closing));
    }
    for (const target of this.#targets.all) compact(target);
  }

  #close(closing: Closing): Round {
    const { baseline: at } = closing;
    this.#targets.bear(closing);
    this.#boundaries.find(this.#targets.all, at);
    const boundaries = this.#boundaries.all ?? [];
    const { baseline, candidate } = this.#tables;
    const born = this.#targets.all.filter(({ first }) => first !== null);
    baseline.clear(born.filter(({ side }) => side === 'baseline').length, boundaries.length);
    candidate.clear(born.length - baseline.pods, boundaries.length);
    this.#labels.begin(this.#tables, boundaries.length);
    this.#cut = lingeringBefore(born, this.#rolloutAt, at);
    const rows = { baseline: 0, candidate: 0 };
    for (const target of born) {
      const row = rows[target.side];
      rows[target.side] += 1;
      this.#countTarget(target, this.#tables[target.side], row, closing[target.side]);
    }
    const from = this.#closed?.baseline ?? at;
    this.#closed = closing;
    this.#began ??= at;
    this.#rounds += 1;
    const living = born.filter(({ last }) => last !== null && last > at - (GONE_AFTER + 1) * this.#pace.step);
    this.#pace = paceOf(living, this.#unknown);
    if (this.#rounds % FORGET_EVERY === 0) {
      this.#targets.forget(at, closing);
      this.#zones.keep(this.#targets.all);
    }
    return {
      from: millis(from),
      at: millis(at),
      counted: at > this.#startAt,
      pace: this.#pace,
      boundaries,
      baseline,
      candidate,
    };
  }

  #countTarget(target: TrackedTarget, table: CountTable, row: number, at: number): void {
    table.half[row] = target.half;
    table.names[row] = target.id;
    table.zones[row] = this.#zones.of(target);
    const alive = target.last !== null && target.last > at - (GONE_AFTER + 1) * this.#pace.step;
    table.meet(target, alive, at, this.#rolloutAt);
    if (nextScrape(target) > at) return;
    if (!alive) table.arrivals += 1;
    table.reporting += 1;
    this.#boundaries.clear();
    const restarts = findRestarts(target, at);
    const began = target.restartedAt === null ? restarts : [target.restartedAt, ...restarts];
    this.#reset = restarts.length > 0;
    const sums = this.#metrics.map(({ kind }, metric) => ({
      isHalf: isHalfTold(target, metric, kind, at),
      began: casesBegunAnew(target, metric, at),
    }));
    for (const series of target.series) {
      if ((series.times[series.head] ?? Infinity) > at) continue;
      const { role } = series;
      const metric = role.kind === 'cases' || role.kind === 'sum' ? sums[role.metric] : undefined;
      if (metric?.isHalf) forgetLong(series);
      const added = metric?.isHalf ? 0 : this.#countSeries(target, series, began, metric?.began ?? [], at);
      this.#labels.note(series, added);
      if (role.kind === 'bucket') this.#boundaries.add(role.le, added);
      else if (role.kind === 'request') {
        table.requests[row] = (table.requests[row] ?? 0) + added;
        if (role.error) table.errors[row] = (table.errors[row] ?? 0) + added;
      } else if (role.kind === 'error') table.errors[row] = (table.errors[row] ?? 0) + added;
      else if (role.kind === 'cases' || role.kind === 'sum') table.addTo(role.kind, role.metric, row, added);
    }
    if (this.#reset) {
      table.restarts += 1;
      table.restarted.push(target.id);
    }
    if (restarts.length > 0) {
      target.restartedAt = Math.max(...restarts);
      table.end(target);
    }
    table.errors[row] = Math.min(table.errors[row] ?? 0, table.requests[row] ?? 0);
    this.#boundaries.writeTo(table, row);
    const from = this.#countedFrom(target, at);
    const isLeft = target.side === 'candidate' && (target.startedAt ?? Infinity) < this.#cut;
    const isYoung = !isLeft && from < this.#warmAt(target);
    this.#labels.settle(target.side, isLeft || isYoung ? null : this.#boundaries);
    if (isLeft) table.hold(row, 'lingering');
    else if (isYoung) target.unripe += table.hold(row, 'warming');
    else target.unripe = 0;
    passScrapes(target, at);
    const to = target.last ?? at;
    table.from = Math.min(table.from, from);
    table.to = Math.max(table.to, to);
    table.watched += to - from;
  }

  /** A process that began later than this is counted from its beginning. */
  #bornSince({ side }: TrackedTarget): number {
    return this.#closed === null ? Infinity : this.#closed[side] - DISCOVERED_WITHIN * this.#pace.step;
  }

  /** When a process has been running for long enough; −Infinity where nothing tells that it is young. */
  #warmAt({ first, startedAt }: TrackedTarget): number {
    const arrived = first !== null && this.#began !== null && first > this.#began ? first : -Infinity;
    return (startedAt ?? arrived) + this.#warmup;
  }

  /** Since when a target is counted in the round that is being closed: its last scrape, or its process' beginning. */
  #countedFrom(target: TrackedTarget, at: number): number {
    const { last, startedAt } = target;
    const since = last ?? this.#bornSince(target);
    return startedAt !== null && startedAt > since && startedAt < at ? startedAt : (last ?? nextScrape(target));
  }

  /** What a series added up to `at`. @param began scrapes that found the process begun anew @param cases, or those of a sum alone */
  #countSeries(
    target: TrackedTarget,
    series: TrackedSeries,
    began: readonly number[],
    cases: readonly number[],
    at: number,
  ): number {
    let added = 0;
    const isSum = series.role.kind === 'sum';
    for (; (series.times[series.head] ?? Infinity) <= at; series.head += 1) {
      const time = series.times[series.head] ?? 0;
      const value = series.values[series.head] ?? 0;
      const mark = markBetween(series, series.time, time);
      if (series.role.kind === 'start') target.startedAt = value * 1000;
      else if (mark && !mark.born) added += isSum ? value - mark.value : increment(mark.value, value);
      else if (series.time !== null) {
        const { time: before } = series;
        const since = (restart: number) => restart > before && restart <= time;
        const fell = value < series.value;
        const anew = mark !== null || began.some(since) || (isSum && fell && cases.some(since));
        // A rare series may be seen again long after the restart that is told already.
        const isTold = target.restartedAt !== null && since(target.restartedAt);
        if (!isTold && (anew || (fell && !isSum))) this.#reset = true;
        // What is added to a sum may be negative.
        added += anew ? value : isSum ? value - series.value : increment(series.value, value);
      } else {
        added += firstIncrement(value, {
          targetKnown: mark === null && target.first !== null && target.first < time,
          startedAt: mark?.at ?? target.startedAt,
          since: this.#bornSince(target),
        });
      }
      series.time = time;
      series.value = value;
    }
    return added;
  }
}
