import { type Millis, millis, ratio, seconds } from '../../units.ts';
import {
  configuredShare,
  failLogE,
  isViolated,
  type Judgement,
  lnMetricWeight,
  meanContext,
  placeboDiscount,
  podContext,
  warnLogE,
} from '../judgement.ts';
import { crashLooping } from '../measures/crashes.ts';
import { errorAlternatives } from '../measures/errors.ts';
import { goneOf } from '../measures/fleet.ts';
import type { Proportion } from '../measures/proportion.ts';
import { shareLogE } from '../measures/share.ts';
import type { JudgeOptions } from '../options.ts';
import { effectiveDispersion } from '../statistics/dispersion.ts';
import { rateOf } from '../statistics/rates.ts';
import type { CountedVerdict, DataProblem, NoiseVerdict, ShareVerdict } from '../verdict.ts';
import { type Label, unlabelled } from './label-origin.ts';
import { readLatency } from './latency.ts';
import { readMean } from './mean.ts';
import { missingEvidence, visibleAfter } from './missing.ts';
import { readProportion } from './proportion.ts';
import { reasonsFor } from './reasons.ts';
import { dataState, isAdvisory, isShortLived, shareState, stateOf } from './state.ts';
import { trailPoints } from './trail.ts';

/** Fewer pods than this cannot show how noisy they are. */
const PODS_FOR_NOISE = 3;

/**
 * The verdict as it stands, with its numbers.
 * @param now the horizon up to which samples were heard
 * @param problem what went wrong in asking for them, if anything
 * @param told labels of copies that were left out, and the values of the labels by which is counted
 */
export function readVerdict(
  judgement: Judgement,
  options: JudgeOptions,
  now: Millis,
  problem: DataProblem | null,
  told: { readonly copiesBy: readonly string[]; readonly labels: readonly (readonly string[])[] },
): CountedVerdict {
  const { errors, latency: histogram, better, at, failedAt, logE, peakLogE, trail } = judgement;
  const data = problem ?? dataState(judgement, now);
  const state = stateOf(judgement, options, data);
  const labels = options.by.map((label, i): Label => ({ label, names: told.labels[i] ?? [] }));
  const contextOf = (proportion: Proportion) => ({ ...podContext(judgement, options, proportion), labels });
  const latency = histogram && options.latency ? readLatency(histogram, options.latency, options, contextOf) : null;
  return {
    state,
    data,
    at: at === null ? null : millis(at),
    failedAt: failedAt === null ? null : millis(failedAt),
    logE,
    peakLogE,
    warnLogE: warnLogE(options),
    failLogE: failLogE(options),
    p: Math.min(1, Math.exp(-peakLogE)),
    advisory: isAdvisory(judgement, options),
    approximate: judgement.noisePods < PODS_FOR_NOISE,
    better: better.logE >= failLogE(options) - lnMetricWeight(options),
    errors: readProportion(
      errors,
      errorAlternatives(errors, options.tolerated),
      options,
      options.alpha,
      contextOf(errors),
    ),
    latency,
    metrics: options.metrics.flatMap((metric, i) => {
      const mean = judgement.metrics[i];
      return mean ? [readMean(mean, metric, options.alpha, meanContext(judgement, options, metric), at)] : [];
    }),
    share: readShare(judgement, options),
    noise: readNoise(judgement),
    copiesBy: told.copiesBy,
    unlabelled: unlabelled(errors.spread.labels, labels),
    scrape: seconds(judgement.scrape),
    observed: seconds(judgement.observed),
    soak: options.soak,
    pods: { ...judgement.pods },
    warming: { ...judgement.warming },
    restarts: { ...judgement.restarts },
    crashLooping: crashLooping(judgement.crashes),
    gone: readGone(judgement),
    shortLived: isShortLived(judgement),
    missing: state === 'FAIL' || state === 'PASS' ? null : missingEvidence(judgement, options),
    visible: visibleAfter(judgement, options),
    trail: trailPoints(trail),
    reasons: reasonsFor(state, data, judgement, options, latency),
  };
}

function readGone({ fleet }: Judgement): CountedVerdict['gone'] {
  const gone = goneOf(fleet);
  return gone && { ...gone, since: millis(gone.since) };
}

function readShare(judgement: Judgement, options: JudgeOptions): ShareVerdict {
  const { share, at } = judgement;
  const configured = at === null ? null : configuredShare(options, at);
  const observed = rateOf(share.requests2, share.requests);
  return {
    state: shareState(judgement, options),
    observed: observed === null ? null : ratio(observed),
    configured: configured === null ? null : ratio(configured),
    logE: shareLogE(share),
  };
}

function readNoise({ errors, latency, metrics, noisePods }: Judgement): NoiseVerdict {
  const dispersion = effectiveDispersion(errors.dispersion);
  const placeboLogE = Math.max(...[errors, ...(latency ? [latency] : []), ...metrics].map((one) => one.placeboPeak));
  return {
    model: dispersion > 1 ? 'overdispersed' : 'binomial',
    pods: noisePods,
    dispersion,
    placeboLogE,
    violated: isViolated(placeboLogE),
    // Each metric's evidence is divided by its own: the greater is told.
    divisor: Math.exp(placeboDiscount(placeboLogE)),
    assumed: noisePods < PODS_FOR_NOISE,
  };
}
