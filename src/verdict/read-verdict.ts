import { type Millis, millis, type Ratio, ratio, seconds } from '../units.ts';
import { lowerDifference, rateBand, upperDifference } from './confidence.ts';
import { effectiveDispersion } from './dispersion.ts';
import type { Alternatives } from './e-process.ts';
import { errorAlternatives } from './errors.ts';
import { information, requestsToFail, requestsToPass } from './evidence.ts';
import { configuredShare, failLogE, type Judgement, lnMetricWeight, placeboDiscount, warnLogE } from './judgement.ts';
import { LATENCY_ALTERNATIVES, type Latency, sloBoundary } from './latency.ts';
import type { JudgeOptions, LatencyOptions } from './options.ts';
import type { Proportion } from './proportion.ts';
import { difference, rateOf } from './rates.ts';
import { shareLogE } from './share.ts';
import { requestsPerSecond } from './traffic.ts';
import { trailPoints } from './trail.ts';
import type {
  BoundaryVerdict,
  DataState,
  LatencyVerdict,
  MissingEvidence,
  NoiseVerdict,
  ProportionVerdict,
  QuantileInterval,
  RateVerdict,
  Reason,
  ShareVerdict,
  Verdict,
  VerdictState,
} from './verdict.ts';
import { leadingWindow } from './window.ts';

/** Fewer pods than this cannot show how noisy they are. */
const PODS_FOR_NOISE = 3;
/** Data older than so many scrapes is stale. */
const STALE_AFTER = 3;
/** A version without a request for so many times its usual gap has no traffic. */
const GAPS = 10;

/**
 * The verdict as it stands.
 * @param now the horizon up to which samples were heard
 * @param problem what went wrong in asking for them, if anything
 */
export function readVerdict(
  judgement: Judgement,
  options: JudgeOptions,
  now: Millis,
  problem: 'QUERY_ERROR' | 'PARTIAL' | null = null,
): Verdict {
  const { errors: proportion, latency: histogram, traffic, noisePods } = judgement;
  const data = problem ?? dataState(judgement, options, now);
  const alternatives = errorAlternatives(proportion, options.tolerated);
  const errors = readProportion(proportion, alternatives, options.margin, options.alpha);
  const latency = histogram && options.latency ? readLatency(histogram, options.latency, options.alpha) : null;
  const share = readShare(judgement, options);
  const noise = readNoise(judgement);
  const advisory =
    placeboDiscount(proportion.placeboPeak) > 0 || (histogram !== null && placeboDiscount(histogram.placeboPeak) > 0);
  const soakLeft = options.soak - judgement.observed;
  const warned = judgement.logE >= warnLogE(options);
  const passes = errors.passes && (latency?.passes ?? true);
  const shareOff = share.state === 'below' || share.state === 'above';
  const state: VerdictState =
    judgement.failedAt !== null
      ? 'FAIL'
      : warned || shareOff
        ? 'WARN'
        : data === 'OK' && passes && soakLeft <= 0 && !advisory
          ? 'PASS'
          : 'INCONCLUSIVE';
  const reasons: Reason[] = [];
  if (state === 'FAIL' || warned) reasons.push(...worse(judgement, options, latency));
  if (state === 'FAIL' && judgement.logE < warnLogE(options)) reasons.push({ kind: 'recovered' });
  if (state === 'WARN' && judgement.logE >= failLogE(options)) reasons.push({ kind: 'below-practical-size' });
  if (advisory) reasons.push({ kind: 'noise-model-violated' });
  if (shareOff) reasons.push({ kind: 'share-off', direction: share.state === 'below' ? 'below' : 'above' });
  if (data !== 'OK') reasons.push({ kind: 'data', data });
  if (latency && !latency.comparable) reasons.push({ kind: 'no-common-boundaries' });
  if (state === 'PASS') reasons.push({ kind: 'within-margin', margin: options.margin });
  if (state === 'INCONCLUSIVE' && data === 'OK') {
    if (!passes) reasons.push({ kind: 'not-enough-evidence' });
    if (soakLeft > 0) reasons.push({ kind: 'soaking', left: seconds(soakLeft) });
  }
  return {
    state,
    data,
    at: judgement.at === null ? null : millis(judgement.at),
    failedAt: judgement.failedAt === null ? null : millis(judgement.failedAt),
    logE: judgement.logE,
    peakLogE: judgement.peakLogE,
    warnLogE: warnLogE(options),
    failLogE: failLogE(options),
    p: Math.min(1, Math.exp(-judgement.peakLogE)),
    advisory,
    approximate: noisePods < PODS_FOR_NOISE,
    better: proportion.better.logE >= failLogE(options) - lnMetricWeight(options),
    errors,
    latency,
    share,
    noise,
    observed: seconds(judgement.observed),
    soak: options.soak,
    pods: { ...judgement.pods },
    restarts: { ...judgement.restarts },
    missing: state === 'FAIL' || state === 'PASS' ? null : missingEvidence(judgement, options, latency),
    visible: visible(judgement, options),
    trail: trailPoints(judgement.trail),
    reasons,
  };

  function missingEvidence(
    { errors: { tally } }: Judgement,
    { margin, alpha, tolerated }: JudgeOptions,
    ofLatency: LatencyVerdict | null,
  ): MissingEvidence {
    const perSecond = requestsPerSecond(traffic.requests2, traffic.seconds);
    const needs = (of: Proportion, phi: number, allowed: number, logE: number) => {
      const per2 = of.tally.n2 > 0 ? of.tally.n1 / of.tally.n2 : traffic.requests1 / traffic.requests2;
      const { p1, p2 } = expectedRates(of);
      if (!Number.isFinite(per2)) return { pass: Infinity, fail: Infinity };
      return {
        pass: Math.max(of.tally.n2, requestsToPass(p1, Math.max(p1, p2), per2, allowed, alpha, phi)),
        fail:
          of.tally.n2 + requestsToFail(logE, failLogE(options) - lnMetricWeight(options), p1, p2, per2, tolerated, phi),
      };
    };
    const forErrors = needs(proportion, errors.dispersion, margin, proportion.worse.logE);
    let pass = forErrors.pass;
    if (ofLatency && histogram && options.latency) {
      for (const index of passBoundaries(histogram, options.latency)) {
        const boundary = histogram.proportions[index];
        const { margin: allowed } = options.latency;
        if (boundary) pass = Math.max(pass, needs(boundary, phiOf(boundary), allowed, 0).pass);
      }
      if (!ofLatency.comparable) pass = Infinity;
    }
    const towards = forErrors.fail < pass ? 'FAIL' : 'PASS';
    const needed = Math.min(forErrors.fail, pass);
    const left = needed - tally.n2;
    const soaking = towards === 'PASS' ? Math.max(0, soakLeft) : 0;
    return {
      towards,
      requests: tally.n2,
      needed: Number.isFinite(needed) ? Math.ceil(needed) : null,
      eta: Number.isFinite(left) && perSecond > 0 ? seconds(Math.max(soaking, left / perSecond)) : null,
    };
  }

  function visible({ errors: { past } }: Judgement, { margin, tolerated }: JudgeOptions): Verdict['visible'] {
    const perSecond = requestsPerSecond(traffic.requests2, traffic.seconds);
    if (!(perSecond > 0 && past.n > 0)) return null;
    const p1 = (past.e + 0.5) / (past.n + 1);
    const each =
      information(p1, p1 * tolerated + margin, traffic.requests1 / traffic.requests2, tolerated) / errors.dispersion;
    if (!(each > 0)) return null;
    return {
      difference: margin,
      after: seconds((failLogE(options) - lnMetricWeight(options)) / (each * perSecond)),
    };
  }
}

