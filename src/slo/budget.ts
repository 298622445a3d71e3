import { type Ratio, ratio, type Seconds, seconds } from '../units.ts';

/** A number that may not be known; NaN is none, it is what 0/0 gives. */
type Maybe = number | null;

/** Share of all that may be bad: 0.001 of an objective of 0.999, without what floats add to it. */
export const allowedErrors = (objective: number): Ratio => ratio(Number((1 - objective).toFixed(14)));

/**
 * The ratio as it counts: between 0 and 1. Counters that are read at different instants may give a little less or more;
 * what is not finite is no ratio.
 */
const asRatio = (value: Maybe): Maybe =>
  value === null || !Number.isFinite(value) ? null : Math.min(1, Math.max(0, value));

/**
 * Share of the error budget that is left, as it can be: 1 while nothing was bad, 0 when all that may be bad was, and what
 * nothing but errors would leave at least. Null where it is no number.
 */
export const asLeft = (left: number, objective: number): Ratio | null =>
  Number.isFinite(left) ? ratio(Math.min(1, Math.max(1 - 1 / allowedErrors(objective), left))) : null;

/** The share of what was good that leaves so much of the budget. */
export const goodOf = (left: number, objective: number): number => 1 - (1 - left) * allowedErrors(objective);

/** How many times faster than allowed the budget is spent: at 1 it lasts exactly as long as its window. */
export function burnRate(errors: Maybe, objective: number): number | null {
  const known = asRatio(errors);
  return known === null ? null : known / allowedErrors(objective);
}

/**
 * Time until the budget is gone, if errors go on at this rate and no old ones leave the window. Zero when it is gone; null
 * where that is not known, or not within the window: by then today's errors have left it.
 */
export function timeLeft(left: Maybe, burn: Maybe, window: Seconds): Seconds | null {
  if (left === null || Number.isNaN(left)) return null;
  if (left <= 0) return seconds(0);
  if (burn === null || Number.isNaN(burn) || burn <= 0) return null;
  const until = (left * window) / burn;
  return until <= window ? seconds(until) : null;
}
