import type { PodSums } from './spread.ts';

/** How much V1's pods differ from each other beyond chance. */
export interface BetweenPods {
  /** τ² of a pod's rate, in points squared. */
  readonly variance: number;
  /** Whole degrees of freedom it is known from: of equal pods, one less than there are, and one less for each further zone. */
  readonly degrees: number;
  /** χ² of the pods against their zone, beyond its degrees of freedom, in standard deviations. */
  readonly deviation: number;
}

/**
 * τ² by moments (DerSimonian and Laird 1986): χ² = Σ (e − expected)²/variance has the mean df + τ²·Σ n²(1 − h)/variance, with
 * h the part that a pod has of its zone's requests at the same time. Pods that hardly count hardly tell: degrees are (Σn)²/Σn² less
 * one for each zone, and not as many as there are pods; nor more than Σ (1 − h), for pods that follow one another tell nothing.
 * @param zones of the pods, by place
 */
export function betweenPods({ n, e, expected, variance, beside }: PodSums, zones: readonly number[]): BetweenPods {
  const ofZone: number[] = [];
  n.forEach((requests, place) => {
    const zone = zones[place] ?? 0;
    ofZone[zone] = (ofZone[zone] ?? 0) + requests;
  });
  let [chiSquare, degrees, weight, contributed, squared, together] = [0, 0, 0, 0, 0, 0];
  n.forEach((requests, place) => {
    const chance = variance[place] ?? 0;
    if (requests <= 0) return;
    contributed += requests;
    squared += requests ** 2;
    const free = (beside[place] ?? 0) / requests;
    together += free;
    if (chance <= 0) return;
    chiSquare += ((e[place] ?? 0) - (expected[place] ?? 0)) ** 2 / chance;
    degrees += free;
    weight += (requests ** 2 / chance) * free;
  });
  const used = ofZone.filter((requests) => requests > 0).length;
  const known = squared > 0 ? contributed ** 2 / squared - used : 0;
  return {
    variance: weight > 0 ? Math.max(0, (chiSquare - degrees) / weight) : 0,
    degrees: Math.max(0, Math.round(Math.min(known, together))),
    deviation: degrees > 0 ? (chiSquare - degrees) / Math.sqrt(2 * degrees) : 0,
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
