import { LN_ZERO, logAdd, logSum, relative } from './log-math.ts';

/** Counts of one round: requests `n` and events `e` (errors, or slow requests) of the baseline (1) and the candidate (2). */
export interface Pair {
  n1: number;
  e1: number;
  n2: number;
  e2: number;
}

/**
 * The candidate's share of the events if its rate were exactly the tolerated multiple of the baseline's: s = r0·n2 /
 * (r0·n2 + n1).
 * @param tolerated r0 ≥ 1
 */
export const nullShare = (n1: number, n2: number, tolerated: number): number =>
  (tolerated * n2) / (tolerated * n2 + n1);

/**
 * ln L(r) = e2·ln r − (e1 + e2)·ln(1 + (r − 1)·s): how much better the counts fit the candidate's rate being r times what is
 * tolerated than its being exactly that.
 *
 * E[L] ≤ 1 as long as p2 ≤ r0·p1. For r0 = 1, given requests and the total of events, e2 is hypergeometric, L is convex
 * in e2, and the binomial, under which E[L] = 1, dominates it in convex order (Hoeffding 1963, Theorem 4). For any
 * r0 ≥ 1, with c = 1 + (r − 1)s and independent binomials,
 * ln E[L] = n1·ln(1 − p1(1 − 1/c)) + n2·ln(1 + p2(r/c − 1)) ≤ p1·(r0·n2·(r − c) − n1·(c − 1))/c = 0, by ln(1 + x) ≤ x
 * and the definition of s. Neither needs the baseline's rate to be known, or to stay the same from round to round.
 */
export const lnLikelihoodRatio = (ratio: number, share: number, e1: number, e2: number): number =>
  e2 * Math.log(ratio) - (e1 + e2) * Math.log1p((ratio - 1) * share);

/** One bet against "the candidate is no worse": wealth E, as JSON can hold it. */
export interface EProcess {
  /** H: scrapes in which half of the wealth is staked on a change; usually those the ring is planned to take. */
  readonly planned: number;
  /** Rounds in which both versions had requests. */
  rounds: number;
  /** ln Π L by alternative, since the start. */
  readonly start: number[];
  /** A·e^−scale by alternative: the same since every possible later beginning, summed. */
  readonly change: number[];
  scale: number;
  /** ln E now, and the most it ever was. */
  logE: number;
  peak: number;
}

export function newEProcess(alternatives: number, planned: number): EProcess {
  const fill = (value: number) => Array.from({ length: alternatives }, () => value);
  return {
    planned: Math.max(1, Math.round(planned)),
    rounds: 0,
    start: fill(0),
    change: fill(0),
    scale: 0,
    logE: 0,
    peak: 0,
  };
}

/** How much of the wealth is bet on each alternative: w with Σ w = 1, and ln w. */
export interface Weights {
  readonly weights: readonly number[];
  readonly lnWeights: readonly number[];
}

export const weightsOf = (weights: readonly number[]): Weights => ({ weights, lnWeights: weights.map(Math.log) });

export const equalWeights = (count: number): Weights => weightsOf(Array.from({ length: count }, () => 1 / count));

/** Ratios to bet on in a round, chosen before its counts are seen. */
export interface Alternatives extends Weights {
  /** By alternative; null before anything is known of the baseline: then the grid is bet on, in equal parts. */
  readonly ratios: readonly number[] | null;
}

/** How far the baseline's part of a round is of the time of the candidate's. */
export interface Cover {
  /** The baseline's events of earlier rounds that may be of the time in which the candidate is counted. */
  readonly before: number;
  /** The candidate's time over the baseline's, at most 1. */
  readonly overlap: number;
}

const SAME_TIME: Cover = { before: 0, overlap: 1 };

/**
 * Takes one round into the wealth: E_t = ½·E^start + ½·E^change, where E^start = Σ w_j Π_{u≤t} L_u(r_j), and E^change =
 * Σ w_j A_t(r_j) + H/(H + t) with A_t = (A_{t−1} + s_t)·L_t, a share s_t = H/((H + t)(H + t − 1)) of the wealth being
 * staked on the trouble beginning in round t (Shiryaev's mixture). The shares add up to 1 − H/(H + t) and never end:
 * trouble that begins after days is found as well, for ln(t²/H) more evidence. Every term is a nonnegative
 * supermartingale from 1 as long as the candidate is no worse, so P(sup E ≥ 1/α) ≤ α (Ville 1939) however often and for
 * whatever reason one looks. Precedent: Lindon et al., arXiv 2011.03567 and 2205.14762.
 *
 * The baseline's part of a round ends after the candidate's and may begin after it, because pods are scraped at moments
 * of their own. By its end the baseline has counted all that happened while the candidate was counted; what may be
 * missing at the beginning is paid when a stake is placed: A_t = (A_{t−1} + e^−cost·s_t)·L_t, cost = before·ln(1 + (r −
 * 1)·s), as if the baseline had that many events more. L falls with the baseline's events and grows with its requests,
 * of which only those of the candidate's time are reckoned. So the wealth is at most what it would be had both been
 * counted at the same time.
 *
 * A round in which either version had no requests says nothing and leaves everything as it was, the clock too.
 * @param dispersion φ ≥ 1, known before the round: ln L is divided by it, and E[L^(1/φ)] ≤ E[L]^(1/φ) ≤ 1
 * @param gains is given ln L by alternative
 * @param costs is given what it costs to place a stake in this round, by alternative
 * @param cover when both were counted
 * @returns whether the round says anything
 */
