/** Whether a sample is a number of events: no counter is negative, and NaN says nothing. */
export const isCount = (value: number | undefined): value is number =>
  value !== undefined && value >= 0 && value < Infinity;

/** Whether a sample of a sum is one: what is added up may be negative. */
export const isSum = (value: number | undefined): value is number => Number.isFinite(value);

/** Index of the first time after `since`; `times` ascend. */
export function firstAfter(times: ArrayLike<number>, since: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? 0) <= since) low = middle + 1;
    else high = middle;
  }
  return low;
}
