import type { PlannedRing } from '../profile/plan/plan.ts';
import { deployedIn } from '../profile/plan/sites.ts';
import type { JournalAct, JournalEntry } from '../room/journal.ts';
import { type Millis, millis, type Seconds } from '../units.ts';
import { askedRangeOf, endsOf, iso, type Steps, unsampled } from './coverage.ts';
import { type FigureFacts, type PlannedFigure, toFigures } from './figures.ts';
import { type Span, stepsOf } from './period.ts';
import type { Answers, RangeQuestion } from './questions.ts';
import { unknownOf } from './readings.ts';
import type { Unknown } from './schema/parts.ts';
import type { DeploymentsReport } from './schema/report.ts';

/** Acts that move a rollout on, or back. */
const RING_ACTS: ReadonlySet<JournalAct> = new Set(['validate', 'revoke', 'request', 'withdraw']);

/** When a ring was deployed within a stretch, in one region where it has several, as far as its query told at any step of it. */
export interface RingDeployments {
  readonly ring: string;
  readonly question: RangeQuestion;
  /** Null when it is not known: `unknown` says why. */
  readonly at: readonly Millis[] | null;
  /** From when on, to a step, it was not deployed any more; null where it was to the end, or never. */
  readonly goneAt: Millis | null;
  readonly unknown: Unknown;
}

export const ringQuestions = (rings: readonly PlannedRing[], period: Span, step: Seconds) =>
  rings.flatMap((ring) =>
    deployedIn(ring).map((deployed) => {
      return { ring: ring.id, question: { kind: 'range', query: deployed, window: stepsOf(period, step) } as const };
    }),
  );

export function readRings(
  rings: readonly PlannedRing[],
  { period, step, answers, serverOf }: FigureFacts,
): RingDeployments[] {
  return ringQuestions(rings, period, step).map(({ ring, question }) => ({
    ring,
    question,
    ...readTimes(question, answers, period, serverOf(question.query)),
  }));
}

function readTimes(question: RangeQuestion, answers: Answers, { from, to }: Span, server: Steps | null) {
  const outcome = answers.range(question);
  const unknown = unknownOf(outcome) ?? server?.unknown ?? (server && unsampled(server, { from, to }));
  if (unknown || !outcome.ok) return { at: null, goneAt: null, unknown };
  const points = outcome.value.series.flatMap((series) => series.points).filter(([, value]) => value > 0);
  const values = points.map(([, value]) => Math.round(value * 1000));
  const times = [...new Set(values)].filter((at) => at >= from && at < to).sort((a, b) => a - b);
  const last = Math.max(...points.map(([at]) => at));
  // Where the server has no samples, nothing is known to be gone.
  const seen = server?.ends ?? endsOf({ from, to }, question.window.step);
  const later = points.length === 0 ? [] : [...seen].filter((at) => at > last && at <= to);
  const goneAt = later.length === 0 ? null : millis(Math.min(...later));
  return { at: times.map(millis), goneAt, unknown: null };
}

export function toDeployments(
  counted: PlannedFigure | null,
  rings: readonly RingDeployments[],
  journal: readonly JournalEntry[] | null,
  facts: FigureFacts,
): DeploymentsReport {
  const [figure = null] = counted ? toFigures(counted, facts) : [];
  const { from, to } = facts.period;
  const acts = journal?.filter(({ at, act }) => at >= from && at < to && RING_ACTS.has(act)) ?? null;
  return {
    counted: figure,
    rings: rings.map(({ ring, question, at, unknown }) => ({
      ring,
      asked: askedRangeOf(question),
      unknown,
      at: (at ?? []).map(iso),
    })),
    acts: acts?.map(({ at, act, target, by, result }) => ({ at: iso(at), act, ring: target, by, result })) ?? null,
  };
}
