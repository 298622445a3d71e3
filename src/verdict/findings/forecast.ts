import { isWithin, type Margins } from '../statistics/confidence.ts';
import type { Tally } from '../statistics/rates.ts';

/**
 * ln E that one request of the candidate is worth if the candidate's rate is p2 and the baseline's p1, the baseline
 * having `per2` requests to each of the candidate's: I = p2·ln r − (p2 + p1·per2)·ln(1 + (r − 1)·s), r = p2/(r0·p1), s
 * = r0/(r0 + per2); 0 if the candidate is not worse.
 */
export function information(p1: number, p2: number, per2: number, tolerated: number): number {
  if (!(p1 > 0) || p2 <= tolerated * p1) return 0;
  const ratio = p2 / (tolerated * p1);
  const share = tolerated / (tolerated + per2);
  return Math.max(0, p2 * Math.log(ratio) - (p2 + p1 * per2) * Math.log1p((ratio - 1) * share));
}

/**
 * The candidate's requests until FAIL, if the rates stay: about (ln(1/α) − ln E)/I, Wald's approximation. Infinity if never.
 */
export function requestsToFail(
  logE: number,
  threshold: number,
  p1: number,
  p2: number,
  per2: number,
  tolerated: number,
  dispersion: number,
): number {
  const each = information(p1, p2, per2, tolerated) / dispersion;
  return each > 0 ? Math.max(0, threshold - logE) / each : Infinity;
}

/** Beyond so many requests there is no point in naming a number. */
const ENOUGH = 1e12;

/**
 * The candidate's requests, counted from the start, at which the upper confidence sequence falls within the margins if
 * rates and share stay. Infinity if the candidate is beyond them already.
 * @param p2 the candidate's rate as it is expected to stay
 */
export function requestsToPass(
  p1: number,
  p2: number,
  per2: number,
  margins: Margins,
  alpha: number,
  dispersion: number,
): number {
  const passes = (n2: number) => isWithin(constant(n2, per2, p1, p2), margins, alpha, dispersion);
  if (!passes(ENOUGH)) return Infinity;
  let high = 100;
  while (!passes(high)) {
    high *= 2;
  }
  let low = high / 2;
  while (high - low > high / 1000) {
    const middle = (low + high) / 2;
    if (passes(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** What would be counted at constant rates and share. */
function constant(n2: number, per2: number, p1: number, p2: number): Tally {
  const n1 = n2 * per2;
  const weight = (n1 * n2) / (n1 + n2);
  return {
    n1,
    n2,
    e1: n1 * p1,
    e2: n2 * p2,
    weight,
    weighted1: weight * p1,
    weighted2: weight * p2,
    paired2: n2,
    spread1: (weight * weight) / n1,
    spread2: (weight * weight) / n2,
  };
}
