/** What stands before LogQL where queries are named by their text: nothing PromQL can begin with, as no name is followed by another. */
const LOGQL = 'logql ';

export type QuerySource = 'prometheus' | 'loki';

/** The name of a query asked of Loki, which may be spelled like one for Prometheus. */
export const nameLogql = (query: string): string => `${LOGQL}${query}`;

/** The LogQL of a query by its name; null when it is PromQL. */
export const logqlOf = (name: string): string | null => (name.startsWith(LOGQL) ? name.slice(LOGQL.length) : null);

/** Which server a query by its name is asked of. */
export const sourceOf = (name: string): QuerySource => (logqlOf(name) === null ? 'prometheus' : 'loki');