function dataState({ at, traffic }: Judgement, { scrape }: JudgeOptions, now: Millis): DataState {
  const { scraped1, scraped2, served1, served2, requests1, requests2, seconds: span } = traffic;
  if (at === null || scraped1 === null || scraped2 === null) return 'NO_SERIES';
  const age = (instant: number) => (now - instant) / 1000;
  if (age(Math.min(scraped1, scraped2)) > STALE_AFTER * scrape) return 'STALE';
  if (served1 === null || served2 === null) return 'NO_TRAFFIC';
  const silent = (served: number, requests: number) =>
    age(served) > Math.max(STALE_AFTER * scrape, GAPS / requestsPerSecond(requests, span));
  return silent(served1, requests1) || silent(served2, requests2) ? 'NO_TRAFFIC' : 'OK';
}

const phiOf = ({ dispersion }: Proportion) => effectiveDispersion(dispersion);

/** Rates to reckon with: V1's with half an event added; V2's as observed. */
function expectedRates({ past, tally }: Proportion): { p1: number; p2: number } {
  const p1 = (past.e + 0.5) / (past.n + 1);
  return { p1, p2: Math.min(1, p1 + Math.max(0, difference(tally) ?? 0)) };
}

function readRate(events: number, requests: number, alpha: number, phi: number): RateVerdict {
  const rate = rateOf(events, requests);
  return { requests, events, rate: rate === null ? null : ratio(rate), band: rateBand(events, requests, alpha, phi) };
}

function readProportion(
  proportion: Proportion,
  alternatives: Pick<Alternatives, 'lnWeights'>,
  margin: Ratio,
  alpha: number,
): ProportionVerdict {
  const { tally, worse, windows } = proportion;
  const phi = phiOf(proportion);
  const value = difference(tally);
  const upper = upperDifference(tally, margin, alpha, phi);
  const lower = lowerDifference(tally, alpha, phi);
  const since = leadingWindow(windows, worse, alternatives);
  const toRatio = (n: number | null) => (n === null ? null : ratio(n));
  return {
    baseline: readRate(tally.e1, tally.n1, alpha, phi),
    candidate: readRate(tally.e2, tally.n2, alpha, phi),
    difference: value === null || upper === null || lower === null ? null : { value, lower, upper },
    logE: worse.logE,
    peakLogE: worse.peak,
    since:
      since?.from == null
        ? null
        : {
            from: millis(since.from),
            baseline: toRatio(rateOf(since.tally.e1, since.tally.n1)),
            candidate: toRatio(rateOf(since.tally.e2, since.tally.n2)),
            difference: difference(since.tally),
          },
    dispersion: phi,
    margin,
    passes: upper !== null && upper < margin,
  };
}

