import { type Band, mixtureRadius } from './confidence.ts';
import type { Pair } from './e-process.ts';

/** Sums over rounds from which the difference of two means and its confidence sequence follow; as JSON can hold it. */
export interface MeanDifference {
  /** Σ w and Σ w·X with X = m2 − m1 and w = n1·n2/(n1 + n2). */
  weight: number;
  weighted: number;
  /** Σ w², Σ w²·X, Σ w²·X² and Σ w²·s², s² being the variance of X by chance. */
  squared: number;
  linear: number;
  quadratic: number;
  chance: number;
  /** η: the band is narrowest where V is as much as that. */
  mixture: number;
}

export const newMeanDifference = (): MeanDifference => ({
  weight: 0,
  weighted: 0,
  squared: 0,
  linear: 0,
  quadratic: 0,
  chance: 0,
  mixture: 0,
});

/** The band is narrowest after so many rounds like the first. */
const ROUNDS = 60;

/** @param variances σ² of one case of each version, known before the round */
export function addDifference(
  sums: MeanDifference,
  { n1, e1, n2, e2 }: Pair,
  { v1, v2 }: { readonly v1: number; readonly v2: number },
): void {
  const x = e2 / n2 - e1 / n1;
  const weight = (n1 * n2) / (n1 + n2);
  const square = weight ** 2;
  const chance = square * (v1 / n1 + v2 / n2);
  sums.weight += weight;
  sums.weighted += weight * x;
  sums.squared += square;
  sums.linear += square * x;
  sums.quadratic += square * x ** 2;
  sums.chance += chance;
  if (sums.mixture === 0) sums.mixture = ROUNDS * chance;
}

/**
 * The difference of the means with its confidence sequence: all Δ for which |Σ w·(X − Δ)| stays below the normal mixture's bound for
 * V(Δ) = Σ w²·((X − Δ)² + 2·s²)/3 (as the bet's, and Howard et al., Ann. Stat. 49, 2021, eq. 14). Null while nothing can be compared; infinite
 * where few rounds bound nothing.
 */
export function meanBand(sums: MeanDifference, alpha: number): ({ readonly value: number } & Band) | null {
  const { weight, weighted } = sums;
  if (!(weight > 0)) return null;
  const value = weighted / weight;
  return { value, lower: edge(sums, value, alpha, -1), upper: edge(sums, value, alpha, 1) };
}

/** Doublings of the distance within which a bound is looked for. */
const DOUBLINGS = 40;

function edge(sums: MeanDifference, value: number, alpha: number, direction: 1 | -1): number {
  const isAllowed = (distance: number) => {
    const delta = value + direction * distance;
    const { squared, linear, quadratic, chance, weight, mixture } = sums;
    const variance = (Math.max(0, quadratic - 2 * delta * linear + delta ** 2 * squared) + 2 * chance) / 3;
    return distance * weight < mixtureRadius(variance, alpha, mixture);
  };
  let far = Math.sqrt(sums.chance) / sums.weight;
  for (let i = 0; isAllowed(far); i += 1) {
    if (i === DOUBLINGS) return direction * Infinity;
    far *= 2;
  }
  let near = 0;
  for (let i = 0; i < 50; i += 1) {
    const middle = (near + far) / 2;
    if (isAllowed(middle)) near = middle;
    else far = middle;
  }
  return value + direction * far;
}

/** The sums as they will be after so many times what was heard so far. */
export function prolonged(sums: MeanDifference, times: number): MeanDifference {
  const { mixture, ...rest } = sums;
  const grown = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, value * times]));
  return { ...sums, ...grown, mixture };
}
