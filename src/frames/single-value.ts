import type { InstantResult, RangeResult, RangeSeries } from '../sources/prometheus/types.ts';
import type { Millis } from '../units.ts';

/** Trends are of queries that answer one series at a time; anything else leaves a blank. */
export function singleValue({ samples }: InstantResult): number {
  return samples.length === 1 ? (samples[0]?.value ?? Number.NaN) : Number.NaN;
}

/**
 * The same at every step of a range, ascending. Series that follow each other, such as those of a pod and its successor,
 * are one past; where two overlap it is blank.
 */
export function singleValues({ series }: RangeResult): RangeSeries['points'] {
  const [first, ...others] = series;
  // The usual: there is nothing to be put together.
  if (first !== undefined && others.length === 0 && ascends(first)) return first.points;
  const values = new Map<Millis, number>();
  for (const { points } of series) {
    for (const [at, value] of points) values.set(at, values.has(at) ? Number.NaN : value);
  }
  return [...values].sort(([a], [b]) => a - b);
}

const ascends = ({ points }: RangeSeries): boolean =>
  points.every(([at], i) => at > (points[i - 1]?.[0] ?? Number.NEGATIVE_INFINITY));
