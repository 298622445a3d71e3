import { failed, type SourceError, succeeded } from '../../sources/error.ts';
import type { Labels, RangeSeries } from '../../sources/prometheus/types.ts';
import { type Millis, millis } from '../../units.ts';
import { type RawAnswer, seriesKey } from '../raw/raw.ts';
import { isAbsentOr, isInts, isLabels, isListOf, isNumber, isObject, isTexts } from './given.ts';

/** A value: less the one before in its series, or in brackets as it is. */
type PackedValue = number | readonly [number];

/**
 * How a tape holds stored samples: what a line has in common with earlier ones is not said again. A series is named by
 * its labels once and by its number from then on; points stand as columns of differences, which are small, alike, and
 * for counters whole.
 */
export interface PackedRaw {
  readonly server?: string;
  readonly selector: string;
  /** Since, from, to. */
  readonly window: readonly [number, number, number];
  /** Series new on this tape: they get the next numbers. */
  readonly labels?: readonly Labels[];
  /** Numbers of the series, each less the one before. */
  readonly series?: readonly number[];
  /** Points of each series; one each when absent. */
  readonly counts?: readonly number[];
  /** Times of all points, each less the one before; the first less `to`. */
  readonly times?: readonly number[];
  readonly values?: readonly PackedValue[];
  readonly warnings?: readonly string[];
  readonly partial?: true;
  readonly error?: SourceError;
}

const isPackedRaw = (given: unknown): given is PackedRaw =>
  isObject(given) &&
  typeof given.selector === 'string' &&
  (given.server === undefined || typeof given.server === 'string') &&
  isListOf(given.window, isNumber) &&
  given.window.length === 3 &&
  isAbsentOr(given.labels, (labels) => isListOf(labels, isLabels)) &&
  [given.series, given.counts, given.times].every((column) => isAbsentOr(column, isInts)) &&
  isAbsentOr(given.values, (values) => isListOf(values, isPackedValue)) &&
  isAbsentOr(given.warnings, isTexts) &&
  (given.partial === undefined || given.partial === true) &&
  isAbsentOr(given.error, isObject);

/** Also what is no finite number, as servers answer it. */
const isPackedValue = (given: unknown): given is PackedValue =>
  typeof (Array.isArray(given) ? given[0] : given) === 'number';

/** A series of this tape, and its last value so far: what the next one is told from. */
interface Known {
  readonly labels: Labels;
  last: number;
}

/** Packs the stored samples of one tape, frame by frame. */
export class RawPacker {
  readonly #numbers = new Map<string, number>();
  readonly #known: Known[] = [];

  pack({ server, selector, since, from, to, outcome }: RawAnswer): PackedRaw {
    const about: PackedRaw = { ...(server !== undefined && { server }), selector, window: [since, from, to] };
    if (!outcome.ok) return { ...about, error: outcome.error };
    const labels: Labels[] = [];
    const columns = {
      series: [] as number[],
      counts: [] as number[],
      times: [] as number[],
      values: [] as PackedValue[],
    };
    let number = 0;
    let time: number = to;
    for (const series of outcome.value.series) {
      const next = this.#numberOf(series.labels, labels);
      columns.series.push(next - number);
      number = next;
      columns.counts.push(series.points.length);
      for (const [at, sample] of series.points) {
        columns.times.push(at - time);
        time = at;
        columns.values.push(difference(this.#known[number], sample));
      }
    }
    const { warnings, partial } = outcome.value;
    const { counts, ...others } = columns;
    return {
      ...about,
      ...(labels.length > 0 && { labels }),
      ...others,
      ...(counts.some((count) => count !== 1) && { counts }),
      ...(warnings.length > 0 && { warnings: [...warnings] }),
      ...(partial && { partial }),
    };
  }

  #numberOf(labels: Labels, unseen: Labels[]): number {
    const key = seriesKey(labels);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    unseen.push(labels);
    this.#numbers.set(key, this.#known.length);
    return this.#known.push({ labels, last: 0 }) - 1;
  }
}

/** Differences of whole numbers are exact; all else stands as it is. */
function difference(known: Known | undefined, sample: number): PackedValue {
  const last = known?.last ?? 0;
  if (known) known.last = sample;
  return Number.isSafeInteger(sample) && Number.isSafeInteger(last) ? sample - last : [sample];
}

/** The way back, for the lines of one tape in their order. */
export class RawUnpacker {
  readonly #known: Known[] = [];

  /** Undefined when it is nothing that was packed. */
  unpack(given: unknown): RawAnswer | undefined {
    if (!isPackedRaw(given)) return undefined;
    const { server, selector, window, labels = [], series: numbers = [], error, warnings = [], partial } = given;
    const [since, from, to] = window;
    const whose = server === undefined ? {} : { server };
    const about = { ...whose, selector, since: millis(since), from: millis(from), to: millis(to) };
    if (error) return { ...about, outcome: failed(error) };
    for (const own of labels) this.#known.push({ labels: own, last: 0 });
    const { counts = numbers.map(() => 1), times = [], values = [] } = given;
    const series: RangeSeries[] = [];
    let number = 0;
    let time = to;
    let next = 0;
    for (const [i, step] of numbers.entries()) {
      number += step;
      const known = this.#known[number];
      if (!known) return undefined;
      const points: (readonly [Millis, number])[] = [];
      for (const end = next + (counts[i] ?? 0); next < end; next++) {
        const [later, packedValue] = [times[next], values[next]];
        if (later === undefined || packedValue === undefined) return undefined;
        time += later;
        known.last = typeof packedValue === 'number' ? known.last + packedValue : packedValue[0];
        points.push([millis(time), known.last]);
      }
      series.push({ labels: known.labels, points });
    }
    return { ...about, outcome: succeeded({ series, warnings, ...(partial && { partial }) }) };
  }
}
