import type { Limit } from '../../limits/limit.ts';
import type { Plan, PlannedMetric } from '../../profile/plan/plan.ts';
import type { Query } from '../../profile/query.ts';
import type { Unit } from '../../units.ts';
import { type Observed, type Reading, readScalar } from '../readings.ts';
import { judge, worst } from '../rings/limits.ts';
import type { State } from '../state.ts';
import { judgeCandidate, type Verdict } from './verdict.ts';

/** What a metric is held against: the candidate's own value, its difference to the baseline's, and their ratio. */
export interface MetricLimits {
  readonly own?: Limit;
  readonly delta?: Limit;
  readonly factor?: Limit;
}

export interface ComparisonMetric {
  readonly id: string;
  readonly label: string;
  readonly unit: Unit;
  /** Which way is better, so that a delta can be judged. */
  readonly better: 'lower' | 'higher';
  readonly baseline: Reading;
  readonly candidate: Reading;
  readonly baselineExpr: Query;
  readonly candidateExpr: Query;
  /** candidate − baseline in base units; null when either is unknown. */
  readonly delta: number | null;
  readonly state: State;
  readonly limits: MetricLimits;
  /** How it stands against each of its limits; `ok` where there is none. */
  readonly states: Readonly<Record<keyof MetricLimits, State>>;
}

export interface Comparison {
  readonly baseline: { readonly id: string; readonly label: string };
  readonly candidate: { readonly id: string; readonly label: string };
  readonly metrics: readonly ComparisonMetric[];
  /** How the newest values stand against their limits: no statistics. */
  readonly limits: State;
  readonly verdict: Verdict;
}

/** Baseline against candidate, or null when the profile compares nothing. */
export function buildComparison(plan: Plan, observed: Observed): Comparison | null {
  const { profile, metrics } = plan;
  const { versions } = profile;
  if (!versions || (metrics.length === 0 && !plan.verdict)) return null;
  const built = metrics.map((metric) => buildMetric(metric, observed));
  const limits = worst(built.map(({ state }) => state));
  const verdict = judgeCandidate(plan, limits, observed);
  return { baseline: versions.baseline, candidate: versions.candidate, metrics: built, limits, verdict };
}

/** Whether it keeps all of its limits. */
export const keepsLimits = ({ states }: Pick<ComparisonMetric, 'states'>): boolean =>
  worst(Object.values(states)) === 'ok';

/** How it stands against the other version's value. */
export const differenceState = ({ states }: Pick<ComparisonMetric, 'states'>): State =>
  worst([states.delta, states.factor]);

function buildMetric(metric: PlannedMetric, observed: Observed): ComparisonMetric {
  const { id, label, unit, better } = metric;
  const baseline = readScalar(metric.baseline, observed);
  const candidate = readScalar(metric.candidate, observed);
  const both = baseline.known && candidate.known ? { baseline: baseline.value, candidate: candidate.value } : null;
  const { limit: own, delta, factor } = metric;
  const states = {
    own: !own ? 'ok' : candidate.known ? judge(candidate.value, own) : 'unknown',
    delta: !delta ? 'ok' : both ? judge(both.candidate - both.baseline, delta) : 'unknown',
    factor: !factor ? 'ok' : both ? judge(both.candidate / both.baseline, factor) : 'unknown',
  } as const;
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
    state: worst([...Object.values(states), both ? 'ok' : 'unknown']),
    limits: { ...(own && { own }), ...(delta && { delta }), ...(factor && { factor }) },
    states,
  };
}
