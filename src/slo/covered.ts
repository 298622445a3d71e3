import type { Seconds } from '../units.ts';

/** A stretch that lacks no more than this share was seen whole: a server may be restarted. */
const WHOLE = 0.99;

/** Whether there is data for all of a stretch. */
export const isSeenWhole = (covered: Seconds, of: Seconds): boolean => covered >= WHOLE * of;

/** Of how much of a window there is data, in seconds and never more than it has; null where that is not known. */
export type CoveredWindow = Seconds | null;

/** So many looks at a window, and at its last part. */
const LOOKS = 720;
const CLOSE_LOOKS = 60;
/** Seconds between two looks, at least: Prometheus answers with a sample for five minutes. */
const COARSE = 60;
const CLOSE = 15;

/**
 * PromQL for how many seconds of a window there is data for. It looks at it as often as at the length of a month every hour; where
 * that finds little, at the last few of those steps closely, so that what a server that was started now has is known to the minute.
 * @param answered PromQL that has an answer wherever the server had data
 */
export function coveredQuery(answered: string, window: Seconds): string {
  const coarse = Math.max(COARSE, Math.ceil(window / LOOKS));
  const close = Math.max(CLOSE, Math.ceil(coarse / CLOSE_LOOKS));
  const few = 6 * coarse;
  const counted = (length: number, step: number) =>
    `${step} * count_over_time(group(${answered})[${length}s:${step}s])`;
  if (window <= few) return counted(window, close);
  return `${counted(window, coarse)} > ${few} or ${counted(few, close)}`;
}
