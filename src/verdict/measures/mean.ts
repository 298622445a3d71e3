import type { MetricOptions } from '../options.ts';
import type { Round } from '../rounds/round.ts';
import { type EProcess, newEProcess, type Pair, stake, weightsOf } from '../statistics/e-process.ts';
import { logAdd } from '../statistics/log-math.ts';
import { addDifference, type MeanDifference, newMeanDifference } from '../statistics/mean-difference.ts';
import { addToTally, newTally, type Tally } from '../statistics/rates.ts';
import { learnScatter, newScatter, type Scatter, varianceOf } from '../statistics/scatter.ts';
import { type CountedSpread, copySpread, extendSpread, newSpread } from '../statistics/spread.ts';
import { AGAINST, extendWindows, newWindows, type Window } from '../statistics/window.ts';
import { casesIn, clearGathered, type Gathered, gather, newGathered, rowsOf, sumIn } from './gathered.ts';
import { type Observed, splitHalves } from './proportion.ts';

/**
 * Whether a mean (revenue of a match, or successes of attempts) is worse in the candidate than in the baseline; as JSON
 * can hold it. Sums are signed so that greater is worse: where less is worse, they are negative.
 */
export interface Mean {
  readonly worse: EProcess;
  /** The same bets between two halves of the baseline's pods, in both directions. */
  readonly placebo: readonly [EProcess, EProcess];
  placeboLogE: number;
  placeboPeak: number;
  readonly scatter: { readonly baseline: Scatter; readonly candidate: Scatter };
  readonly tally: Tally;
  readonly difference: MeanDifference;
  /** The baseline up to now, rounds before the ring's start included. */
  readonly past: { n: number; e: number };
  readonly windows: readonly Window[];
  readonly present: readonly Window[];
  readonly spread: CountedSpread;
  before: CountedSpread | null;
  /** What is not compared yet, since when, and for how many rounds. */
  readonly gathered: { readonly baseline: Gathered; readonly candidate: Gathered };
  from: number | null;
  waited: number;
  /** When there was a first bet and a last one, and how many; null before. */
  bets: { readonly first: number; readonly last: number; readonly count: number } | null;
}

/**
 * How much worse the candidate may be: of a ratio in points, of a mean as a part of the baseline's; and how much of the
 * wealth is bet on each.
 */
const EFFECTS: Readonly<Record<MetricOptions['kind'], readonly number[]>> = {
  ratio: [0.005, 0.01, 0.02, 0.05, 0.1],
  mean: [0.01, 0.02, 0.05, 0.1, 0.25],
};
const ALTERNATIVES = 5;
export const MEAN_WEIGHTS = weightsOf([0.15, 0.15, 0.4, 0.2, 0.1]);

export function newMean(planned: number): Mean {
  const process = () => newEProcess(ALTERNATIVES, planned);
  return {
    worse: process(),
    placebo: [process(), process()],
    placeboLogE: 0,
    placeboPeak: 0,
    scatter: { baseline: newScatter(), candidate: newScatter() },
    tally: newTally(),
    difference: newMeanDifference(),
    past: { n: 0, e: 0 },
    windows: newWindows(ALTERNATIVES),
    present: newWindows(ALTERNATIVES),
    spread: newSpread(),
    before: null,
    gathered: { baseline: newGathered(), candidate: newGathered() },
    from: null,
    waited: 0,
    bets: null,
  };
}

/** What a size of 1 is: of a ratio 1, of a mean the baseline's. */
export const unitOf = ({ past: { n, e } }: Pick<Mean, 'past'>, { kind }: Pick<MetricOptions, 'kind'>): number =>
  kind === 'ratio' ? 1 : n > 0 ? Math.abs(e / n) : 0;

/**
 * σ² of one case of each version; null while it is not known. That of the candidate is no less than that of the
 * baseline.
 */
export function scatterOf(mean: Mean, { kind }: Pick<MetricOptions, 'kind'>): { v1: number; v2: number } | null {
  const { scatter, past } = mean;
  const seen = varianceOf(scatter.baseline);
  if (seen === null) return null;
  const v1 = Math.max(seen, leastVariance(past, kind));
  return v1 > 0 ? { v1, v2: Math.max(v1, varianceOf(scatter.candidate) ?? 0) } : null;
}

/** Of a ratio, what chance makes of single cases, half a case being added; of a mean, what lies far below any that is measured. */
function leastVariance({ n, e }: Mean['past'], kind: MetricOptions['kind']): number {
  const mean = n > 0 ? Math.abs(e / n) : 0;
  if (kind === 'mean') return (1e-6 * mean) ** 2;
  const half = 0.5 / (n + 1);
  const p = Math.min(1 - half, Math.max(half, mean));
  return p * (1 - p);
}

const PAIR: Pair = { n1: 0, e1: 0, n2: 0, e2: 0 };
const HALVES: Pair = { n1: 0, e1: 0, n2: 0, e2: 0 };
const gains: number[] = [];
const NO_COSTS: readonly number[] = [];
/** What was counted is the measure of chance: it is the same for all. */
const UNIT = () => 1;

/** So many cases of each version are gathered before a bet, or whatever came in so many rounds: what is added to a sum may come a scrape later than its case. */
const CASES = 10;
const ROUNDS = 40;

/**
 * Takes in one round. What is bet follows from the past alone.
 * @param round when it began and ended, and whether it is evidence; otherwise it only teaches how the baseline behaves
 */
