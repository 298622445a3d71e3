import { nextScrape, type TrackedTarget } from './tracked.ts';

/** So many scrapes without a sample and a target counts as gone: no round waits for it. */
export const GONE_AFTER = 3;

/**
 * When the next round closes, or null when that is not known up to `horizon`. Pods are scraped at moments of their
 * own, so a round closes once every pod that is alive has been scraped again, and at the latest one scrape interval after
 * its first sample. It depends on the times of samples alone, never on when one looked: a room that watched all
 * along, one that was restarted and one opened on a past instant count the same rounds.
 * @param closedAt when the round before closed; null for the first
 * @param step the scrape interval in milliseconds
 * @param startAt the ring's start: no round holds samples from both sides of it
 */
export function nextClose(
  targets: readonly TrackedTarget[],
  closedAt: number | null,
  step: number,
  startAt: number,
  horizon: number,
): number | null {
  let first = Infinity;
  for (const target of targets) first = Math.min(first, nextScrape(target));
  if (first > horizon) return null;
  let complete = -Infinity;
  for (const target of targets) {
    if (target.last !== null && target.last > first - GONE_AFTER * step)
      complete = Math.max(complete, nextScrape(target));
  }
  const deadline = Math.max(first, closedAt ?? first) + step - 1;
  const close = complete >= first && complete <= deadline ? complete : deadline;
  const at = first <= startAt && close > startAt ? startAt : close;
  return at <= horizon ? at : null;
}
