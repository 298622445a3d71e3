import { type Alternatives, equalWeights, weightsOf } from '../statistics/e-process.ts';
import type { Proportion } from './proportion.ts';

/** How many points the candidate's error rate may be above what is tolerated, and how much of the wealth is bet on each. */
export const EFFECTS = [0.005, 0.01, 0.02, 0.05, 0.1] as const;
const WEIGHTS = weightsOf([0.15, 0.15, 0.4, 0.2, 0.1]);

/**
 * Bets on absolute effects δ: r_j = 1 + δ_j/(r0·p̂1), p̂1 from the baseline's past alone, which keeps the bet fair.
 * With half an event and one request added, because a past without errors does not mean a rate of 0. Ratios are unknown
 * (null) before the baseline had a request: then the round is bet on a grid of ratios.
 */
export function errorAlternatives({ past }: Pick<Proportion, 'past'>, tolerated: number): Alternatives {
  if (past.n <= 0) return { ...WEIGHTS, ratios: null };
  const rate = tolerated * ((past.e + 0.5) / (past.n + 1));
  return { ...WEIGHTS, ratios: EFFECTS.map((effect) => 1 + effect / rate) };
}

/** A grid of ratios that is bet on all along, in equal parts. */
export const ratioGrid = (ratios: readonly number[]): Alternatives => ({ ...equalWeights(ratios.length), ratios });
