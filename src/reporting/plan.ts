import { createFillers } from '../profile/plan/fill.ts';
import type { Plan } from '../profile/plan/plan.ts';
import { periodFill, reportQuery } from '../profile/plan/reports.ts';
import { promql, type Query } from '../profile/query.ts';
import type { Profile } from '../profile/schema/profile.ts';
import type { MetricReport } from '../profile/schema/reports.ts';
import { type Seconds, seconds } from '../units.ts';
import { agreementsOf } from './agreements.ts';
import { coverageLike, stepsQuestion } from './coverage.ts';
import { ringQuestions } from './deployments.ts';
import { figureQuestions, type PlannedFigure } from './figures.ts';
import { type Period, stepOf } from './period.ts';
import { type InstantQuestion, type Question, type RangeQuestion, uniqueQuestions } from './questions.ts';
import { firingQuestions } from './spells.ts';

/** What a report asks for. */
export interface PlannedReport {
  readonly figures: readonly PlannedFigure[];
  readonly slas: readonly PlannedFigure[];
  readonly deployments: PlannedFigure | null;
  /** Has an answer wherever the server had samples. */
  readonly coverage: Query;
  readonly step: Seconds;
}

/** @param kind null: a report without metrics of its own, as that of a rollout */
export function planReport(
  { profile, slas }: Pick<Plan, 'profile' | 'slas'>,
  kind: MetricReport | null,
  period: Period,
): PlannedReport {
  const { reports } = profile;
  const fillers = createFillers(profile);
  const metrics = reports.metrics.flatMap((metric, i): PlannedFigure[] =>
    kind !== null && metric.in.includes(kind)
      ? [{ ...metric, over: reportQuery(profile, metric, ['reports', 'metrics', i]) }]
      : [],
  );
  const isAgreed = kind === 'sla';
  return {
    figures: isAgreed ? [] : metrics,
    slas: [...(kind === null ? [] : agreementsOf({ profile, slas })), ...(isAgreed ? metrics : [])],
    deployments: deploymentsOf(profile),
    coverage: promql(fillers.fill(reports.coverage, ['reports', 'coverage'])),
    // What was scraped once in a window has two samples in a step, and so a rate.
    step: stepOf(period, seconds(2 * profile.window)),
  };
}

function deploymentsOf(profile: Profile): PlannedFigure | null {
  const { deployments } = profile.reports;
  if (deployments === undefined) return null;
  const fillers = createFillers(profile);
  return {
    ...{ id: 'deployments', label: 'Deployments', section: 'deployments', unit: 'count', limit: null, plot: false },
    over: (length) => promql(periodFill(fillers, length)(deployments, ['reports', 'deployments'])),
  };
}

/** Every question of a report, once. */
export function questionsOf(planned: PlannedReport, { firing, rings }: Plan, period: Period): Question[] {
  const { figures, slas, deployments, coverage, step } = planned;
  const all = [...figures, ...slas, ...(deployments ? [deployments] : [])];
  const asked = [
    ...all.flatMap((figure) =>
      Object.values<InstantQuestion | RangeQuestion>({ ...figureQuestions(figure, period, step) }),
    ),
    ...ringQuestions(rings, period, step).map(({ question }) => question),
  ];
  // Of each server that is asked: one may have samples where another has none.
  const coverages = [coverage, ...asked.flatMap(({ query }) => coverageLike(query, coverage) ?? [])];
  return uniqueQuestions([
    ...coverages.map((query) => stepsQuestion(query, period, step)),
    ...asked,
    ...(firing ? firingQuestions(firing, period) : []),
  ]);
}
