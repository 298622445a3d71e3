import * as v from 'valibot';
import { dictionary, integer, number, object } from '../../shape.ts';
import { failed, type SourceError, succeeded } from '../../sources/error.ts';
import type { Labels, RangeSeries } from '../../sources/prometheus/types.ts';
import { type Millis, millis } from '../../units.ts';
import { type RawAnswer, seriesKey } from '../raw/raw.ts';

const numbers = v.optional(v.array(integer));
/** A value: less the one before in its series, or in brackets as it is. */
const value = v.custom<number | readonly [number]>(
  (given) => typeof (Array.isArray(given) ? given[0] : given) === 'number',
);

/**
 * How a tape holds stored samples: what a line has in common with earlier ones is not said again. A series is named by
 * its labels once and by its number from then on; points stand as columns of differences, which are small, alike, and
 * for counters whole.
 */
const packed = object({
  selector: v.string(),
  /** Since, from, to. */
  window: v.strictTuple([number, number, number]),
  /** Series new on this tape: they get the next numbers. */
  labels: v.optional(v.array(dictionary(v.string()))),
  /** Numbers of the series, each less the one before. */
  series: numbers,
  /** Points of each series; one each when absent. */
  counts: numbers,
  /** Times of all points, each less the one before; the first less `to`. */
  times: numbers,
  values: v.optional(v.array(value)),
  warnings: v.optional(v.array(v.string())),
  partial: v.optional(v.literal(true)),
  error: v.optional(v.custom<SourceError>((given) => typeof given === 'object' && given !== null)),
});
export type PackedRaw = v.InferOutput<typeof packed>;

/** A series of this tape, and its last value so far: what the next one is told from. */
interface Known {
  readonly labels: Labels;
  last: number;
}

/** Packs the stored samples of one tape, frame by frame. */
export class RawPacker {
  readonly #numbers = new Map<string, number>();
  readonly #known: Known[] = [];

  pack({ selector, since, from, to, outcome }: RawAnswer): PackedRaw {
    const about: PackedRaw = { selector, window: [since, from, to] };
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

type PackedValue = number | readonly [number];

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
    const parsed = v.safeParse(packed, given);
    if (!parsed.success) return undefined;
    const { selector, window, labels = [], series: numbers = [], error, warnings = [], partial } = parsed.output;
    const [since, from, to] = window;
    const about = { selector, since: millis(since), from: millis(from), to: millis(to) };
    if (error) return { ...about, outcome: failed(error) };
    for (const own of labels) this.#known.push({ labels: own, last: 0 });
    const { counts = numbers.map(() => 1), times = [], values = [] } = parsed.output;
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
