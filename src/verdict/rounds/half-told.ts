import type { MetricOptions } from '../options.ts';
import type { TrackedSeries, TrackedTarget } from './tracked.ts';

/**
 * Whether a pod tells the cases of a metric up to `at` without what they add up to, or the other way round: a sum that became NaN, or is
 * not scraped, is not 0. Neither is counted then; both are once both are told. A pod without a success so far may lack their counter.
 */
export function isHalfTold(
  { series }: TrackedTarget,
  metric: number,
  kind: MetricOptions['kind'],
  at: number,
): boolean {
  let [cases, sum, known] = [false, false, false];
  for (const { role, times, head } of series) {
    if ((role.kind !== 'cases' && role.kind !== 'sum') || role.metric !== metric) continue;
    const isTold = (times[head] ?? Infinity) <= at;
    if (role.kind === 'cases') cases ||= isTold;
    else {
      known = true;
      sum ||= isTold;
    }
  }
  return cases !== sum && (sum || known || kind === 'mean');
}

/** So many samples wait at most for what belongs to them. */
const WAITING = 240;

/** What has waited for too long is counted nowhere. */
export function forgetLong(series: TrackedSeries): void {
  const last = series.times.length - 1;
  if (last - series.head < WAITING) return;
  series.time = series.times[last] ?? series.time;
  series.value = series.values[last] ?? series.value;
  series.head = series.times.length;
}
