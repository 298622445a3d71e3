/** "High" when the whole interval of the shift lies above this part of it. */
const TOLERANCE = 0.25;
/** Φ⁻¹(0.99): two-sided 98 %. */
const QUANTILE = 2.3263479;

export type Classification = 'pass' | 'high' | 'no data';

/**
 * Kayenta's word on one metric of which an increase fails: a Mann-Whitney test with the confidence interval of the shift that R's
 * `wilcox.test` has by its normal approximation, and the Hodges-Lehmann estimate of it; the effect, a ratio of means, must be at least 1.
 */
export function classify(control: readonly number[], experiment: readonly number[]): Classification {
  if (control.length === 0 || experiment.length === 0) return 'no data';
  const distinct = [new Set(control).size, new Set(experiment).size];
  if (new Set([...control, ...experiment]).size === 1) return 'pass';
  // Where each version has one value only, the judge adds a little noise to it: there are no ties then.
  const ties = distinct.every((count) => count === 1) ? 0 : tiesOf(control) + tiesOf(experiment);
  const { lower, estimate } = shiftOf(control, experiment, ties);
  const effect = mean(experiment) / mean(control);
  const isLarge = !Number.isFinite(effect) || effect === 0 || effect >= 1;
  return lower > TOLERANCE * Math.abs(estimate) && isLarge ? 'high' : 'pass';
}

/**
 * Where the test statistic, as a function of the shift, crosses its quantile: it only changes at the differences of two points, so
 * that no root has to be searched for.
 */
function shiftOf(control: readonly number[], experiment: readonly number[], ties: number) {
  const [m, n] = [experiment.length, control.length];
  const all = m + n;
  const shifts = Float64Array.from(
    { length: m * n },
    (_, i) => (experiment[i % m] ?? 0) - (control[Math.floor(i / m)] ?? 0),
  );
  shifts.sort();
  const deviation = Math.sqrt(((m * n) / 12) * (all + 1 - ties / (all * (all - 1))));
  const rank = Math.max(1, Math.ceil((m * n) / 2 - 0.5 - QUANTILE * deviation));
  const middle = (shifts[(m * n - 1) >> 1] ?? 0) + (shifts[(m * n) >> 1] ?? 0);
  return { lower: shifts[rank - 1] ?? 0, estimate: middle / 2 };
}

/** Σ t³ − t over values that occur t times. */
function tiesOf(values: readonly number[]): number {
  const times = new Map<number, number>();
  for (const value of values) times.set(value, (times.get(value) ?? 0) + 1);
  return [...times.values()].reduce((sum, t) => sum + t ** 3 - t, 0);
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
