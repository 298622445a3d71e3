import { type PodSums, type Spread, spreadSince } from '../statistics/spread.ts';

/** A pod of the candidate and its part of what the candidate has more than the baseline since the trouble began, 0 to 1. */
export interface Origin {
  readonly pod: string;
  readonly part: number;
}

/** So many pods are named. */
const NAMED = 3;

/**
 * Which of the candidate's pods its excess comes from, the largest part first: events beyond those that the baseline's
 * rate makes of the pod's requests, over the sum of all that have any. Empty while there is none, and where the
 * candidate has one pod, of which it would say nothing.
 * @param names of the pods, by place
 */
export function originOf(spread: Spread, since: Spread, names: readonly string[]): readonly Origin[] {
  const { n, e, expected }: PodSums = spreadSince(spread, since).candidate;
  if (n.filter((requests) => requests > 0).length < 2) return [];
  const excess = e.map((events, place) => Math.max(0, events - (expected[place] ?? 0)));
  const whole = excess.reduce((sum, one) => sum + one, 0);
  if (whole <= 0) return [];
  return excess
    .map((one, place): Origin => ({ pod: names[place] ?? '', part: one / whole }))
    .filter(({ part }) => part > 0)
    .sort((a, b) => b.part - a.part)
    .slice(0, NAMED);
}
