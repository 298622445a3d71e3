import { QUERY_SOURCES, type Query, type QuerySource } from './query.ts';

/** What stands before a query where one text must say whom it is asked of: nothing a query of another source begins with. */
const MARKS = { prometheus: '', loki: 'logql ' } as const satisfies Record<QuerySource, string>;

/** A query as one text, as tapes, journals and sentences have it. */
export const writeQuery = ({ source, text }: Query): string => `${MARKS[source]}${text}`;

/** The way back, for what a tape holds. */
export function readWrittenQuery(written: string): Query {
  const marked = QUERY_SOURCES.find((source) => MARKS[source] !== '' && written.startsWith(MARKS[source]));
  return marked === undefined
    ? { source: 'prometheus', text: written }
    : { source: marked, text: written.slice(MARKS[marked].length) };
}
