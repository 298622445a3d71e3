import type { Plan, PlannedMetric } from '../../profile/plan/plan.ts';
import type { QueryOver } from '../../profile/plan/reports.ts';
import { planQuery } from '../../profile/plan/servers.ts';
import type { Query } from '../../profile/query.ts';
import type { SavedSearch } from '../../profile/schema/logs.ts';
import { type Millis, type Seconds, seconds } from '../../units.ts';
import { askedOf, overSpan } from '../figures.ts';
import type { Span } from '../period.ts';
import type { Answers, InstantQuestion } from '../questions.ts';
import { readOne } from '../readings.ts';
import type { Measured, RolloutReport } from '../schema/rollout.ts';

/** How far back the start of a rollout is looked for. */
export const REACH: Seconds = seconds(14 * 86_400);

/** Asks for the latest time at which a ring was deployed, also of one that was rolled back since. */
export const startQuestion = (deployed: Query, at: Millis, look: Seconds): InstantQuestion => ({
  kind: 'instant',
  query: { ...deployed, text: `max_over_time((${deployed.text.trim()})[${REACH}s:${look}s])` },
  at,
});

type Side = 'baseline' | 'candidate';

/** What both versions had over the rollout: in the mean, and at their worst. */
export function comparisonQuestions(plan: Plan, span: Span): InstantQuestion[] {
  return plan.metrics
    .filter(isAsked)
    .flatMap((metric) =>
      (['baseline', 'candidate'] as const).flatMap((side) => Object.values(questionsOn(metric, side, plan, span))),
    );
}

export const toComparison = (plan: Plan, span: Span, answers: Answers): RolloutReport['comparison'] =>
  plan.metrics.filter(isAsked).map((metric) => {
    const sideOf = (side: Side) => {
      const { mean, worst } = questionsOn(metric, side, plan, span);
      return { mean: measured(mean, answers), worst: measured(worst, answers) };
    };
    const { id, label, unit } = metric;
    return { id, label, unit, baseline: sideOf('baseline'), candidate: sideOf('candidate') };
  });

/** LogQL has no mean of a query over time. */
const isAsked = ({ baseline, candidate }: PlannedMetric): boolean =>
  baseline.source === 'prometheus' && candidate.source === 'prometheus';

function questionsOn(metric: PlannedMetric, side: Side, { profile }: Plan, span: Span) {
  const over =
    (call: string): QueryOver =>
    (length) => ({
      ...metric[side],
      text: `${call}((${metric[side].text.trim()})[${length}s:${Math.min(profile.window, length)}s])`,
    });
  const worst = metric.better === 'lower' ? 'max_over_time' : 'min_over_time';
  return { mean: overSpan(over('avg_over_time'), span), worst: overSpan(over(worst), span) };
}

/** How many lines each saved search has over the rollout. */
export const searchQuestions = ({ searches, servers }: Plan, span: Span): InstantQuestion[] =>
  searches.map((search) => linesQuestion(search, servers, span));

const linesQuestion = ({ query, server }: SavedSearch, servers: Plan['servers'], span: Span): InstantQuestion =>
  overSpan((length) => planQuery('loki', server, `sum(count_over_time(${query.trim()} [${length}s]))`, servers), span);

export const toSearches = (
  { searches, servers }: Plan,
  span: Span,
  answers: Answers,
): RolloutReport['logs']['searches'] =>
  searches.map((search) => {
    const { id, label } = search;
    return { id, label, lines: measured(linesQuestion(search, servers, span), answers) };
  });

const measured = (question: InstantQuestion, answers: Answers): Measured => ({
  ...readOne(answers.instant(question)),
  asked: askedOf(question),
});
