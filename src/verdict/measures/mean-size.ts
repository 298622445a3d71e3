import type { MetricOptions } from '../options.ts';
import { total } from '../rounds/round.ts';
import { type PodContext, podRadius, type Size, SURE, spreadToReckon } from '../statistics/size.ts';
import { type Spread, scaledSpread, spreadSince } from '../statistics/spread.ts';
import { leadingWindow } from '../statistics/window.ts';
import { MEAN_WEIGHTS, type Mean, scatterOf, unitOf } from './mean.ts';
import { type Certainty, certaintyOf } from './proportion.ts';

/**
 * How much worse the candidate's mean is since the trouble began, with a lower bound; over the ring where there is
 * none. By chance: the sizes that are not 20 times less likely than what was found, √(2·ln 20·(σ2²·n2 + σ1²·n2²/n1)).
 * By pods: as of errors. Null while nothing can be compared.
 */
export function sizeOfMean(mean: Mean, options: MetricOptions, context: PodContext): Size | null {
  const { windows, worse, spread, before } = mean;
  const known = scatterOf(mean, options);
  if (!before || !known) return null;
  const ring = spreadSince(spread, before);
  const trouble = leadingWindow(windows, worse, MEAN_WEIGHTS)?.before;
  const scaled = (of: Spread) => scaledSpread(of, known.v1);
  const of = scaled(trouble ? spreadSince(spread, trouble) : ring);
  const longer = trouble ? [scaled(spread), scaled(ring)] : [scaled(spread)];
  const { n, e, expected } = of.candidate;
  const cases = total(n, n.length);
  if (cases <= 0) return null;
  const excess = total(e, e.length) - total(expected, expected.length);
  const byChance = Math.sqrt(2 * SURE * (known.v2 * cases + of.carried));
  const pods = spreadToReckon({ trouble: of, longer, scales: [] }, context);
  const byPods = pods && podRadius(pods, of, context.level);
  const lower = byPods === null ? null : (excess - Math.hypot(byChance, byPods * cases)) / cases;
  return {
    value: excess / cases,
    byChance: (excess - byChance) / cases,
    lower,
    ofAll: lower,
  };
}

export const certaintyOfMean = (mean: Mean, options: MetricOptions, context: PodContext): Certainty =>
  certaintyOf(sizeOfMean(mean, options, context), options.practical * unitOf(mean, options));
