import type { MetricSide, MetricVerdict } from '../verdict/verdict.ts';

/** A ratio or a mean of both versions in the published form. */
export function toMetric({ difference, surely, since, silentSince, peakLogE: _, ...metric }: MetricVerdict) {
  const finite = (bound: number) => (Number.isFinite(bound) ? bound : null);
  return {
    ...metric,
    baseline: toSide(metric.baseline),
    candidate: toSide(metric.candidate),
    difference: difference && {
      value: difference.value,
      lower: finite(difference.lower),
      upper: finite(difference.upper),
    },
    silentSince: silentSince === null ? null : iso(silentSince),
    surely: surely && { ...surely },
    since: since && { ...since, from: iso(since.from), pods: since.pods.map((one) => ({ ...one })) },
  };
}

const iso = (at: number): string => new Date(at).toISOString();

const toSide = ({ band: around, ...side }: MetricSide) => ({
  ...side,
  band: around && { lower: around.lower, upper: around.upper },
});
