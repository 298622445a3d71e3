/** Stands for ln 0 and, unlike −∞, survives being written as JSON. */
export const LN_ZERO = -1e300;

/** Differences of logarithms beyond this are lost in a double: e^−37 < 2^−53. */
const LOST = 37;

/** ln(e^a + e^b) without overflow. */
export function logAdd(a: number, b: number): number {
  const high = Math.max(a, b);
  const gap = Math.min(a, b) - high;
  return gap < -LOST ? high : high + Math.log1p(Math.exp(gap));
}

/** e^(a − high), 0 when that is lost beside 1. */
export const relative = (a: number, high: number): number => (a - high < -LOST ? 0 : Math.exp(a - high));

/** ln Σ e^(lnWeight_i + x_i) without overflow; LN_ZERO for nothing. */
export function logSum(lnWeights: ArrayLike<number>, values: ArrayLike<number>): number {
  const { length } = values;
  let high = LN_ZERO;
  for (let i = 0; i < length; i += 1) high = Math.max(high, (lnWeights[i] ?? 0) + (values[i] ?? 0));
  if (high <= LN_ZERO) return LN_ZERO;
  let sum = 0;
  for (let i = 0; i < length; i += 1) sum += relative((lnWeights[i] ?? 0) + (values[i] ?? 0), high);
  return high + Math.log(sum);
}
