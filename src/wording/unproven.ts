import { formatAge, formatDelta, formatValue } from '../text/format.ts';
import { secondsBetween, type Unit } from '../units.ts';
import type { CountedVerdict, MetricVerdict, ProportionVerdict } from '../verdict/verdict.ts';
import type { Speaker } from './verdict-claims.ts';

/** What is not proven yet: of errors, or else of the boundary that is furthest from it. */
export function unprovenText({ errors, latency, metrics }: CountedVerdict, speaker: Speaker): string {
  const open = (latency?.boundaries ?? []).filter(({ asked, passes }) => asked && !passes);
  const beyond = ({ difference, margin }: ProportionVerdict) => (difference ? difference.upper / margin : Infinity);
  const [slowest] = open.toSorted((a, b) => beyond(b) - beyond(a));
  if (errors.passes && slowest)
    return stillText(slowest, `requests slower than ${formatValue(slowest.boundary, 'seconds')}`, speaker);
  const metric = metrics.find(({ passes }) => !passes);
  if (errors.passes && metric) return metricText(metric, speaker);
  return stillText(errors, 'errors', speaker);
}

/** What keeps a metric from passing: that nothing of it is counted, or how much worse it may still be. */
function metricText(
  { label, worse, unit, baseline, candidate, difference, margin, silentSince }: MetricVerdict,
  { baselineName, candidateName, at }: Speaker,
): string {
  const missing = candidate.cases === 0 ? candidateName : baseline.cases === 0 ? baselineName : null;
  if (missing !== null) return `nothing was counted for ${label} of ${missing}`;
  if (silentSince !== null)
    return `nothing new was counted for ${label} for ${formatAge(secondsBetween(silentSince, at))}`;
  const bound = difference === null ? null : worse === 'lower' ? -difference.lower : difference.upper;
  const most =
    bound === null || !Number.isFinite(bound) ? `${worse} by any amount` : `up to ${sizeText(bound, unit)} ${worse}`;
  return `${label} may still be ${most}; to pass, it must be less than ${sizeText(margin, unit)} ${worse}`;
}

/** A difference without its sign. */
export const sizeText = (size: number, unit: Unit) => formatDelta(Math.abs(size), unit).replace('+', '');

/** The other half of the bound, where there is one. */
export const timesText = ({ times }: ProportionVerdict) =>
  times === null ? '' : ` and less than ${times} times as many`;

function stillText(proportion: ProportionVerdict, what: string, { baselineName, candidateName }: Speaker): string {
  const { difference, margin, times } = proportion;
  if (times !== null && difference && difference.upper < margin)
    return `${candidateName} may still have ${times} times as many ${what} as ${baselineName}, or more; to pass, it must be less`;
  const upTo = difference ? `up to ${sizeText(difference.upper, 'ratio')} more` : 'any number of';
  return `${candidateName} may still have ${upTo} ${what}${difference ? ` than ${baselineName}` : ''}; to pass, it must be less than ${sizeText(margin, 'ratio')} more${timesText(proportion)}`;
}