export function bet(
  process: EProcess,
  { n1, e1, n2, e2 }: Pair,
  alternatives: Alternatives,
  tolerated: number,
  dispersion: number,
  gains: number[],
  { before, overlap }: Cover = SAME_TIME,
  costs: number[] = [],
): boolean {
  if (!(n1 > 0 && n2 > 0)) return false;
  const { ratios } = alternatives;
  const events = e1 + e2;
  const share = nullShare(n1 * overlap, n2, tolerated);
  const unknown = ratios === null && events > 0 ? lnGridRatio(share, e1, e2) : 0;
  for (let j = 0; j < process.start.length; j += 1) {
    const ratio = ratios?.[j];
    costs[j] = before === 0 || ratio === undefined ? 0 : (before * Math.log1p((ratio - 1) * share)) / dispersion;
    gains[j] = (ratio === undefined || events === 0 ? unknown : lnLikelihoodRatio(ratio, share, e1, e2)) / dispersion;
  }
  stake(process, gains, costs, alternatives);
  return true;
}

/**
 * Takes the outcome of one round's bets into the wealth.
 * @param gains ln L by alternative @param costs what it costs to place a stake in this round, by alternative
 */
export function stake(process: EProcess, gains: readonly number[], costs: readonly number[], weights: Weights): void {
  const { start } = process;
  process.rounds += 1;
  let most = -Infinity;
  for (let j = 0; j < start.length; j += 1) {
    const gain = gains[j] ?? 0;
    start[j] = (start[j] ?? 0) + gain - (process.rounds === 1 ? (costs[j] ?? 0) : 0);
    most = Math.max(most, gain);
  }
  grow(process, gains, costs, most);
  process.logE = wealth(process, weights);
  process.peak = Math.max(process.peak, process.logE);
}

/** What is staked on a change in round t, counted from 1, and what is kept for all later ones. @param planned H */
export const stakeOf = (t: number, planned: number): number => planned / ((planned + t) * (planned + t - 1));
export const unstakedAfter = (t: number, planned: number): number => planned / (planned + t);

/** Far from overflow on either side. */
const HUGE = 1e100;
const LN_HUGE = Math.log(HUGE);

/**
 * A_t = (A_{t−1} + s_t)·L_t. Kept as numbers rather than logarithms, which is several times faster, beside a common
 * scale that keeps the largest of them within reach of a double; the stake brings back what became too small.
 * @param most the greatest of the gains
 */
function grow(process: EProcess, gains: readonly number[], costs: readonly number[], most: number): void {
  const { change, planned, rounds } = process;
  const stake = Math.exp(-process.scale) * stakeOf(rounds, planned);
  // A round of many thousand errors: what all alternatives share of it goes into the scale.
  const shift = Math.abs(most) > LN_HUGE ? Math.max(most, -process.scale) : 0;
  process.scale += shift;
  let top = 0;
  for (let j = 0; j < change.length; j += 1) {
    const grown = ((change[j] ?? 0) + stake * Math.exp(-(costs[j] ?? 0))) * Math.exp((gains[j] ?? 0) - shift);
    change[j] = grown;
    top = Math.max(top, grown);
  }
  if (top > HUGE) rescale(process, LN_HUGE);
  else if (top < 1 / HUGE && process.scale > 0) rescale(process, -Math.min(LN_HUGE, process.scale));
}

function rescale(process: EProcess, by: number): void {
  const factor = Math.exp(-by);
  for (let j = 0; j < process.change.length; j += 1) process.change[j] = (process.change[j] ?? 0) * factor;
  process.scale += by;
}

/** ln E: one sum over both mixtures. Most terms of a long healthy ring are too small to matter. */
function wealth(process: EProcess, weights: Weights): number {
  const { start } = process;
  const { lnWeights } = weights;
  const change = changeLogE(process, weights);
  let high = change;
  for (let j = 0; j < start.length; j += 1) high = Math.max(high, (lnWeights[j] ?? 0) + (start[j] ?? 0));
  let sum = relative(change, high);
  for (let j = 0; j < start.length; j += 1) sum += relative((lnWeights[j] ?? 0) + (start[j] ?? 0), high);
  return high + Math.log(sum / 2);
}

/** ln E^start. */
export const startLogE = ({ start }: EProcess, { lnWeights }: Weights): number => logSum(lnWeights, start);

/** ln E^change. */
export function changeLogE({ change, scale, planned, rounds }: EProcess, { weights }: Weights): number {
  let staked = 0;
  for (let j = 0; j < change.length; j += 1) staked += (weights[j] ?? 0) * (change[j] ?? 0);
  const unstaked = unstakedAfter(rounds, planned);
  if (scale === 0) return Math.log(staked + unstaked);
  return logAdd(staked > 0 ? Math.log(staked) + scale : LN_ZERO, Math.log(unstaked));
}

/** Ratios from just visible to disastrous, for when nothing is known of the baseline. */
export const ERROR_RATIOS = [1.25, 1.5, 2, 3, 4, 6, 10, 20, 40] as const;
/** Ratios of slow requests: at a boundary near the median even a large slowdown is a small ratio. */
export const LATENCY_RATIOS = [1.02, 1.05, 1.1, 1.2, 1.5, 2, 3, 6, 15] as const;

const GRID = equalWeights(ERROR_RATIOS.length);

function lnGridRatio(share: number, e1: number, e2: number): number {
  return logSum(
    GRID.lnWeights,
    ERROR_RATIOS.map((ratio) => lnLikelihoodRatio(ratio, share, e1, e2)),
  );
}
