import { millis } from '../../units.ts';
import { casesIn, sumIn } from '../measures/gathered.ts';
import { isSilent, MEAN_WEIGHTS, type Mean, scatterOf, unitOf } from '../measures/mean.ts';
import { sizeOfMean } from '../measures/mean-size.ts';
import type { MetricOptions } from '../options.ts';
import { type Band, mixtureRadius } from '../statistics/confidence.ts';
import { meanBand } from '../statistics/mean-difference.ts';
import type { PodContext } from '../statistics/size.ts';
import { leadingWindow } from '../statistics/window.ts';
import type { MetricSide, MetricVerdict } from '../verdict.ts';
import { originOf } from './origin.ts';
import { troubleOf } from './present.ts';
import { meanPasses } from './state.ts';

/** Cases after which a version's own band is narrowest. */
const CASES = 1000;

/** A metric's numbers, for people: as they are, whichever way is worse. */
export function readMean(
  mean: Mean,
  options: MetricOptions,
  alpha: number,
  context: PodContext,
  at: number | null,
): MetricVerdict {
  const { id, label, unit, kind, worse } = options;
  const { tally, gathered } = mean;
  const scatter = scatterOf(mean, options);
  const side = (cases: number, signed: number, variance: number | undefined): MetricSide => {
    const value = meanOf(signed, cases, options);
    const band = value === null || variance === undefined ? null : bandOf(value, cases, variance, alpha);
    return { cases, sum: natural(signed, options), value, band };
  };
  const difference = meanBand(mean.difference, alpha);
  const size = sizeOfMean(mean, options, context);
  return {
    id,
    label,
    unit,
    kind,
    worse,
    baseline: side(tally.n1 + casesIn(gathered.baseline), tally.e1 + sumIn(gathered.baseline), scatter?.v1),
    candidate: side(tally.n2 + casesIn(gathered.candidate), tally.e2 + sumIn(gathered.candidate), scatter?.v2),
    difference: difference && {
      value: natural(difference.value, options),
      lower: natural(worse === 'lower' ? difference.upper : difference.lower, options),
      upper: natural(worse === 'lower' ? difference.lower : difference.upper, options),
    },
    surely: size && { byChance: size.byChance, byPods: size.lower },
    logE: mean.worse.logE,
    peakLogE: mean.worse.peak,
    since: readSince(mean, options, context),
    margin: options.margin * unitOf(mean, options),
    silentSince: mean.bets && at !== null && isSilent(mean, at) ? millis(mean.bets.last) : null,
    passes: meanPasses(mean, options, alpha, at),
  };
}

/** Sums are kept so that greater is worse. */
const natural = (signed: number, { worse }: Pick<MetricOptions, 'worse'>): number =>
  worse === 'lower' ? 0 - signed : signed;

/** The mean of so many cases, as it is; null without any. */
export const meanOf = (signed: number, cases: number, options: Pick<MetricOptions, 'worse'>): number | null =>
  cases > 0 ? natural(signed, options) / cases : null;

/** Asymptotic confidence sequence of one mean (Waudby-Smith et al. 2024): the normal mixture with the variance that was learnt. */
function bandOf(value: number, cases: number, variance: number, alpha: number): Band {
  const radius = mixtureRadius(variance * cases, alpha, variance * CASES) / cases;
  return { lower: value - radius, upper: value + radius };
}

function readSince(mean: Mean, options: MetricOptions, { names }: PodContext): MetricVerdict['since'] {
  const { windows, worse, spread } = mean;
  const window = worse.logE > 0 ? leadingWindow(windows, worse, MEAN_WEIGHTS) : troubleOf(mean, 0);
  if (!window || window.from === null) return null;
  const { e1, n1, e2, n2 } = window.tally;
  return {
    from: millis(window.from),
    baseline: meanOf(e1, n1, options),
    candidate: meanOf(e2, n2, options),
    pods: window.before ? originOf(spread, window.before, names) : [],
  };
}