export function updateMean(
  mean: Mean,
  options: Pick<MetricOptions, 'kind'>,
  baseline: Observed,
  candidate: Observed,
  { from, at, counted }: Pick<Round, 'from' | 'at' | 'counted'>,
): void {
  const { gathered } = mean;
  if (counted && mean.before === null) {
    settle(mean, false);
    mean.before = copySpread(mean.spread);
  }
  gather(gathered.baseline, baseline);
  if (!counted) {
    if (casesIn(gathered.baseline) >= CASES) settle(mean, false);
    return;
  }
  gather(gathered.candidate, candidate);
  const [n1, n2] = [casesIn(gathered.baseline), casesIn(gathered.candidate)];
  // the baseline is compared over the time of the candidate's cases.
  if (n2 === 0 && sumIn(gathered.candidate) === 0) {
    settle(mean, false);
    return;
  }
  mean.from ??= from;
  mean.waited += 1;
  if (Math.min(n1, n2) >= CASES || (mean.waited >= ROUNDS && n1 > 0 && n2 > 0)) {
    betOn(mean, options, mean.from);
    mean.bets = { first: mean.bets?.first ?? at, last: at, count: (mean.bets?.count ?? 0) + 1 };
    settle(mean, true);
  }
}

/** What was gathered has been compared, or is the baseline's alone: it teaches how pods behave. */
function settle(mean: Mean, isCompared: boolean): void {
  const { gathered, spread, scatter, past } = mean;
  const baseline = rowsOf(gathered.baseline);
  const candidate = rowsOf(gathered.candidate);
  extendSpread(spread, baseline, isCompared ? candidate : null, UNIT);
  learnScatter(scatter.baseline, baseline);
  if (isCompared) learnScatter(scatter.candidate, candidate);
  past.n += casesIn(gathered.baseline);
  past.e += sumIn(gathered.baseline);
  clearGathered(gathered.baseline);
  if (isCompared) clearGathered(gathered.candidate);
  mean.from = null;
  mean.waited = 0;
}

/** Bets on what was gathered since `from`. */
function betOn(mean: Mean, options: Pick<MetricOptions, 'kind'>, from: number): void {
  const { worse, placebo, tally, windows, present, spread, gathered } = mean;
  PAIR.n1 = casesIn(gathered.baseline);
  PAIR.e1 = sumIn(gathered.baseline);
  PAIR.n2 = casesIn(gathered.candidate);
  PAIR.e2 = sumIn(gathered.candidate);
  const known = scatterOf(mean, options);
  const effects = EFFECTS[options.kind].map((effect) => effect * unitOf(mean, options));
  if (known && betOnMean(worse, PAIR, effects, known, 1)) {
    extendWindows(windows, { gains, costs: NO_COSTS }, PAIR, from, spread);
    extendWindows(present, { gains, costs: NO_COSTS }, PAIR, from, null, AGAINST);
    addDifference(mean.difference, PAIR, known);
  }
  addToTally(tally, PAIR);
  if (!known) return;
  splitHalves(rowsOf(gathered.baseline), HALVES);
  const alike = { v1: known.v1, v2: known.v1 };
  betOnMean(placebo[0], HALVES, effects, alike, 1);
  betOnMean(placebo[1], HALVES, effects, alike, -1);
  mean.placeboLogE = logAdd(placebo[0].logE, placebo[1].logE) - Math.LN2;
  mean.placeboPeak = Math.max(mean.placeboPeak, mean.placeboLogE);
}

/** So many times as long as cases usually take to come, and five minutes at least, and they are missed. */
const MISSED = 10;
const SOON = 300_000;

/** Whether no cases have come for longer than is usual: what was compared before tells nothing of now. */
export function isSilent({ bets }: Pick<Mean, 'bets'>, at: number): boolean {
  if (!bets) return true;
  const usual = bets.count > 1 ? (bets.last - bets.first) / (bets.count - 1) : 0;
  return at - bets.last > Math.max(SOON, MISSED * usual);
}

/**
 * One bet on a difference of means X = m2 − m1 with the variance s² = σ1²/n1 + σ2²/n2:
 *
 *     ln L = λ·X − λ²·(X² + 2·s²)/6,   λ = 3δ/(δ² + 3·s²) for a difference of δ
 *
 * E[L] ≤ 1 for every X of mean 0 or less and variance s², skewed or not, because exp(y − y²/6) ≤ 1 + y + y²/3 (Delyon 2009; Howard
 * et al., Probability Surveys 17, 2020, square integrable martingales). λ earns most on average when the difference is δ. A round
 * earns 1.5 at most, however large X is.
 * @param direction −1: the bet with the versions' places changed
 * @returns whether the round says anything
 */
function betOnMean(
  process: EProcess,
  { n1, e1, n2, e2 }: Pair,
  effects: readonly number[],
  { v1, v2 }: { readonly v1: number; readonly v2: number },
  direction: 1 | -1,
): boolean {
  if (!(n1 > 0 && n2 > 0)) return false;
  const x = direction * (e2 / n2 - e1 / n1);
  const variance = v1 / n1 + v2 / n2;
  effects.forEach((effect, j) => {
    gains[j] = lnMeanRatio(x, variance, effect);
  });
  stake(process, gains, NO_COSTS, MEAN_WEIGHTS);
  return true;
}

/** ln L of one round. @param x difference of the means @param variance of it by chance @param effect bet on */
export function lnMeanRatio(x: number, variance: number, effect: number): number {
  const scale = effect ** 2 + 3 * variance;
  if (!(scale > 0)) return 0;
  const lambda = (3 * effect) / scale;
  return lambda * x - (lambda ** 2 * (x ** 2 + 2 * variance)) / 6;
}
