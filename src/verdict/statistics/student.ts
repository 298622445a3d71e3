/** From so many degrees on the quantile is hardly smaller: it is taken as at so many. */
const MOST = 60;
const known = new Map<string, number>();

/**
 * Quantile of Student's t: what it exceeds with the chance `level`. By bisection of the exact distribution function for
 * whole degrees of freedom (Abramowitz and Stegun 26.7.3 and 26.7.4).
 * @param level one-sided, below ½ @param degrees whole and positive
 */
export function studentQuantile(level: number, degrees: number): number {
  const n = Math.min(MOST, degrees);
  const name = `${level} ${n}`;
  const found = known.get(name);
  if (found !== undefined) return found;
  let low = 0;
  let high = Math.PI / 2;
  for (let i = 0; i < 60; i += 1) {
    const middle = (low + high) / 2;
    if (exceeding(middle, n) > level) low = middle;
    else high = middle;
  }
  const quantile = Math.sqrt(n) * Math.tan(high);
  known.set(name, quantile);
  return quantile;
}

/** P(T > √n·tan θ). */
function exceeding(theta: number, n: number): number {
  const [sine, cosine] = [Math.sin(theta), Math.cos(theta)];
  const odd = n % 2 === 1;
  let term = odd ? cosine : 1;
  let sum = n === 1 ? 0 : term;
  for (let k = odd ? 3 : 2; k <= n - 2; k += 2) {
    term *= (cosine * cosine * (k - 1)) / k;
    sum += term;
  }
  const within = odd ? (2 / Math.PI) * (theta + sine * sum) : sine * sum;
  return (1 - within) / 2;
}
