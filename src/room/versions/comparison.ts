import { limitIn, limitWords } from '../../limits/limit.ts';
import type { Plan, PlannedMetric } from '../../profile/plan/plan.ts';
import { formatDelta } from '../../text/format.ts';
import { type Observed, readScalar } from '../readings.ts';
import { judge, worst } from '../rings/limits.ts';
import { holdAgainstLimits } from '../rings/limits-verdict.ts';
import type { Comparison, ComparisonMetric, State } from '../room.ts';
import { judgeCandidate } from './verdict.ts';

/** Baseline against candidate, or null when the profile compares nothing. */
export function buildComparison(plan: Plan, observed: Observed): Comparison | null {
  const { profile, metrics } = plan;
  const { versions } = profile;
  if (!versions || (metrics.length === 0 && !plan.verdict)) return null;
  const built = metrics.map((metric) => buildMetric(metric, versions.baseline.label, observed));
  const limits = holdAgainstLimits(built, versions.baseline.label, versions.candidate.label);
  const verdict = judgeCandidate(plan, limits, observed);
  return { baseline: versions.baseline, candidate: versions.candidate, metrics: built, limits, verdict };
}

function buildMetric(metric: PlannedMetric, baselineLabel: string, observed: Observed): ComparisonMetric {
  const { id, label, unit, better } = metric;
  const baseline = readScalar(metric.baseline, observed);
  const candidate = readScalar(metric.candidate, observed);
  const both = baseline.known && candidate.known ? { baseline: baseline.value, candidate: candidate.value } : null;
  const states: readonly [own: State, delta: State, factor: State] = [
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
    state: worst([...states, both ? 'ok' : 'unknown']),
    ...(metric.limit && { limit: metric.limit }),
    limitText: describeLimits(metric, baselineLabel),
    missed: describeLimits(
      {
        unit,
        ...(states[0] !== 'ok' && metric.limit && { limit: metric.limit }),
        ...(states[1] !== 'ok' && metric.delta && { delta: metric.delta }),
        ...(states[2] !== 'ok' && metric.factor && { factor: metric.factor }),
      },
      baselineLabel,
    ),
    states: { own: worst([states[0]]), difference: worst([states[1], states[2]]) },
  };
}

type Limits = Pick<PlannedMetric, 'unit'> & Partial<Pick<PlannedMetric, 'limit' | 'delta' | 'factor'>>;

function describeLimits({ limit, delta, factor, unit }: Limits, baseline: string): string {
  return [
    ...(limit ? [limitIn(limit, unit)] : []),
    ...(delta ? [`${limitWords(delta, (n) => formatDelta(n, unit))} against ${baseline}`] : []),
    ...(factor ? [`${limitIn(factor, 'factor')} ${baseline}`] : []),
  ].join(' and ');
}
