import type { Side } from '../counters/samples.ts';
import type { LatencyOptions } from '../options.ts';
import type { Round } from '../rounds/round.ts';
import { LATENCY_RATIOS } from '../statistics/e-process.ts';
import { LN_ZERO, logSum } from '../statistics/log-math.ts';
import { ratioGrid } from './errors.ts';
import { newProportion, type Observed, type Proportion, updateProportion } from './proportion.ts';

/**
 * Latency: the error test at every boundary of the histogram, where an event is a request that took longer. It sees a
 * stall of one request in a hundred, which the line of a p99 hides. As JSON can hold it.
 */
export interface Latency {
  /** Seconds, ascending; null before the baseline's histogram was seen. */
  boundaries: readonly number[] | null;
  /** By boundary: does the candidate have it too. Without that it cannot be compared. */
  shared: boolean[];
  lnWeights: number[];
  proportions: Proportion[];
  /** ln of the weighted mean of E over the boundaries. */
  logE: number;
  peak: number;
  placeboPeak: number;
}

export const newLatency = (): Latency => ({
  boundaries: null,
  shared: [],
  lnWeights: [],
  proportions: [],
  logE: 0,
  peak: 0,
  placeboPeak: 0,
});

export const LATENCY_ALTERNATIVES = ratioGrid(LATENCY_RATIOS);

/** The boundary that stands for a limit: the smallest that is not below it. */
const sloBoundary = (boundaries: readonly number[], slo: number): number =>
  boundaries.findIndex((boundary) => boundary >= slo * (1 - 1e-9));

/**
 * The boundaries that FAIL and PASS ask for: the limit's and all slower ones; without a limit all. A candidate that is
 * slower below its limit alone is not called worse, and one that is called worse cannot have passed there.
 */
export function askedFrom(boundaries: readonly number[], slo: number | null): number {
  const first = slo === null ? 0 : sloBoundary(boundaries, slo);
  return first < 0 ? boundaries.length : first;
}

/** Boundaries that both have of those that FAIL and PASS ask for. */
export function boundariesToPass(
  { boundaries, shared }: Pick<Latency, 'boundaries' | 'shared'>,
  { slo }: Pick<LatencyOptions, 'slo'>,
): readonly number[] {
  const all = boundaries ?? [];
  const first = askedFrom(all, slo);
  return all.flatMap((_, index) => (shared[index] && index >= first ? [index] : []));
}

/**
 * Takes in one round. @param planned H, in scrapes
 * @param observed a version's numbers at a boundary
 */
export function updateLatency(
  latency: Latency,
  { boundaries, from, counted }: Round,
  planned: number,
  { slo, tolerated }: Required<Pick<LatencyOptions, 'slo' | 'tolerated'>>,
  observed: (side: Side, boundary: number) => Observed,
): void {
  if (!latency.boundaries) {
    if (boundaries.length === 0) return;
    latency.boundaries = [...boundaries];
    latency.shared = boundaries.map(() => false);
    const first = askedFrom(boundaries, slo);
    const preferred = slo === null ? -1 : first;
    const whole = boundaries.length - first + (preferred < 0 ? 0 : 1);
    latency.lnWeights = boundaries.map((_, b) => (b < first ? LN_ZERO : Math.log((b === preferred ? 2 : 1) / whole)));
    latency.proportions = boundaries.map(() => newProportion(LATENCY_RATIOS.length, planned));
  }
  const placebos: number[] = [];
  latency.proportions.forEach((proportion, b) => {
    const old = observed('baseline', b);
    const young = observed('candidate', b);
    updateProportion(proportion, old, young, LATENCY_ALTERNATIVES, tolerated, from, counted);
    if (!latency.shared[b] && proportion.tally.n2 > 0) latency.shared[b] = true;
    placebos.push(proportion.placeboLogE);
  });
  latency.logE = logSum(
    latency.lnWeights,
    latency.proportions.map(({ worse }) => worse.logE),
  );
  latency.peak = Math.max(latency.peak, latency.logE);
  latency.placeboPeak = Math.max(latency.placeboPeak, logSum(latency.lnWeights, placebos));
}

/** ln of the same mean over those boundaries alone that count; the others count as nothing. */
export const latencyLogE = ({ lnWeights, proportions }: Latency, counts: (proportion: Proportion) => boolean): number =>
  logSum(
    lnWeights,
    proportions.map((proportion, b) =>
      (lnWeights[b] ?? LN_ZERO) > LN_ZERO && counts(proportion) ? proportion.worse.logE : LN_ZERO,
    ),
  );
