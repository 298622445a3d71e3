import type { Judged, Room } from '../room/room.ts';
import type { Millis } from '../units.ts';
import type { Band } from '../verdict/statistics/confidence.ts';
import type { ProportionVerdict, QuantileInterval, RateVerdict } from '../verdict/verdict.ts';
import { ailmentText } from '../wording/ailments.ts';
import { noiseText } from '../wording/noise.ts';
import { verdictReasons, verdictSentence } from '../wording/verdict.ts';
import type { JudgedSnapshot, VerdictSnapshot } from './schema/verdict.ts';
import { toMetric } from './snapshot-metric.ts';

/** A verdict in the published form: the same in snapshots and from the gate. */
export function toVerdict(room: Pick<Room, 'at' | 'comparison'>): VerdictSnapshot | null {
  const { comparison, at } = room;
  if (!comparison) return null;
  const { state, method, level, partial, judged } = comparison.verdict;
  return {
    state,
    method,
    level,
    sentence: verdictSentence(room),
    ...(partial && { partial }),
    reasons: [...verdictReasons(room)],
    judged: judged && toJudged(judged, comparison.candidate.label, at),
  };
}

const iso = (at: number): string => new Date(at).toISOString();
const isoOrNull = (at: number | null) => (at === null ? null : iso(at));

function toJudged(judged: Judged, candidate: string, now: Millis): JudgedSnapshot {
  const { data, ring, since, scrape, pods: podsUp, verdict } = judged;
  const ailments = judged.ailments.map((one) => ailmentText(one, candidate, now));
  const about = { data, ring, since: iso(since), scrapeSeconds: scrape, podsUp, ailments };
  if (!verdict) return { ...about, numbers: null };
  const { latency, share, noise, missing } = verdict;
  const { state, failedAt, logE, peakLogE, warnLogE, failLogE, p, advisory, approximate } = verdict;
  return {
    ...about,
    numbers: {
      state,
      countedUntil: isoOrNull(verdict.at),
      failedAt: isoOrNull(failedAt),
      logE,
      peakLogE,
      warnLogE,
      failLogE,
      p,
      advisory,
      approximate,
      errors: toProportion(verdict.errors),
      latency: latency && {
        comparable: latency.comparable,
        boundaries: latency.boundaries.map((one) => ({ seconds: one.boundary, ...toProportion(one) })),
        leftOutSeconds: [...latency.leftOut],
        differsAtSeconds: latency.differs?.boundary ?? null,
        quantiles: latency.quantiles.map(toQuantile),
        logE: latency.logE,
        passes: latency.passes,
      },
      metrics: verdict.metrics.map(toMetric),
      share: { state: share.state, observed: share.observed, configured: share.configured, logE: share.logE },
      noise: {
        model: noise.model,
        words: noiseText(noise),
        pods: noise.pods,
        dispersion: noise.dispersion,
        placeboLogE: noise.placeboLogE,
      },
      observedSeconds: verdict.observed,
      soakSeconds: verdict.soak,
      copiesBy: [...verdict.copiesBy],
      unlabelled: [...verdict.unlabelled],
      pods: { ...verdict.pods },
      warming: { ...verdict.warming },
      crashLooping: [...verdict.crashLooping],
      gone: verdict.gone && { ...verdict.gone, since: iso(verdict.gone.since) },
      restarts: { ...verdict.restarts },
      missing: missing && {
        towards: missing.towards,
        requests: missing.requests,
        needed: missing.needed,
        etaSeconds: missing.eta,
      },
    },
  };
}

function toProportion(proportion: ProportionVerdict) {
  const { baseline, candidate, difference, surely, betweenPods, logE, since, dispersion, margin, times, passes } =
    proportion;
  return {
    baseline: toRate(baseline),
    candidate: toRate(candidate),
    difference: difference && { value: difference.value, lower: difference.lower, upper: difference.upper },
    surely: surely && { ...surely },
    betweenPods,
    logE,
    since: since && toSince(since),
    dispersion,
    margin,
    times,
    passes,
  };
}

const toSince = ({ from, pods, labels, ...rates }: NonNullable<ProportionVerdict['since']>) => ({
  ...rates,
  from: iso(from),
  pods: pods.map((one) => ({ ...one })),
  labels: labels.map(({ values, ...one }) => ({ ...one, values: values.map((value) => ({ ...value })) })),
});

const toRate = ({ requests, events, rate: ofRequests, band: around }: RateVerdict) => ({
  requests,
  events,
  rate: ofRequests,
  band: around && toBand(around),
});
const toBand = ({ lower, upper }: Band) => ({ lower, upper });

function toQuantile({ quantile, baseline, candidate }: QuantileInterval) {
  // JSON has no infinity.
  const within = (found: QuantileInterval['baseline']) =>
    found && { above: found.above as number, upTo: Number.isFinite(found.upTo) ? (found.upTo as number) : null };
  return { quantile, baseline: within(baseline), candidate: within(candidate) };
}
