import type { PodSums } from './spread.ts';

/** How much the baseline's pods differ from each other beyond chance. */
export interface BetweenPods {
  /** τ² of a pod's rate, in points squared. */
  readonly variance: number;
  /** Whole degrees of freedom it is known from: of equal pods, one less than there are, and one less for each further zone. */
  readonly degrees: number;
  /** χ² of the pods against their zone, beyond its degrees of freedom, in standard deviations. */
  readonly deviation: number;
}

/** What τ² is reckoned from: sums over pods, which may be added up over times. */
export interface PodMoments {
  /** Σ ((e − expected)² − its mean if pods are alike), and by how much its mean grows with τ². */
  excess: number;
  weight: number;
  /** χ² = Σ (e − expected)²/variance, and its mean and variance if pods are alike: few events make it vary more. */
  chiSquare: number;
  degrees: number;
  doubt: number;
}

export const newMoments = (): PodMoments => ({ excess: 0, weight: 0, chiSquare: 0, degrees: 0, doubt: 0 });

/**
 * (e − expected)² has the mean (1 − h)·(variance + n²·τ²), with h the part that a pod has of its zone's requests at the same time.
 * It is not divided by its variance before it is summed: times in which a pod is in trouble have a greater one and would count less.
 */
export function momentsOf(sums: PodSums): PodMoments {
  const moments = newMoments();
  sums.n.forEach((requests, place) => {
    if (requests <= 0) return;
    const chance = sums.variance[place] ?? 0;
    const free = freeOf(sums, place);
    moments.excess += excessOf(sums, place);
    moments.weight += requests ** 2 * free;
    if (chance <= 0) return;
    moments.chiSquare += squareOf(sums, place) / chance;
    moments.degrees += free;
    moments.doubt += 2 * free + free ** 2 / chance;
  });
  return moments;
}

const freeOf = ({ n, beside }: PodSums, place: number) => (beside[place] ?? 0) / (n[place] || 1);
const squareOf = ({ e, expected }: PodSums, place: number) => ((e[place] ?? 0) - (expected[place] ?? 0)) ** 2;

/** By how much a pod is further off the others, in events squared, than by chance. */
export const excessOf = (sums: PodSums, place: number): number =>
  squareOf(sums, place) - (sums.variance[place] ?? 0) * freeOf(sums, place);

/** τ² by moments (Cochran 1954), and by how many standard deviations pods differ by more than chance. */
export const variation = ({ excess, weight, chiSquare, degrees, doubt }: PodMoments) => ({
  variance: weight > 0 ? Math.max(0, excess / weight) : 0,
  deviation: doubt > 0 ? (chiSquare - degrees) / Math.sqrt(doubt) : 0,
});

/**
 * Pods that hardly count hardly tell: degrees are (Σn)²/Σn² less one for each zone, and not as many as there are pods; nor more
 * than Σ (1 − h), for pods that follow one another tell nothing.
 * @param zones of the pods, by place
 */
export function betweenPods(sums: PodSums, zones: readonly number[]): BetweenPods {
  const { n, beside } = sums;
  const met = new Set<number>();
  let together = 0;
  n.forEach((requests, place) => {
    if (requests <= 0) return;
    met.add(zones[place] ?? 0);
    together += (beside[place] ?? 0) / requests;
  });
  const known = equalPods(sums) - met.size;
  const moments = momentsOf(sums);
  return {
    ...variation({ ...moments, doubt: 2 * moments.degrees }),
    degrees: Math.max(0, Math.round(Math.min(known, together))),
  };
}

/** As many pods of equal size as vary as these do: (Σn)²/Σn². */
export function equalPods({ n }: PodSums): number {
  let [sum, squares] = [0, 0];
  for (const requests of n) {
    sum += requests;
    squares += requests ** 2;
  }
  return squares > 0 ? sum ** 2 / squares : 0;
}

/**
 * How much pods differ from what they have in common, beyond the baseline at the same time: a difference that all share
 * is left out.
 */
export function ownVariation(sums: PodSums): BetweenPods {
  const { n, e, expected } = sums;
  const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
  const [requests, events] = [sum(n), sum(e)];
  const more = requests > 0 ? (events - sum(expected)) / requests : 0;
  const rate = requests > 0 ? events / requests : 0;
  const alike: PodSums = {
    n,
    e,
    expected: expected.map((value, place) => value + more * (n[place] ?? 0)),
    variance: n.map((value) => value * rate * (1 - rate)),
    beside: n.map((value) => value * (1 - value / requests)),
  };
  return { ...variation(momentsOf(alike)), degrees: Math.max(0, Math.round(equalPods(sums) - 1)) };
}
