import { QUERY_SOURCES, type Query, type QuerySource } from './query.ts';

/** What stands before a query where one text must say whom it is asked of: nothing a query of another source begins with. */
const MARKS = { prometheus: '', loki: 'logql ' } as const satisfies Record<QuerySource, string>;

/** A query as one text, as tapes, journals and sentences have it; of several servers the name of its own stands first. */
export const writeQuery = ({ source, server, text }: Query): string =>
  `${server === undefined ? '' : `@${server} `}${MARKS[source]}${text}`;

/** No language of queries has one that begins with this sign. */
const OF_A_SERVER = /^@(\S+) /;

/** The way back, for what a tape holds. */
export function readWrittenQuery(written: string): Query {
  const [mark = '', server] = OF_A_SERVER.exec(written) ?? [];
  const rest = written.slice(mark.length);
  const source = QUERY_SOURCES.find((one) => MARKS[one] !== '' && rest.startsWith(MARKS[one])) ?? 'prometheus';
  return { source, ...(server !== undefined && { server }), text: rest.slice(MARKS[source].length) };
}
