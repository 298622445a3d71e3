import { type Counts, total } from '../rounds/round.ts';
import { type ChiSquare, excess } from '../statistics/dispersion.ts';
import { equalWeights, stakeOf, unstakedAfter } from '../statistics/e-process.ts';
import { LN_ZERO, logAdd, logSum } from '../statistics/log-math.ts';

/**
 * Whether the candidate gets the share of requests it was given (sample ratio mismatch): a candidate that answers
 * nobody has no errors. As JSON can hold it.
 */
export interface ShareTest {
  /** ln Π L by alternative, since the start and since every later beginning. */
  readonly below: Bets;
  readonly above: Bets;
  readonly dispersion: ChiSquare;
  /** The round before, as a standardised residual; null for the first. */
  residual: number | null;
  /** Of complete rounds: requests, and those that the candidate should have had. */
  requests: number;
  requests2: number;
  expected2: number;
  /** The same of late. */
  recent2: number;
  recentExpected2: number;
  /** Counted since the last complete round. */
  waiting1: number;
  waiting2: number;
  /** How long a pod of each was counted meanwhile, in milliseconds. */
  time1: number;
  time2: number;
}

interface Bets {
  readonly planned: number;
  rounds: number;
  readonly start: number[];
  readonly change: number[];
  logE: number;
}

/** Factors of the candidate's odds that are bet on, below and above what is tolerated. */
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
  dispersion: { chiSquare: 0, degrees: 0 },
  residual: null,
  requests: 0,
  requests2: 0,
  expected2: 0,
  recent2: 0,
  recentExpected2: 0,
  waiting1: 0,
  waiting2: 0,
  time1: 0,
  time2: 0,
});

/** Requests of times less alike than this cannot be compared. */
const ALIKE = 0.9;
/** What is kept of "of late" from round to round: half of it after about five. */
const KEPT = 0.87;

/**
 * Hears one round. Requests are summed up until every pod has been scraped again, because a scrape that is missed is
 * not traffic that is missed; and what a restart lost, an arrival did not tell, or the baseline counted for longer than
 * the candidate is no sign of anything: that sum is dropped. What young and lingering pods answered was sent to their
 * version as well.
 * @param share the configured share of the candidate over the whole round; null when it changed or is not known
 */
export function hearShare(
  test: ShareTest,
  baseline: Counts,
  candidate: Counts,
  share: number | null,
  tolerance: number,
): void {
  test.waiting1 += total(baseline.requests, baseline.pods) + baseline.held;
  test.waiting2 += total(candidate.requests, candidate.pods) + candidate.held;
  test.time1 += baseline.watched / Math.max(1, baseline.reporting);
  test.time2 += candidate.watched / Math.max(1, candidate.reporting);
  const unsure = [baseline, candidate].some(({ arrivals, restarts }) => arrivals + restarts > 0);
  const whole = [baseline, candidate].every(({ reporting, alive }) => reporting >= alive);
  if (!unsure && share !== null && !whole) return;
  const alike = Math.min(test.time1, test.time2) >= ALIKE * Math.max(test.time1, test.time2);
  if (!unsure && share !== null && alike) updateShare(test, test.waiting1, test.waiting2, share, tolerance);
  test.waiting1 = 0;
  test.waiting2 = 0;
  test.time1 = 0;
  test.time2 = 0;
}

/**
 * Takes in the requests of both versions. Given the round's requests, the candidate's are binomial with its share; for
 * a share q' beyond the tolerated edge q, L = (q'/q)^n2·((1 − q')/(1 − q))^n1 has mean 1 at the edge and less within.
 * Balancers that send whole connections vary more than that: ln L is divided by the dispersion, measured from round to
 * round (von Neumann 1941), so that a lasting mismatch does not excuse itself.
 * @param share the configured share of the candidate, 0 to 1; at 0 and 1 there is nothing to test
 * @param tolerance the share may be off by this factor of itself
 */
export function updateShare(test: ShareTest, n1: number, n2: number, share: number, tolerance: number): void {
  const n = n1 + n2;
  if (n <= 0 || share <= 0 || share >= 1) return;
  const phi = excess(test.dispersion);
  betOn(test.below, n1, n2, share / (1 + tolerance), (factor) => 1 / factor, phi);
  const upper = Math.min(share * (1 + tolerance), (1 + share) / 2);
  betOn(test.above, n1, n2, upper, (factor) => factor, phi);
  const residual = (n2 - n * share) / Math.sqrt(n * share * (1 - share));
  if (test.residual !== null) {
    test.dispersion.chiSquare += (residual - test.residual) ** 2 / 2;
    test.dispersion.degrees += 1;
  }
  test.residual = residual;
  test.requests += n;
  test.requests2 += n2;
  test.expected2 += n * share;
  test.recent2 = test.recent2 * KEPT + n2;
  test.recentExpected2 = test.recentExpected2 * KEPT + n * share;
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
  const stake = Math.log(stakeOf(bets.rounds, bets.planned));
  FACTORS.forEach((factor, j) => {
    const odds = (edge / (1 - edge)) * oddsFactor(factor);
    const bet = odds / (1 + odds);
    const gain = (n2 * Math.log(bet / edge) + n1 * Math.log((1 - bet) / (1 - edge))) / phi;
    bets.start[j] = (bets.start[j] ?? 0) + gain;
    bets.change[j] = logAdd(bets.change[j] ?? LN_ZERO, stake) + gain;
  });
  const unstaked = Math.log(unstakedAfter(bets.rounds, bets.planned));
  bets.logE = logAdd(logSum(LN_WEIGHTS, bets.start), logAdd(logSum(LN_WEIGHTS, bets.change), unstaked)) - Math.LN2;
}

/**
 * How the candidate's share of late compares with the configured one, if it is further off than tolerated; 0 if it is
 * not. Evidence stays for long: this tells whether the cause does.
 */
export function recentlyOff({ recent2, recentExpected2 }: ShareTest, tolerance: number): -1 | 0 | 1 {
  if (recent2 * (1 + tolerance) < recentExpected2) return -1;
  return recent2 > recentExpected2 * (1 + tolerance) ? 1 : 0;
}

/** ln E of the mean of both directions. */
export const shareLogE = ({ below, above }: ShareTest): number => logAdd(below.logE, above.logE) - Math.LN2;
