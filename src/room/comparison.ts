import type { Plan, PlannedMetric } from '../profile/plan.ts';
import { formatDelta, formatValue } from '../text/format.ts';
import type { Unit } from '../units.ts';
import { directionOf, doubt, judge, type LimitSpec, worst } from './limits.ts';
import { type Observed, readScalar } from './readings.ts';
import type { Comparison, ComparisonMetric, State, Verdict } from './room.ts';

/** Baseline against candidate, or null when the profile compares nothing. */
export function buildComparison({ profile, metrics }: Plan, observed: Observed): Comparison | null {
  const { versions } = profile;
  if (!versions || metrics.length === 0) return null;
  const built = metrics.map((metric) => buildMetric(metric, versions.baseline.label, observed));
  const verdict = judgeByLimits(built, versions.baseline.label, versions.candidate.label);
  return { baseline: versions.baseline, candidate: versions.candidate, metrics: built, verdict };
}

function buildMetric(metric: PlannedMetric, baselineLabel: string, observed: Observed): ComparisonMetric {
  const { id, label, unit, better } = metric;
  const baseline = readScalar(metric.baseline, observed);
  const candidate = readScalar(metric.candidate, observed);
  const both = baseline.known && candidate.known ? { baseline: baseline.value, candidate: candidate.value } : null;
  const states: State[] = [
    !metric.limit ? 'ok' : candidate.known ? judge(candidate.value, metric.limit) : 'unknown',
    !metric.delta ? 'ok' : both ? judge(both.candidate - both.baseline, metric.delta) : 'unknown',
    !metric.factor ? 'ok' : both ? judge(both.candidate / both.baseline, metric.factor) : 'unknown',
  ];
  return {
    id,
    label,
    unit,
    better,
    baseline,
    candidate,
    baselineExpr: metric.baseline,
    candidateExpr: metric.candidate,
    delta: both && both.candidate - both.baseline,
    // What certainly fails, fails, whether or not the other version is known.
    state: worst([...states, doubt(baseline), doubt(candidate), both ? 'ok' : 'unknown']),
    limitText: describeLimits(metric, baselineLabel),
  };
}

function describeLimits({ limit, delta, factor, unit }: PlannedMetric, baseline: string): string {
  const words = (spec: LimitSpec | undefined, value: (limit: number) => string, suffix: string) => {
    const side = spec && directionOf(spec);
    return side ? `${side.direction === 'at-most' ? 'at most' : 'at least'} ${value(side.limit)}${suffix}` : [];
  };
  return [
    words(limit, (n) => formatValue(n, unit), ''),
    words(delta, (n) => formatDelta(n, unit), ` against ${baseline}`),
    words(factor, (n) => formatValue(n, 'factor'), ` ${baseline}`),
  ]
    .flat()
    .join(' and ');
}

/** No statistics: the newest values against their limits, and it says so. */
function judgeByLimits(metrics: readonly ComparisonMetric[], baseline: string, candidate: string): Verdict {
  const words = (metric: ComparisonMetric) =>
    `${metric.label} ${inWords(metric.candidate, metric.unit)} against ${inWords(metric.baseline, metric.unit)}`;
  const of = (state: State) => metrics.filter((metric) => metric.state === state).map(words);
  const failing = of('fail');
  const unknown = of('unknown');
  const warning = of('warn');
  const verdict = (state: Verdict['state'], sentence: string, reasons: readonly string[]): Verdict => ({
    state,
    method: 'limits',
    sentence,
    reasons,
  });
  if (failing.length > 0) return verdict('worse', `${candidate} is beyond its limits: ${failing.join(', ')}`, failing);
  if (unknown.length > 0) return verdict('unknown', `cannot compare: ${unknown.join(', ')}`, unknown);
  if (warning.length > 0)
    return verdict('inconclusive', `${candidate} is near its limits: ${warning.join(', ')}`, warning);
  return verdict('same', `${candidate} is within its limits against ${baseline}`, []);
}

const inWords = (reading: ComparisonMetric['candidate'], unit: Unit) =>
  reading.known ? formatValue(reading.value, unit) : 'unknown';
