import { formatAge, formatValue } from '../text/format.ts';
import { suppliersText } from '../text/origin.ts';
import { type Millis, secondsBetween } from '../units.ts';
import type { CountedVerdict, MetricVerdict, ProportionVerdict, VerdictReason } from '../verdict/verdict.ts';

/** How a verdict speaks of what it judges. */
export interface Speaker {
  readonly baselineName: string;
  readonly candidateName: string;
  readonly at: Millis;
}

export const percent = (value: number | null) => (value === null ? 'unknown' : formatValue(value, 'ratio'));
export const count = (value: number) => formatValue(Math.round(value), 'count');

/** What the evidence is of, and when: since the trouble began rather than over the whole stage, where both can be told. */
export function ratesText({ since, baseline, candidate }: ProportionVerdict, { at }: Speaker): string {
  return since?.baseline != null && since.candidate !== null
    ? `${percent(since.candidate)} against ${percent(since.baseline)} of requests in the last ${formatAge(secondsBetween(since.from, at))}`
    : `${percent(candidate.rate)} against ${percent(baseline.rate)} of requests in this stage`;
}

export function claimText({ reasons, errors, latency, metrics }: CountedVerdict, speaker: Speaker): string {
  for (const reason of reasons) {
    if (reason.kind === 'errors-worse') return `errors ${ratesText(errors, speaker)}`;
    if (reason.kind === 'latency-worse') {
      const boundary = latency?.boundaries.find((one) => one.boundary === reason.boundary);
      return `slower than ${formatValue(reason.boundary, 'seconds')}: ${boundary ? ratesText(boundary, speaker) : 'more requests'}`;
    }
    if (reason.kind === 'metric-worse') return metricText(reason, metrics, speaker);
    if (reason.kind === 'share-off') return shareText(reason, speaker);
  }
  return `errors ${ratesText(errors, speaker)}`;
}

/** "match accuracy lower: 87 % against 91 % in the last 4m". */
export function metricText(
  { metric: id }: { readonly metric: string },
  metrics: readonly MetricVerdict[],
  { at }: Speaker,
): string {
  const metric = metrics.find((one) => one.id === id);
  if (!metric) return id;
  const { label, worse, unit, since, baseline, candidate } = metric;
  const value = (of: number | null) => (of === null ? 'unknown' : formatValue(of, unit));
  const values =
    since?.baseline != null && since.candidate !== null
      ? `${value(since.candidate)} against ${value(since.baseline)} in the last ${formatAge(secondsBetween(since.from, at))}`
      : `${value(candidate.value)} against ${value(baseline.value)} in this stage`;
  return `${label} ${worse}: ${values}`;
}

export function shareText(
  { direction }: Extract<VerdictReason, { kind: 'share-off' }>,
  { candidateName }: Speaker,
): string {
  return `${candidateName} gets ${direction === 'below' ? 'fewer' : 'more'} requests than planned`;
}

/** Where the candidate is worse of late, and by the rates since then. */
export function ofLateText(
  { of, from, baseline, candidate }: Extract<VerdictReason, { kind: 'worse-of-late' }>,
  { metrics }: CountedVerdict,
  { at }: Speaker,
): string {
  const when = from === null ? 'lately' : `in the last ${formatAge(secondsBetween(from, at))}`;
  if (of.kind === 'metric') {
    const metric = metrics.find(({ id }) => id === of.metric);
    const value = (one: number | null) => (one === null || !metric ? 'unknown' : formatValue(one, metric.unit));
    return `${metric?.label ?? of.metric} ${value(candidate)} against ${value(baseline)} ${when}`;
  }
  const what = of.kind === 'errors' ? 'errors' : `slower than ${formatValue(of.boundary, 'seconds')}:`;
  return `${what} ${percent(candidate)} against ${percent(baseline)} of requests ${when}`;
}

/** What supplies most of the evidence. */
export function originText({ since }: Pick<ProportionVerdict | MetricVerdict, 'since'>): string {
  const text = since ? suppliersText(since) : '';
  return text === '' ? '' : `; ${text}`;
}
