import { PER_SECOND, unitOfName } from '../../profile/bucket-unit.ts';
import { type Millis, millis } from '../../units.ts';
import { readNumber } from '../sample-value.ts';
import type { Labels, RangeSeries } from './types.ts';

/**
 * The boundaries at which a native histogram is read: powers of two, which the exponential buckets of every resolution have
 * (schema 0 and finer), from about 1 ms to a minute where it is one of times.
 */
function powersOf({ __name__ = '' }: Labels): readonly number[] {
  const least = Math.round(Math.log2(PER_SECOND[unitOfName(__name__)])) - 10;
  return Array.from({ length: 17 }, (_, i) => 2 ** (i + least));
}
/** Bounds are rounded: they are the same when they differ by less than this part. */
const SAME = 1e-9;

/** In place of a bound: the series of what all observations add up to. */
export const SUM = 'sum';

interface Bucket {
  readonly left: number;
  readonly right: number;
  readonly count: number;
}

interface NativeSample {
  readonly at: Millis;
  readonly count: number;
  readonly sum: number;
  readonly buckets: readonly Bucket[];
}

/**
 * The samples of a native histogram as those of a classic one: a counter for each power of two, for all there is, and the sum. A
 * power that lies within a bucket is left out: how much of that bucket lies below is not known.
 * @param histograms as an answer of Prometheus has them
 * @returns null for what is no native histogram, or one of which no power can be told
 */
export function nativeBuckets(
  metric: Labels,
  histograms: unknown,
  { from, to }: { readonly from: Millis; readonly to: Millis },
): readonly RangeSeries[] | null {
  const samples = readSamples(histograms);
  if (!samples) return null;
  const wanted = samples.filter(({ at }) => at > from && at <= to);
  const powers = powersOf(metric).filter(
    (power) => !samples.some(({ buckets }) => buckets.some((one) => isWithin(power, one))),
  );
  if (powers.length === 0) return null;
  if (wanted.length === 0) return [];
  const counter = (le: string, value: (sample: NativeSample) => number): RangeSeries => ({
    labels: { ...metric, le },
    points: wanted.map((sample) => [sample.at, value(sample)] as const),
  });
  return [
    ...powers.map((power) => counter(`${power}`, ({ buckets }) => upTo(power, buckets))),
    counter('+Inf', ({ count }) => count),
    counter(SUM, ({ sum }) => sum),
  ];
}

const isWithin = (power: number, { left, right }: Bucket): boolean =>
  left < power * (1 - SAME) && right > power * (1 + SAME);

const upTo = (power: number, buckets: readonly Bucket[]): number =>
  buckets.reduce((sum, { right, count }) => (right <= power * (1 + SAME) ? sum + count : sum), 0);

function readSamples(histograms: unknown): readonly NativeSample[] | null {
  if (!Array.isArray(histograms)) return null;
  const samples: NativeSample[] = [];
  for (const sample of histograms as readonly unknown[]) {
    const [time, histogram] = Array.isArray(sample) ? (sample as readonly unknown[]) : [];
    if (typeof time !== 'number' || typeof histogram !== 'object' || histogram === null) return null;
    const { count, sum, buckets = [] } = histogram as Readonly<Record<'count' | 'sum' | 'buckets', unknown>>;
    const total = numberOf(count);
    const read = readBuckets(buckets);
    if (total === null || !read) return null;
    samples.push({
      at: millis(Math.round(time * 1000)),
      count: total,
      sum: numberOf(sum) ?? Number.NaN,
      buckets: read,
    });
  }
  return samples;
}

function readBuckets(buckets: unknown): readonly Bucket[] | null {
  if (!Array.isArray(buckets)) return null;
  const read: Bucket[] = [];
  for (const bucket of buckets as readonly unknown[]) {
    if (!Array.isArray(bucket)) return null;
    // The first says which of its bounds belong to it.
    const [, left, right, count] = (bucket as readonly unknown[]).map(numberOf);
    if (left == null || right == null || count == null) return null;
    read.push({ left, right, count });
  }
  return read;
}

const numberOf = (value: unknown): number | null => (typeof value === 'string' ? readNumber(value) : null);
