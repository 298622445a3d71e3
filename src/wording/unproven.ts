import { formatAge, formatDelta, formatValue } from '../text/format.ts';
import { secondsBetween, type Unit } from '../units.ts';
import type { CountedVerdict, MetricVerdict, ProportionVerdict } from '../verdict/verdict.ts';
import type { Speaker } from './verdict-claims.ts';

/** What is not proven yet: of errors, or else of the boundary that is furthest from it. */
export function unprovenText({ errors, latency, metrics }: CountedVerdict, speaker: Speaker): string {
  const { baselineName } = speaker;
  const open = (latency?.boundaries ?? []).filter(({ asked, passes }) => asked && !passes);
  const beyond = ({ difference, margin }: ProportionVerdict) => (difference ? difference.upper / margin : Infinity);
  const [slowest] = open.toSorted((a, b) => beyond(b) - beyond(a));
  if (errors.passes && slowest)
    return `the difference of requests slower than ${formatValue(slowest.boundary, 'seconds')} ${stillText(slowest, baselineName)}`;
  const metric = metrics.find(({ passes }) => !passes);
  if (errors.passes && metric) return metricText(metric, speaker);
  return `the difference of errors ${stillText(errors, baselineName)}`;
}

/** What keeps a metric from passing: that nothing of it is counted, or how much worse it may still be. */
function metricText(
  { label, worse, unit, baseline, candidate, difference, margin, silentSince }: MetricVerdict,
  { baselineName, candidateName, at }: Speaker,
): string {
  const missing = candidate.cases === 0 ? candidateName : baseline.cases === 0 ? baselineName : null;
  if (missing !== null) return `${missing} has no cases of ${label}`;
  if (silentSince !== null) return `no more cases of ${label} for ${formatAge(secondsBetween(silentSince, at))}`;
  const bound = difference === null ? null : worse === 'lower' ? -difference.lower : difference.upper;
  const most = bound === null || !Number.isFinite(bound) ? `worse by anything` : `${sizeText(bound, unit)} ${worse}`;
  return `${label} may still be ${most}; to pass, less than ${sizeText(margin, unit)}`;
}

/** A difference without its sign. */
export const sizeText = (size: number, unit: Unit) => formatDelta(Math.abs(size), unit).replace('+', '');

/** The other half of the bound, where there is one. */
export const timesText = ({ times }: ProportionVerdict, baselineName: string) =>
  times === null ? '' : `, at less than ${times} times ${baselineName}’s rate`;

function stillText(proportion: ProportionVerdict, baselineName: string): string {
  const { difference, margin, times } = proportion;
  if (times !== null && difference && difference.upper < margin)
    return `is below ${formatDelta(margin, 'ratio')}, but the rate may still be ${times} times ${baselineName}’s or more`;
  const upTo = difference ? `up to ${formatDelta(difference.upper, 'ratio')}` : 'anything';
  return `may still be ${upTo}; to pass, it must be below ${formatDelta(margin, 'ratio')}${timesText(proportion, baselineName)}`;
}
