import { ALL_SERVERS, QUERY_SOURCES, type Query, type QuerySource } from '../query.ts';
import type { Profile } from '../schema/profile.ts';

/** One server that queries are asked of. */
export interface PlannedServer {
  /** Its name on screen, in outputs and in frames. */
  readonly id: string;
  readonly source: QuerySource;
  /** What a query of it has as `server`: nothing of the first of its source. */
  readonly server: string | undefined;
  /** Added to its series where several servers are asked. */
  readonly labels: Readonly<Record<string, string>>;
}

/** The servers that queries of a profile are asked of, source by source, each source's in the order of the profile. */
export const plannedServers = ({ datasources }: Pick<Profile, 'datasources'>): PlannedServer[] =>
  QUERY_SOURCES.flatMap((source) =>
    datasources[source].map(({ id, labels }, i): PlannedServer => {
      return { id, source, server: i === 0 ? undefined : id, labels };
    }),
  );

/**
 * A query of one server, or of all, as a profile names them; nothing: of the first.
 * @param server the id of a server of that source, or `ALL_SERVERS`
 */
export function planQuery(
  source: QuerySource,
  server: string | undefined,
  text: string,
  servers: readonly PlannedServer[],
): Query {
  const own = servers.filter((one) => one.source === source);
  const [first] = own;
  const isAll = server === ALL_SERVERS;
  // One server without labels says the same whichever way it is named.
  const only = isAll && own.length <= 1 && Object.keys(first?.labels ?? {}).length === 0;
  const named = only || server === undefined || server === first?.id ? undefined : server;
  return { source, ...(named !== undefined && { server: named }), text };
}

/** What a query is asked as: itself, or of all servers once of each. */
export const askedAs = (query: Query, servers: readonly PlannedServer[]): readonly Query[] =>
  query.server === ALL_SERVERS
    ? serversAsked(query, servers).map(({ source, server }) => ({
        source,
        ...(server !== undefined && { server }),
        text: query.text,
      }))
    : [query];

/** The servers that a query is asked of. */
export const serversAsked = (
  { source, server }: Pick<Query, 'source' | 'server'>,
  servers: readonly PlannedServer[],
): readonly PlannedServer[] =>
  servers.filter((one) => one.source === source && (server === ALL_SERVERS || one.server === server));
