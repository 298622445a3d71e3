import { formatDelta, formatValue } from '../text/format.ts';
import type { Verdict as Judgement, ProportionVerdict } from '../verdict/verdict.ts';

/** What is not proven yet: of errors, or else of the boundary that is furthest from it. */
export function unprovenText({ errors, latency }: Judgement, v1: string): string {
  const open = (latency?.boundaries ?? []).filter(({ asked, passes }) => asked && !passes);
  const beyond = ({ difference, margin }: ProportionVerdict) => (difference ? difference.upper / margin : Infinity);
  const [slowest] = open.toSorted((a, b) => beyond(b) - beyond(a));
  if (errors.passes && slowest)
    return `the difference of requests slower than ${formatValue(slowest.boundary, 'seconds')} ${stillText(slowest, v1)}`;
  return `the difference of errors ${stillText(errors, v1)}`;
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
