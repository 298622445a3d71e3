/** Languages in which a profile asks for numbers, each of a server of its kind. */
export const QUERY_SOURCES = ['prometheus', 'loki'] as const;
export type QuerySource = (typeof QUERY_SOURCES)[number];

/** In place of a server's id: every server of the source. No server may be called so. */
export const ALL_SERVERS = 'all';

/** A query ready to send. The same text may be asked of two sources, and means something else to each. */
export interface Query {
  readonly source: QuerySource;
  /**
   * The id of the server of that source that is asked, or `ALL_SERVERS`: then it stands for one query of each, and is itself
   * asked of none. Absent: the only server, or the first; a query of that one never has it.
   */
  readonly server?: string;
  readonly text: string;
}

export const promql = (text: string): Query => ({ source: 'prometheus', text });

declare const brand: unique symbol;
/** What a query is found by in a map; it is made here and never taken apart. */
export type QueryKey = string & { readonly [brand]: 'query-key' };

export const queryKey = ({ source, server, text }: Query): QueryKey =>
  (server === undefined ? `${source} ${text}` : `${source}@${server} ${text}`) as QueryKey;

export const isSameQuery = (a: Query, b: Query): boolean =>
  a.source === b.source && a.server === b.server && a.text === b.text;

/** Each once, in the order first met. */
export const uniqueQueries = (queries: readonly Query[]): Query[] => [
  ...new Map(queries.map((query) => [queryKey(query), query])).values(),
];

/** What of these is a query. */
export const asQueries = (...given: readonly (Query | number | null | undefined)[]): Query[] =>
  given.flatMap((one) => (typeof one === 'object' && one !== null ? [one] : []));
