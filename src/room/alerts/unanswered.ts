import type { Plan } from '../../profile/plan/plan.ts';
import { askedAs } from '../../profile/plan/servers.ts';
import { type Query, queryKey } from '../../profile/query.ts';
import { writeQuery } from '../../profile/written-query.ts';
import { quote } from '../../sources/text.ts';
import { addSeconds } from '../../units.ts';
import type { Observed } from '../readings.ts';

/** A query of the profile without an answer of now. */
export interface Unanswered {
  /** Nothing is known in its place; without the record of what fired, the room still knows what fires. */
  readonly state: 'unknown' | 'warn';
  readonly expr: Query;
  /** Its text, to be drawn. */
  readonly query: string;
  readonly why: string;
}

/** So much of a query is shown: enough to find it in the profile. */
const LONGEST = 60;

/**
 * Queries that failed, or are not answered any more. Where their values are read that is said, too; but not every query
 * has a place of its own, and a room must not read as well in which something was not looked at.
 */
export function unansweredQueries({ instant, firing, servers }: Plan, observed: Observed): Unanswered[] {
  const record = new Set(firing === null ? [] : askedAs(firing.expr, servers).map(queryKey));
  return instant.flatMap((expr): Unanswered[] => {
    const why = whyUnanswered(expr, observed);
    if (why === null) return [];
    return [
      {
        state: record.has(queryKey(expr)) ? 'warn' : 'unknown',
        expr,
        query: quote(writeQuery(expr), LONGEST),
        why,
      },
    ];
  });
}

/** Why a query has no answer of now; null when it has one, be it that there is nothing, or was not asked yet. */
export function whyUnanswered(expr: Query, { history, moment, staleAfter }: Observed): string | null {
  const feed = history.query(expr);
  if (feed.state === 'failed') return feed.error.message;
  return feed.state === 'stale' && moment.isOver(addSeconds(feed.at, staleAfter)) ? feed.error.message : null;
}
