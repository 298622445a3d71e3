import type { Side } from '../counters/samples.ts';
import { nextScrape, scrapeFrom, scrapeUpTo, type TrackedTarget } from './tracked.ts';

/** So many scrapes without a sample and a target counts as gone: no round waits for it. */
export const GONE_AFTER = 3;

/** Up to when a round takes the samples of each version. */
export type Closing = Readonly<Record<Side, number>>;

/**
 * When the next round closes, or null when that is not known up to `horizon`. Pods are scraped at moments of their own,
 * so the baseline and the candidate never count the very same time. Trouble that both share would show in the candidate
 * first, as if it were the candidate's own, whenever it began between their scrapes. So the baseline is heard last: a
 * round takes the candidate until each of its pods has been scraped, and the baseline until each of its own has been
 * scraped then or later. Whatever happened while the candidate was counted is in the baseline's counts too, by the end
 * of the round.
 *
 * For a pod that is late a round waits one scrape interval; for a candidate of which nothing is heard, until that
 * counts as gone. All depends on the times of samples alone, never on when one looked: a room that watched all along,
 * one that was restarted and one opened on a past instant count the same rounds.
 * @param closed the round before; null for the first
 * @param step the scrape interval in milliseconds
 * @param startAt the ring's start: no round holds samples from both sides of it
 */
export function nextClose(
  targets: readonly TrackedTarget[],
  closed: Closing | null,
  step: number,
  startAt: number,
  horizon: number,
): Closing | null {
  let first = Infinity;
  for (const target of targets) first = Math.min(first, nextScrape(target));
  if (first > horizon) return null;
  const gone = first - GONE_AFTER * step;
  const alive = targets.filter(({ last }) => last !== null && last > gone);
  const candidate = closeCandidate(targets, alive, closed, first, step, horizon);
  const baseline = closeBaseline(alive, closed, candidate, step);
  const close =
    first <= startAt && baseline > startAt ? { baseline: startAt, candidate: startAt } : { baseline, candidate };
  return close.baseline <= horizon ? close : null;
}

/**
 * The last sample of the candidate that the round takes; without any, where the baseline's round begins to close.
 * Infinity beyond the horizon.
 */
function closeCandidate(
  targets: readonly TrackedTarget[],
  alive: readonly TrackedTarget[],
  closed: Closing | null,
  first: number,
  step: number,
  horizon: number,
): number {
  const living = alive.filter(({ side }) => side === 'candidate');
  const begun = earliest(living);
  const given = Math.max(first, closed?.candidate ?? first) + GONE_AFTER * step;
  let until: number;
  if (living.length === 0) until = alive.length > 0 ? closeBaseline(alive, closed, first, step) : first + step - 1;
  else if (begun >= given) until = given - 1;
  else {
    const deadline = Math.max(begun, closed?.candidate ?? begun) + step - 1;
    // What the candidate counted before the baseline's last round closed waits for nothing.
    until = Math.max(Math.min(latest(living), deadline), closed?.baseline ?? 0);
  }
  if (until > horizon) return Infinity;
  let last: number | null = null;
  for (const target of targets) {
    const at = target.side === 'candidate' ? scrapeUpTo(target, until) : null;
    if (at !== null) last = Math.max(last ?? at, at);
  }
  return last ?? until;
}

/** When every baseline pod that is alive has been scraped at `since` or later, or has had the time for it. */
function closeBaseline(alive: readonly TrackedTarget[], closed: Closing | null, since: number, step: number): number {
  const from = Math.max(since, closed?.baseline ?? since);
  let complete = from;
  for (const target of alive) if (target.side === 'baseline') complete = Math.max(complete, scrapeFrom(target, since));
  return Math.min(complete, from + step - 1);
}

const earliest = (targets: readonly TrackedTarget[]) =>
  targets.reduce((least, target) => Math.min(least, nextScrape(target)), Infinity);
const latest = (targets: readonly TrackedTarget[]) =>
  targets.reduce((most, target) => Math.max(most, nextScrape(target)), -Infinity);
