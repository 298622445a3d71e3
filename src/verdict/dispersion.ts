/** How much more V1's pods differ among each other than chance allows, learnt round by round; as JSON can hold it. */
export interface Dispersion {
  /** Σ Pearson χ² over rounds, and its degrees of freedom. */
  chiSquare: number;
  degrees: number;
}

export const newDispersion = (): Dispersion => ({ chiSquare: 0, degrees: 0 });

/**
 * Adds one round: χ² = Σ_pods (e_i − n_i·p)² / (n_i·p·(1 − p)) with p the round's pooled rate, degrees = pods − 1. Given
 * the total, its mean under equal rates is (pods − 1)·N/(N − 1) whatever the size of the counts, so sparse counts do not
 * bias it. Rounds without an event, or without anything else, say nothing.
 */
export function learnDispersion(
  dispersion: Dispersion,
  requests: ArrayLike<number>,
  events: ArrayLike<number>,
  pods: number,
): void {
  let n = 0;
  let e = 0;
  let reporting = 0;
  for (let i = 0; i < pods; i += 1) {
    const of = requests[i] ?? 0;
    if (of <= 0) continue;
    n += of;
    e += events[i] ?? 0;
    reporting += 1;
  }
  if (reporting < 2 || e <= 0 || e >= n) return;
  const p = e / n;
  let sum = 0;
  for (let i = 0; i < pods; i += 1) {
    const of = requests[i] ?? 0;
    if (of <= 0) continue;
    const off = (events[i] ?? 0) - of * p;
    sum += (off * off) / of;
  }
  dispersion.chiSquare += sum / (p * (1 - p));
  dispersion.degrees += reporting - 1;
}

/** What chance alone may add to χ² and still count as chance: two standard deviations. */
const chance = (degrees: number) => degrees + 2 * Math.sqrt(2 * degrees);
/** The dispersion is estimated from few pods: it is taken somewhat larger than it seems. */
const CAUTION = 1.3;

/** φ by which evidence is divided: 1 while pods differ no more than by chance, else 1.3·Σχ²/Σdf (quasi-likelihood). */
export function effectiveDispersion({ chiSquare, degrees }: Dispersion): number {
  if (degrees === 0 || chiSquare <= chance(degrees)) return 1;
  return Math.max(1, (CAUTION * chiSquare) / degrees);
}
