import type { Dispersion } from './dispersion.ts';
import { effectiveDispersion, newDispersion } from './dispersion.ts';
import { equalWeights } from './e-process.ts';
import { LN_ZERO, logAdd, logSum } from './log-math.ts';

/**
 * Whether V2 gets the share of requests it was given (sample ratio mismatch): a V2 that answers nobody has no errors. As
 * JSON can hold it.
 */
export interface ShareTest {
  /** ln Π L by alternative, since the start and since every later beginning. */
  readonly below: Bets;
  readonly above: Bets;
  readonly dispersion: Dispersion;
  /** The round before, as a standardised residual; null for the first. */
  residual: number | null;
  requests1: number;
  requests2: number;
  /** Requests that V2 should have had. */
  expected2: number;
}

interface Bets {
  readonly planned: number;
  rounds: number;
  readonly start: number[];
  readonly change: number[];
  logE: number;
}

/** Factors of V2's odds that are bet on, below and above what is tolerated. */
const FACTORS = [1.25, 1.5, 2, 4, 50] as const;
const LN_WEIGHTS = equalWeights(FACTORS.length).lnWeights;

const newBets = (planned: number): Bets => ({
  planned: Math.max(1, Math.round(planned)),
  rounds: 0,
  start: FACTORS.map(() => 0),
  change: FACTORS.map(() => LN_ZERO),
  logE: 0,
});

export const newShareTest = (planned: number): ShareTest => ({
  below: newBets(planned),
  above: newBets(planned),
  dispersion: newDispersion(),
  residual: null,
  requests1: 0,
  requests2: 0,
  expected2: 0,
});

/**
 * Takes in one round. Given the round's requests, V2's are binomial with its share; for a share q' beyond the tolerated
 * edge q, L = (q'/q)^n2·((1 − q')/(1 − q))^n1 has mean 1 at the edge and less within. Balancers that send whole
 * connections vary more than that: ln L is divided by the dispersion, measured from round to round
 * (von Neumann 1941), so that a lasting mismatch does not excuse itself.
 * @param share the configured share of V2, 0 to 1; at 0 and 1 there is nothing to test
 * @param tolerance the share may be off by this factor of itself
 */
export function updateShare(test: ShareTest, n1: number, n2: number, share: number, tolerance: number): void {
  const n = n1 + n2;
  if (n <= 0 || share <= 0 || share >= 1) return;
  const phi = effectiveDispersion(test.dispersion);
  betOn(test.below, n1, n2, share / (1 + tolerance), (factor) => 1 / factor, phi);
  const upper = Math.min(share * (1 + tolerance), (1 + share) / 2);
  betOn(test.above, n1, n2, upper, (factor) => factor, phi);
  const residual = (n2 - n * share) / Math.sqrt(n * share * (1 - share));
  if (test.residual !== null) {
    test.dispersion.chiSquare += (residual - test.residual) ** 2 / 2;
    test.dispersion.degrees += 1;
  }
  test.residual = residual;
  test.requests1 += n1;
  test.requests2 += n2;
  test.expected2 += n * share;
}

function betOn(
  bets: Bets,
  n1: number,
  n2: number,
  edge: number,
  oddsFactor: (factor: number) => number,
  phi: number,
): void {
  bets.rounds += 1;
  const stake = bets.rounds <= bets.planned ? -Math.log(bets.planned) : LN_ZERO;
  FACTORS.forEach((factor, j) => {
    const odds = (edge / (1 - edge)) * oddsFactor(factor);
    const bet = odds / (1 + odds);
    const gain = (n2 * Math.log(bet / edge) + n1 * Math.log((1 - bet) / (1 - edge))) / phi;
    bets.start[j] = (bets.start[j] ?? 0) + gain;
    bets.change[j] = logAdd(bets.change[j] ?? LN_ZERO, stake) + gain;
  });
  const unstaked = bets.rounds < bets.planned ? Math.log((bets.planned - bets.rounds) / bets.planned) : LN_ZERO;
  bets.logE = logAdd(logSum(LN_WEIGHTS, bets.start), logAdd(logSum(LN_WEIGHTS, bets.change), unstaked)) - Math.LN2;
}

/** ln E of the mean of both directions. */
export const shareLogE = ({ below, above }: ShareTest): number => logAdd(below.logE, above.logE) - Math.LN2;
