import { millis, seconds } from '../../units.ts';
import {
  failLogE,
  isMostlyYoung,
  isNoisy,
  type Judgement,
  lnEvidence,
  lnMetricWeight,
  warnLogE,
} from '../judgement.ts';
import type { JudgeOptions } from '../options.ts';
import { isElsewhere } from '../statistics/spread.ts';
import type { DataState, LatencyVerdict, VerdictReason, VerdictState } from '../verdict.ts';
import { meanOf } from './mean.ts';
import { isWorseNow } from './present.ts';
import {
  hasFewPods,
  isWithinMargins,
  type Late,
  loudestMean,
  loudestSpread,
  shareState,
  worseOfLate,
} from './state.ts';

/** Why the state is what it is, most important first. */
export function reasonsFor(
  state: VerdictState,
  data: DataState,
  judgement: Judgement,
  options: JudgeOptions,
  latency: LatencyVerdict | null,
): readonly VerdictReason[] {
  const warned = judgement.logE >= warnLogE(options);
  const reasons: VerdictReason[] = [];
  if (state === 'FAIL' || warned) reasons.push(...worseMetrics(judgement, options, latency));
  const over = state === 'FAIL' ? recovered(judgement, options) : null;
  if (over) reasons.push(over);
  const withheld = state === 'WARN' && judgement.logE >= failLogE(options) ? whyNoFail(judgement, options) : null;
  if (withheld) reasons.push(withheld);
  if (isNoisy(judgement)) reasons.push({ kind: 'noise-model-violated' });
  const share = shareState(judgement, options);
  if (share === 'below' || share === 'above') reasons.push({ kind: 'share-off', direction: share });
  if (data !== 'OK') reasons.push({ kind: 'data', data });
  if (latency && !latency.comparable) reasons.push({ kind: 'no-common-boundaries' });
  if (state === 'PASS') reasons.push({ kind: 'within-margin' });
  const young = judgement.warming.candidate;
  if (state !== 'FAIL' && young > 0) reasons.push({ kind: 'warming', pods: young });
  if (judgement.lingering > 0) reasons.push({ kind: 'lingering', pods: judgement.lingering });
  if (state === 'INCONCLUSIVE' && data === 'OK') {
    const late = worseOfLate(judgement, options);
    if (late) reasons.push(ofLate(late));
    if (!isWithinMargins(judgement, options)) reasons.push({ kind: 'not-enough-evidence' });
    const left = options.soak - judgement.observed;
    if (left > 0) reasons.push({ kind: 'soaking', left: seconds(left) });
  }
  return reasons;
}

function ofLate({ of, window: { from, tally } }: Late): VerdictReason {
  const worse = of.kind === 'metric' ? of.metric.worse : 'higher';
  const found = {
    kind: 'worse-of-late' as const,
    from: from === null ? null : millis(from),
    baseline: meanOf(tally.e1, tally.n1, { worse }),
    candidate: meanOf(tally.e2, tally.n2, { worse }),
  };
  switch (of.kind) {
    case 'errors':
      return { ...found, of };
    case 'boundary':
      return { ...found, of: { kind: 'boundary', boundary: seconds(of.seconds) } };
    case 'metric':
      return { ...found, of: { kind: 'metric', metric: of.metric.id } };
  }
}

/** Evidence that fell to a part like this of what it was speaks for the candidate by now. */
const TURNED = Math.log(20);

/**
 * When a candidate that was worse has been no worse again; null while it still is. Evidence may fall though the
 * candidate is worse: a fault that is smaller than the one before wins less than was bet on that one.
 */
function recovered(judgement: Judgement, options: JudgeOptions): VerdictReason | null {
  const { logE, peakLogE, peakAt, worseAt, failedFrom } = judgement;
  const isOver = (logE < warnLogE(options) || peakLogE - logE >= TURNED) && !isWorseNow(judgement, options);
  const until = worseAt ?? peakAt;
  if (!isOver || until === null) return null;
  return { kind: 'recovered', from: failedFrom === null ? null : millis(failedFrom), until: millis(until) };
}

/**
 * What keeps evidence that is strong enough from being a FAIL; null: that the baseline differs from itself, or the
 * candidate's pods are young, which is told beside it.
 */
function whyNoFail(judgement: Judgement, options: JudgeOptions): VerdictReason | null {
  const enough = failLogE(options);
  if (lnEvidence(judgement, options, 'asFound') < enough) return { kind: 'below-practical-size' };
  if (lnEvidence(judgement, options, 'byChance') < enough)
    return { kind: 'size-unsure', size: loudestMean(judgement) ? null : options.practical };
  if (lnEvidence(judgement, options, 'byPods') >= enough || isMostlyYoung(judgement)) return null;
  if (isElsewhere(loudestSpread(judgement))) return { kind: 'zones-apart' };
  if (lnEvidence(judgement, options, 'ofSome') >= enough) return { kind: 'some-pods' };
  if (!hasFewPods(judgement)) return { kind: 'pods-differ' };
  const mean = loudestMean(judgement);
  const pods = mean ? mean.spread.baseline.n.filter((cases) => cases > 0).length : judgement.noisePods;
  return { kind: 'few-pods', pods };
}

/** The metrics of which each alone would be a warning, the strongest first. */
function worseMetrics(
  { errors, latency, metrics }: Judgement,
  options: JudgeOptions,
  read: LatencyVerdict | null,
): readonly VerdictReason[] {
  const enough = warnLogE(options) - lnMetricWeight(options);
  const found: { logE: number; reason: VerdictReason }[] = [];
  if (errors.worse.peak >= enough) found.push({ logE: errors.worse.peak, reason: { kind: 'errors-worse' } });
  const boundary = (read?.differs ?? mostEver(read))?.boundary;
  if (latency && latency.peak >= enough && boundary !== undefined) {
    found.push({ logE: latency.peak, reason: { kind: 'latency-worse', boundary } });
  }
  options.metrics.forEach(({ id, weight }, i) => {
    const peak = metrics[i]?.worse.peak ?? 0;
    if (peak >= warnLogE(options) - lnMetricWeight(options, weight))
      found.push({ logE: peak, reason: { kind: 'metric-worse', metric: id } });
  });
  return found.sort((a, b) => b.logE - a.logE).map(({ reason }) => reason);
}

const mostEver = (read: LatencyVerdict | null) => read?.boundaries.toSorted((a, b) => b.peakLogE - a.peakLogE)[0];
