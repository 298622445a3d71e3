import { formatDelta, formatValue } from '../text/format.ts';
import type { Verdict as Judgement, MetricVerdict, ProportionVerdict } from '../verdict/verdict.ts';

/** What is not proven yet: of errors, or else of the boundary that is furthest from it. */
export function unprovenText({ errors, latency, metrics }: Judgement, v1: string): string {
  const open = (latency?.boundaries ?? []).filter(({ asked, passes }) => asked && !passes);
  const beyond = ({ difference, margin }: ProportionVerdict) => (difference ? difference.upper / margin : Infinity);
  const [slowest] = open.toSorted((a, b) => beyond(b) - beyond(a));
  if (errors.passes && slowest)
    return `the difference of requests slower than ${formatValue(slowest.boundary, 'seconds')} ${stillText(slowest, v1)}`;
  const metric = metrics.find(({ passes }) => !passes);
  if (errors.passes && metric) return metricText(metric);
  return `the difference of errors ${stillText(errors, v1)}`;
}

/** How much worse a metric may still be. */
function metricText({ label, worse, unit, difference, margin }: MetricVerdict): string {
  const bound = difference === null ? null : worse === 'lower' ? difference.lower : difference.upper;
  const most = bound === null || !Number.isFinite(bound) ? 'by anything' : `by ${formatDelta(bound, unit)}`;
  return `${label} may still differ ${most}, to pass by less than ${formatDelta(worse === 'lower' ? -margin : margin, unit)}`;
}

/** The other half of the bound, where there is one. */
export const timesText = ({ times }: ProportionVerdict, v1: string) =>
  times === null ? '' : `, at less than ${times} times ${v1}’s rate`;

function stillText(proportion: ProportionVerdict, v1: string): string {
  const { difference, margin, times } = proportion;
  if (times !== null && difference && difference.upper < margin)
    return `is below ${formatDelta(margin, 'ratio')}, but the rate may still be ${times} times ${v1}’s or more`;
  const upTo = difference ? `up to ${formatDelta(difference.upper, 'ratio')}` : 'anything';
  return `may still be ${upTo}, to pass it must be below ${formatDelta(margin, 'ratio')}${timesText(proportion, v1)}`;
}
