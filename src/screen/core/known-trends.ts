import { type Query, queryKey } from '../../profile/query.ts';
import type { Reading, Room } from '../../room/shown.ts';
import type { Scene, Trends } from '../../session/session.ts';
import { once } from './once.ts';

/** Each value of a room that is asked for as one number, with its query. */
function scalarsIn({ infra, rings, comparison, traffic }: Room): readonly (readonly [Query, Reading])[] {
  return [
    // Of a row for each value of a label the query is to answer several.
    ...infra
      .filter((item) => Object.keys(item.exactLabels).length === 0)
      .map((item) => [item.expr, item.reading] as const),
    ...rings.flatMap(({ checks }) => checks.map((check) => [check.expr, check.reading] as const)),
    ...(comparison?.metrics ?? []).flatMap((metric) => [
      [metric.baselineExpr, metric.baseline] as const,
      [metric.candidateExpr, metric.candidate] as const,
    ]),
    ...(traffic?.shares ?? []).map((share) => [share.expr, share.requests] as const),
  ];
}

/** Queries that answer several series where one number is asked for. */
const ambiguousIn = once((room: Room): ReadonlySet<string> => {
  const many = scalarsIn(room).filter(([, reading]) => !reading.known && reading.reason === 'ambiguous');
  return new Set(many.map(([expr]) => queryKey(expr)));
});

/**
 * The past of a room's values, but of those that are several series: which of them the past of a moment with one is of
 * nobody knows, and it must not be held against a limit.
 */
export function knownTrends({ room, trends }: Pick<Scene, 'room' | 'trends'>): Trends {
  const ambiguous = ambiguousIn(room);
  if (ambiguous.size === 0) return trends;
  return {
    slice: (expr, from, to, columns) =>
      ambiguous.has(queryKey(expr))
        ? Array.from({ length: columns }, () => null)
        : trends.slice(expr, from, to, columns),
    sliceOf: (...of) => trends.sliceOf(...of),
    since: trends.since,
  };
}