/** Where latency has to be within the margin: at the limit's boundary and all slower ones; without a limit everywhere. */
function passBoundaries({ boundaries, shared }: Latency, { slo }: LatencyOptions): readonly number[] {
  const all = boundaries ?? [];
  const first = slo === null ? 0 : sloBoundary(all, slo);
  return all.flatMap((_, index) => (shared[index] && first >= 0 && index >= first ? [index] : []));
}

function readLatency(latency: Latency, options: LatencyOptions, alpha: number): LatencyVerdict {
  const all = latency.boundaries ?? [];
  const read = latency.proportions.map((proportion, index): BoundaryVerdict => {
    const verdict = readProportion(proportion, LATENCY_ALTERNATIVES, options.margin, alpha);
    return { ...verdict, boundary: seconds(all[index] ?? 0), shared: latency.shared[index] ?? false };
  });
  const boundaries = read.filter(({ shared }) => shared);
  const asked = passBoundaries(latency, options);
  return {
    boundaries,
    comparable: boundaries.length > 0,
    leftOut: read.filter(({ shared }) => !shared).map(({ boundary }) => boundary),
    logE: latency.logE,
    peakLogE: latency.peak,
    differs: mostEvidence(boundaries),
    quantiles: [0.5, 0.9, 0.95, 0.99].map((quantile) => readQuantile(boundaries, quantile)),
    passes: asked.length > 0 && asked.every((index) => read[index]?.passes ?? false),
  };
}

function mostEvidence(boundaries: readonly BoundaryVerdict[]): BoundaryVerdict | null {
  const worst = boundaries.toSorted((a, b) => b.logE - a.logE)[0];
  return worst && worst.logE > 0 ? worst : null;
}

/** A quantile is known up to the boundaries around it: the first at which at most 1 − q of the requests were slower. */
function readQuantile(boundaries: readonly BoundaryVerdict[], quantile: number): QuantileInterval {
  const interval = (version: 'baseline' | 'candidate') => {
    if (boundaries.every((boundary) => boundary[version].requests === 0)) return null;
    const index = boundaries.findIndex((boundary) => {
      const { events, requests } = boundary[version];
      return events <= (1 - quantile) * requests * (1 + 1e-12);
    });
    const above = boundaries[index < 0 ? boundaries.length - 1 : index - 1]?.boundary ?? seconds(0);
    return { above, upTo: boundaries[index]?.boundary ?? seconds(Infinity) };
  };
  return { quantile: ratio(quantile), baseline: interval('baseline'), candidate: interval('candidate') };
}

function readShare({ share, at }: Judgement, options: JudgeOptions): ShareVerdict {
  const configured = at === null ? null : configuredShare(options, at);
  const requests = share.requests1 + share.requests2;
  const logE = shareLogE(share);
  const off = logE >= failLogE(options);
  return {
    state:
      configured === null
        ? 'not-configured'
        : !off
          ? 'as-configured'
          : share.below.logE > share.above.logE
            ? 'below'
            : 'above',
    observed: requests > 0 ? ratio(share.requests2 / requests) : null,
    configured: configured === null ? null : ratio(configured),
    logE,
  };
}

function readNoise({ errors, latency, noisePods }: Judgement): NoiseVerdict {
  const dispersion = phiOf(errors);
  const placeboLogE = Math.max(errors.placeboPeak, latency?.placeboPeak ?? 0);
  const violated = placeboDiscount(placeboLogE) > 0;
  const pods = `${noisePods} V1 pod${noisePods === 1 ? '' : 's'}`;
  const words = violated
    ? `violated: ${pods} differ among themselves beyond what was allowed for`
    : noisePods < PODS_FOR_NOISE
      ? `requests fail independently (assumed: ${pods} cannot show otherwise)`
      : dispersion > 1
        ? `${pods} differ more than by chance: evidence divided by ${dispersion.toFixed(1)}`
        : `requests fail independently (${pods} differ no more than by chance)`;
  return {
    model: dispersion > 1 ? 'overdispersed' : 'binomial',
    pods: noisePods,
    dispersion,
    placeboLogE,
    words,
  };
}

/** What speaks against V2: metrics by their evidence, each if it alone would reach a warning. */
function worse({ errors, latency }: Judgement, options: JudgeOptions, read: LatencyVerdict | null): readonly Reason[] {
  const enough = warnLogE(options) - lnMetricWeight(options);
  const reasons: { logE: number; reason: Reason }[] = [];
  if (errors.worse.peak >= enough) reasons.push({ logE: errors.worse.peak, reason: { kind: 'errors-worse' } });
  if (latency && latency.peak >= enough && read?.differs) {
    reasons.push({ logE: latency.peak, reason: { kind: 'latency-worse', boundary: read.differs.boundary } });
  }
  return reasons.sort((a, b) => b.logE - a.logE).map(({ reason }) => reason);
}
