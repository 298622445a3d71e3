/**
 * Upper end of the one-sided Clopper-Pearson interval: the largest probability under which so few events in so many trials
 * are not rarer than 1 − confidence. Exact, by bisection of the binomial's distribution function.
 */
export function upperBound(events: number, trials: number, confidence = 0.95): number {
  if (events >= trials) return 1;
  let low = events / trials;
  let high = 1;
  for (let i = 0; i < 60; i += 1) {
    const middle = (low + high) / 2;
    if (atMost(events, trials, middle) > 1 - confidence) low = middle;
    else high = middle;
  }
  return high;
}

/** Lower end: the smallest probability under which so many events are not rarer than 1 − confidence. */
export const lowerBound = (events: number, trials: number, confidence = 0.95): number =>
  1 - upperBound(trials - events, trials, confidence);

/** P(X ≤ events) for a binomial. */
function atMost(events: number, trials: number, p: number): number {
  if (p <= 0) return 1;
  if (p >= 1) return 0;
  let lnTerm = trials * Math.log1p(-p);
  let sum = Math.exp(lnTerm);
  for (let k = 1; k <= events; k += 1) {
    lnTerm += Math.log((trials - k + 1) / k) + Math.log(p) - Math.log1p(-p);
    sum += Math.exp(lnTerm);
  }
  return sum;
}
