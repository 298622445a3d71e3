import { limitIn, limitWords } from '../limits/limit.ts';
import type { Comparison, ComparisonMetric, MetricLimits } from '../room/versions/comparison.ts';
import { formatDelta, formatValue } from '../text/format.ts';
import { type Sentence, say } from '../text/say.ts';
import type { Unit } from '../units.ts';

/** How the newest values stand against their limits, in one line: no statistics, and it says so. */
export function limitsSentence({ metrics, limits, baseline, candidate }: LimitsOf): Sentence {
  const decisive = metrics.filter(({ state }) => state === limits);
  const told = decisive.map((metric) => heldText(metric, baseline.label));
  switch (limits) {
    case 'fail':
      return say`${candidate.label} is beyond its limits: ${told.join(', ')}`;
    case 'unknown':
      return say`${candidate.label} and ${baseline.label} cannot be compared: ${decisive.map((metric) => unknownText(metric, [candidate.label, baseline.label])).join(', ')}`;
    case 'warn':
      return say`${candidate.label} is near its limits: ${told.join(', ')}`;
    case 'ok':
      return say`${candidate.label} is within its limits`;
  }
}

type LimitsOf = Pick<Comparison, 'metrics' | 'limits' | 'baseline' | 'candidate'>;

/** The metrics that decide it; none while all is within limits. */
export const limitsReasons = ({ metrics, limits, baseline }: LimitsOf): readonly Sentence[] =>
  limits === 'ok'
    ? []
    : metrics.filter(({ state }) => state === limits).map((metric) => heldText(metric, baseline.label));

/** By its own limit alone a value may fail that is better than the other version's. */
function heldText(metric: ComparisonMetric, baselineName: string): Sentence {
  const { label, unit, candidate, baseline, states } = metric;
  return states.own !== 'ok' && states.delta === 'ok' && states.factor === 'ok' && candidate.known
    ? say`${label} ${readingText(candidate, unit)} (${missedText(metric, baselineName)})`
    : say`${label} ${readingText(candidate, unit)} against ${readingText(baseline, unit)}`;
}

/** What of it is not known: "error rate unknown", or both sides where they are not the same. */
function unknownText(metric: ComparisonMetric, [youngName, oldName]: readonly [string, string]): Sentence {
  const { label, unit, candidate, baseline } = metric;
  const [young, old] = [readingText(candidate, unit), readingText(baseline, unit)];
  if (!candidate.known && !baseline.known && young === old) return say`${label} ${young}`;
  return say`${label} (${youngName} ${young}, ${oldName} ${old})`;
}

const readingText = (reading: ComparisonMetric['candidate'], unit: Unit) =>
  reading.known ? formatValue(reading.value, unit) : reading.reason === 'partial' ? 'incomplete' : 'unknown';

/** All limits of a metric: "at most 300 ms and at most +50 ms against V1"; empty where there is none. */
export const limitText = (
  { limits, unit }: Pick<ComparisonMetric, 'limits' | 'unit'>,
  baselineName: string,
): Sentence => say`${sides(limits, unit, baselineName)}`;

/** The limits alone that it does not keep; empty while it keeps all of them. */
export function missedText({ limits, states, unit }: ComparisonMetric, baselineName: string): Sentence {
  const { own, delta, factor } = limits;
  const missed = {
    ...(states.own !== 'ok' && own && { own }),
    ...(states.delta !== 'ok' && delta && { delta }),
    ...(states.factor !== 'ok' && factor && { factor }),
  };
  return say`${sides(missed, unit, baselineName)}`;
}

const sides = ({ own, delta, factor }: MetricLimits, unit: Unit, baselineName: string): string =>
  [
    ...(own ? [limitIn(own, unit)] : []),
    ...(delta ? [`${limitWords(delta, (n) => formatDelta(n, unit))} against ${baselineName}`] : []),
    ...(factor ? [`${limitIn(factor, 'factor')} ${baselineName}`] : []),
  ].join(' and ');
