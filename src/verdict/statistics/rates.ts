import type { Pair } from './e-process.ts';

/** Sums over rounds, from which rates and their difference follow; as JSON can hold it. */
export interface Tally extends Pair {
  /** Σ w, Σ w·e1/n1 and Σ w·e2/n2 with w = n1·n2/(n1 + n2), over rounds in which both versions had requests. */
  weight: number;
  weighted1: number;
  weighted2: number;
  /** Over the same rounds: Σ n2, Σ w²/n1 and Σ w²/n2, from which the variance of the difference follows. */
  paired2: number;
  spread1: number;
  spread2: number;
}

export const newTally = (): Tally => ({
  n1: 0,
  e1: 0,
  n2: 0,
  e2: 0,
  weight: 0,
  weighted1: 0,
  weighted2: 0,
  paired2: 0,
  spread1: 0,
  spread2: 0,
});

export function addToTally(tally: Tally, { n1, e1, n2, e2 }: Pair): void {
  tally.n1 += n1;
  tally.e1 += e1;
  tally.n2 += n2;
  tally.e2 += e2;
  if (!(n1 > 0 && n2 > 0)) return;
  const weight = (n1 * n2) / (n1 + n2);
  tally.weight += weight;
  tally.weighted1 += (weight * e1) / n1;
  tally.weighted2 += (weight * e2) / n2;
  tally.paired2 += n2;
  tally.spread1 += (weight * weight) / n1;
  tally.spread2 += (weight * weight) / n2;
}

/** Events per request; null without requests. */
export const rateOf = (events: number, requests: number): number | null => (requests > 0 ? events / requests : null);

/**
 * p̂2 − p̂1 where the baseline and the candidate are compared within each round (Mantel and Haenszel's weights). With a
 * constant traffic share this is the difference of the two rates. While the candidate's share grows and the rates
 * drift, the plain difference compares the candidate's busy hour with the baseline's quiet one; this one does not. Null
 * until both had requests in one round.
 */
export const difference = ({ weight, weighted1, weighted2 }: Tally): number | null =>
  weight > 0 ? (weighted2 - weighted1) / weight : null;
