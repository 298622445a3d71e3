import type { Plan } from '../profile/plan/plan.ts';
import type { Query } from '../profile/query.ts';
import type { JournalEntry } from '../room/journal.ts';
import { type Millis, millis } from '../units.ts';
import { askedRangeOf, coverageLike, coverageOf, iso, stepsIn, stepsQuestion, unsampled } from './coverage.ts';
import { readRings, toDeployments } from './deployments.ts';
import { type FigureFacts, toFigures, worstResult } from './figures.ts';
import { toIncidents } from './incidents.ts';
import { lengthOf, type Period } from './period.ts';
import type { PlannedReport } from './plan.ts';
import type { Answers } from './questions.ts';
import { type RolloutFacts, toRollout } from './rollout/build.ts';
import type { Unknown } from './schema/parts.ts';
import type { Report } from './schema/report.ts';
import type { Shift } from './spells.ts';

/** All that a report is made of: what was asked, what came of it, and what the ring store knows. */
export interface ReportFacts {
  readonly kind: Report['kind'];
  readonly plan: Plan;
  readonly planned: PlannedReport;
  readonly period: Period;
  readonly answers: Answers;
  /** From its first line; null when it cannot be read. */
  readonly journal: readonly JournalEntry[] | null;
  readonly onCall: { readonly shifts: readonly Shift[]; readonly unknown: Unknown };
  readonly at: Millis;
  /** Null but in the account of a rollout. */
  readonly rollout: RolloutFacts | null;
}

/** A report of a period: a pure function of what is known. */
export function buildReport(facts: ReportFacts): Report {
  const { kind, plan, planned, period, answers, journal, onCall, at, rollout } = facts;
  const { profile } = plan;
  const { step, coverage } = planned;
  const question = stepsQuestion(coverage, period, step);
  const server = stepsIn(question, answers.range(question));
  const serverOf = (query: Query) => {
    const like = coverageLike(query, coverage);
    if (!like) return null;
    const own = stepsQuestion(like, period, step);
    return stepsIn(own, answers.range(own));
  };
  const figureFacts: FigureFacts = { period, step, answers, serverOf };
  const figures = planned.figures.flatMap((figure) => toFigures(figure, figureFacts));
  const slas = planned.slas.flatMap((figure) => toFigures(figure, figureFacts));
  const covered = coverageOf(server, null, period);
  const rings = readRings(plan.rings, figureFacts);
  const incidents = toIncidents({ ...facts, profile, firing: plan.firing, server, shifts: onCall.shifts });
  return {
    schemaVersion: 1,
    kind,
    profile: { id: profile.id, name: profile.name, environment: profile.environment },
    generatedAt: iso(at),
    period: {
      title: period.title,
      from: iso(period.from),
      to: iso(period.to),
      seconds: lengthOf(period),
      timeZone: period.timeZone,
    },
    coverage: {
      asked: covered?.asked ?? askedRangeOf(question),
      covered,
      unknown: server.unknown ?? unsampled(server, period),
    },
    result: worstResult([...figures, ...slas]),
    figures,
    slas,
    incidents,
    deployments: toDeployments(planned.deployments, rings, journal, figureFacts),
    onCall: {
      shifts: onCall.shifts
        .filter(({ to }) => to > period.from)
        .map((shift) => ({ ...shift, from: iso(millis(Math.max(shift.from, period.from))), to: iso(shift.to) })),
      unknown: onCall.unknown,
    },
    rollout: rollout && toRollout(rollout, plan, period, answers, rings, incidents.list),
  };
}
