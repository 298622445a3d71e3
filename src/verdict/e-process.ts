import { LN_ZERO, logAdd, logSum } from './log-math.ts';

/** Counts of one round: requests `n` and events `e` (errors, or slow requests) of V1 (1) and V2 (2). */
export interface Pair {
  n1: number;
  e1: number;
  n2: number;
  e2: number;
}

/**
 * V2's share of the events if its rate were exactly the tolerated multiple of V1's: s = r0·n2 / (r0·n2 + n1).
 * @param tolerated r0 ≥ 1
 */
export const nullShare = (n1: number, n2: number, tolerated: number): number =>
  (tolerated * n2) / (tolerated * n2 + n1);

/**
 * ln L(r) = e2·ln r − (e1 + e2)·ln(1 + (r − 1)·s): how much better the counts fit V2's rate being r times what is
 * tolerated than its being exactly that.
 *
 * E[L] ≤ 1 as long as p2 ≤ r0·p1. For r0 = 1, given requests and the total of events, e2 is hypergeometric, L is convex
 * in e2, and the binomial, under which E[L] = 1, dominates it in convex order (Hoeffding 1963, Theorem 4). For any
 * r0 ≥ 1, with c = 1 + (r − 1)s and independent binomials,
 * ln E[L] = n1·ln(1 − p1(1 − 1/c)) + n2·ln(1 + p2(r/c − 1)) ≤ p1·(r0·n2·(r − c) − n1·(c − 1))/c = 0, by ln(1 + x) ≤ x
 * and the definition of s. Neither needs V1's rate to be known, or to stay the same from round to round.
 */
export const lnLikelihoodRatio = (ratio: number, share: number, e1: number, e2: number): number =>
  e2 * Math.log(ratio) - (e1 + e2) * Math.log1p((ratio - 1) * share);

/** One bet against "V2 is no worse": wealth E, as JSON can hold it. */
export interface EProcess {
  /** H: scrapes the ring is planned to take. */
  readonly planned: number;
  /** Rounds in which both versions had requests. */
  rounds: number;
  /** ln Π L by alternative, since the start. */
  readonly start: number[];
  /** ln A by alternative: the same since every possible later beginning, summed. */
  readonly change: number[];
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
    change: fill(LN_ZERO),
    logE: 0,
    peak: 0,
  };
}

/** Ratios to bet on in a round, chosen before its counts are seen. */
export interface Alternatives {
  readonly lnWeights: readonly number[];
  /** By alternative; null before anything is known of V1: then the grid is bet on, in equal parts. */
  readonly ratios: readonly number[] | null;
}

/**
 * Takes one round into the wealth: E_t = ½·E^start + ½·E^change, where
 * E^start = Σ w_j Π_{u≤t} L_u(r_j), and E^change = Σ w_j A_t(r_j) + (H − t)/H with A_t = (A_{t−1} + 1/H)·L_t, a share 1/H
 * of the wealth being staked on the trouble beginning in each of the planned rounds (Shiryaev's mixture).
 * Every term is a nonnegative supermartingale from 1 as long as V2 is no worse, so P(sup E ≥ 1/α) ≤ α (Ville 1939)
 * however often and for whatever reason one looks. Precedent: Lindon et al., arXiv 2011.03567 and 2205.14762.
 *
 * A round in which either version had no requests says nothing and leaves everything as it was, the clock too.
 * @param dispersion φ ≥ 1, known before the round: ln L is divided by it, and E[L^(1/φ)] ≤ E[L]^(1/φ) ≤ 1
 * @param gains is given ln L by alternative
 * @returns whether the round says anything
 */
export function bet(
  process: EProcess,
  { n1, e1, n2, e2 }: Pair,
  { lnWeights, ratios }: Alternatives,
  tolerated: number,
  dispersion: number,
  gains: number[],
): boolean {
  if (!(n1 > 0 && n2 > 0)) return false;
  const { start, change, planned } = process;
  process.rounds += 1;
  const stake = process.rounds <= planned ? -Math.log(planned) : LN_ZERO;
  const events = e1 + e2;
  const share = nullShare(n1, n2, tolerated);
  const unknown = ratios === null && events > 0 ? lnGridRatio(share, e1, e2) : 0;
  for (let j = 0; j < start.length; j += 1) {
    const ratio = ratios?.[j];
    const gain = (ratio === undefined || events === 0 ? unknown : lnLikelihoodRatio(ratio, share, e1, e2)) / dispersion;
    gains[j] = gain;
    start[j] = (start[j] ?? 0) + gain;
    change[j] = logAdd(change[j] ?? LN_ZERO, stake) + gain;
  }
  process.logE = logAdd(startLogE(process, lnWeights), changeLogE(process, lnWeights)) - Math.LN2;
  process.peak = Math.max(process.peak, process.logE);
  return true;
}

/** ln E^start. */
export const startLogE = ({ start }: EProcess, lnWeights: readonly number[]): number => logSum(lnWeights, start);

/** ln E^change. */
export function changeLogE({ change, planned, rounds }: EProcess, lnWeights: readonly number[]): number {
  const staked = logSum(lnWeights, change);
  return rounds < planned ? logAdd(staked, Math.log((planned - rounds) / planned)) : staked;
}

/** Ratios from just visible to disastrous, for when nothing is known of V1. */
export const ERROR_RATIOS = [1.25, 1.5, 2, 3, 4, 6, 10, 20, 40] as const;
/** Ratios of slow requests: at a boundary near the median even a large slowdown is a small ratio. */
export const LATENCY_RATIOS = [1.02, 1.05, 1.1, 1.2, 1.5, 2, 3, 6, 15] as const;

export const equalLnWeights = (count: number): readonly number[] =>
  Array.from({ length: count }, () => -Math.log(count));

const GRID_LN_WEIGHTS = equalLnWeights(ERROR_RATIOS.length);

function lnGridRatio(share: number, e1: number, e2: number): number {
  return logSum(
    GRID_LN_WEIGHTS,
    ERROR_RATIOS.map((ratio) => lnLikelihoodRatio(ratio, share, e1, e2)),
  );
}
