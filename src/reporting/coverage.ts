import type { Query } from '../profile/query.ts';
import { isSeenWhole } from '../slo/covered.ts';
import type { Outcome } from '../sources/error.ts';
import type { RangeResult } from '../sources/prometheus/types.ts';
import { say } from '../text/say.ts';
import { addSeconds, type Millis, type Seconds, seconds, secondsBetween } from '../units.ts';
import { countOf, lengthOf, type Period, type Span, stepsOf } from './period.ts';
import type { RangeQuestion } from './questions.ts';
import { unknownOf } from './readings.ts';
import type { AskedRange, Covered, Unknown } from './schema/parts.ts';

/** At which steps of a period, and of the one before it, there was an answer. */
export interface Steps {
  readonly question: RangeQuestion;
  /** Ends of steps; null when that is not known: `unknown` says why. */
  readonly ends: ReadonlySet<Millis> | null;
  readonly unknown: Unknown;
}

/** The query at the end of each step of both periods. */
export const stepsQuestion = (query: Query, { before, to }: Period, step: Seconds): RangeQuestion => ({
  kind: 'range',
  query,
  window: stepsOf({ from: before.from, to }, step),
});

export function stepsIn(question: RangeQuestion, outcome: Outcome<RangeResult>): Steps {
  const unknown = unknownOf(outcome);
  if (unknown || !outcome.ok) return { question, ends: null, unknown };
  const ends = new Set(outcome.value.series.flatMap(({ points }) => points.map(([at]) => at)));
  return { question, ends, unknown: null };
}

/** The query that has an answer wherever the server of another query had samples; null where there is none of that kind. */
export const coverageLike = (query: Query, coverage: Query): Query | null =>
  query.source === coverage.source ? { ...query, text: coverage.text } : null;

/** How much of a stretch had an answer: of its own, and where the server's data is known, of that as well. */
export function coverageOf(own: Steps, server: Steps | null, span: Span): Covered {
  if (own.ends === null) return null;
  const { window } = own.question;
  const wanted = endsOf(span, window.step);
  const had = wanted.filter((at) => own.ends?.has(at) && (server?.ends ? server.ends.has(at) : true));
  const ofSeconds = lengthOf(span);
  const covered = had.length === wanted.length ? ofSeconds : had.length * window.step;
  return { seconds: covered, ofSeconds, asked: askedRangeOf({ ...own.question, window: stepsOf(span, window.step) }) };
}

export const isWhole = (covered: Covered): boolean =>
  covered !== null && isSeenWhole(seconds(covered.seconds), seconds(covered.ofSeconds));

/** Why nothing is known of a stretch of which the server has no sample; null where it has one, or that is not known. */
export function unsampled(server: Steps, span: Span): Unknown {
  const { ends, question } = server;
  if (ends === null || endsOf(span, question.window.step).some((at) => ends.has(at))) return null;
  return {
    reason: 'no-samples',
    text: say`the server has no samples of this period: ${question.query.text} has no answer in it`,
  };
}

/** So long Prometheus answers with a sample that has no successor. */
const LOOKBACK: Seconds = seconds(300);

/** Whether the server had samples right before and right after an instant: also where that was not asked. */
export function seenAround({ ends, question: { window } }: Steps, at: Millis): { before: boolean; after: boolean } {
  const stepAt = (instant: Millis) => secondsBetween(window.from, instant) / window.step;
  const seen = (step: number) =>
    ends === null ||
    step < 0 ||
    step >= countOf(window) ||
    ends.has(addSeconds(window.from, seconds(step * window.step)));
  return {
    before: seen(Math.ceil(stepAt(at)) - 1),
    after: seen(Math.floor(stepAt(addSeconds(at, LOOKBACK))) + 1),
  };
}

/** The ends of all steps of a stretch. */
export function endsOf(span: Span, step: Seconds): Millis[] {
  const window = stepsOf(span, step);
  return Array.from({ length: countOf(window) }, (_, i) => addSeconds(window.from, seconds(i * step)));
}

/** Whom a query is asked of. */
export const whomOf = ({ source, server }: Pick<Query, 'source' | 'server'>) => ({
  source,
  ...(server !== undefined && { server }),
});

export const askedRangeOf = ({ query, window }: RangeQuestion): AskedRange => ({
  ...whomOf(query),
  query: query.text,
  from: iso(window.from),
  to: iso(window.to),
  stepSeconds: window.step,
});

export const iso = (at: Millis): string => new Date(at).toISOString();
