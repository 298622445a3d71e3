import { LATENCY_RATIOS } from './e-process.ts';
import { ratioGrid } from './errors.ts';
import { LN_ZERO, logSum } from './log-math.ts';
import { isPractical, newProportion, type Observed, type Proportion, updateProportion } from './proportion.ts';
import type { Counts, Round } from './round.ts';

/**
 * Latency: the error test at every boundary of the histogram, where an event is a request that took longer. It sees a
 * stall of one request in a hundred, which the line of a p99 hides. As JSON can hold it.
 */
export interface Latency {
  /** Seconds, ascending; null before V1's histogram was seen. */
  boundaries: readonly number[] | null;
  /** By boundary: does V2 have it too. Without that it cannot be compared. */
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
export const sloBoundary = (boundaries: readonly number[], slo: number): number =>
  boundaries.findIndex((boundary) => boundary >= slo * (1 - 1e-9));

/** Takes in one round. @param planned H, in scrapes @param slo weighs double; null: all alike */
export function updateLatency(latency: Latency, round: Round, planned: number, slo: number | null): void {
  const { boundaries, baseline, candidate, from, counted } = round;
  if (!latency.boundaries) {
    if (boundaries.length === 0) return;
    latency.boundaries = [...boundaries];
    latency.shared = boundaries.map(() => false);
    const preferred = slo === null ? -1 : sloBoundary(boundaries, slo);
    const whole = boundaries.length + (preferred < 0 ? 0 : 1);
    latency.lnWeights = boundaries.map((_, b) => Math.log((b === preferred ? 2 : 1) / whole));
    latency.proportions = boundaries.map(() => newProportion(LATENCY_RATIOS.length, planned));
  }
  const placebos: number[] = [];
  latency.proportions.forEach((proportion, b) => {
    const old = observed(baseline, b);
    const young = observed(candidate, b);
    updateProportion(proportion, old, young, LATENCY_ALTERNATIVES, 1, from, counted);
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

const NOTHING: readonly number[] = [];
const observed = (
  { pods, reporting, from, to, watched, half, arrivals, timed, slow }: Counts,
  b: number,
): Observed => ({
  pods,
  reporting,
  from,
  to,
  watched,
  same: arrivals === 0,
  half,
  requests: timed[b] ?? NOTHING,
  events: slow[b] ?? NOTHING,
});

/** ln of the same mean over the boundaries at which V2 is worse by at least `size`; the others count as nothing. */
export const practicalLatencyLogE = ({ lnWeights, proportions }: Latency, size: number): number =>
  logSum(
    lnWeights,
    proportions.map((proportion) =>
      isPractical(proportion, LATENCY_ALTERNATIVES, size) ? proportion.worse.logE : LN_ZERO,
    ),
  );
