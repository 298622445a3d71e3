import { poisson, type Random, wander } from '../random.ts';
import type { Conditions } from './scenarios.ts';

/** PostgreSQL and Redis at one instant. Times in seconds. */
export interface Stores {
  readonly database: {
    readonly isUp: boolean;
    readonly connections: number;
    readonly replicationLag: number;
  };
  readonly redis: {
    readonly isUp: boolean;
    readonly clients: number;
    /** Bytes. */
    readonly memory: number;
    readonly hitRatio: number;
  };
}

/** What the stores did during a step. */
export interface StoreEvents {
  /** Statements run, by what they are for, and the seconds of each. */
  readonly statements: readonly { readonly query: StatementId; readonly calls: number; readonly seconds: number }[];
  readonly hits: number;
  readonly misses: number;
}

/** Ids as pg_stat_statements has them, and what each takes in the mean, in seconds. */
export const STATEMENTS = {
  '-4112938745': { text: 'SELECT * FROM keywords WHERE term % $1', perRequest: 2, seconds: 0.011 },
  '7790142364': { text: 'SELECT day, sum(volume) FROM trends GROUP BY day', perRequest: 1, seconds: 0.024 },
  '1265098337': { text: 'UPDATE sessions SET seen_at = now() WHERE id = $1', perRequest: 1, seconds: 0.003 },
} as const;
export type StatementId = keyof typeof STATEMENTS;

export const MAX_CONNECTIONS = 200;
export const REDIS_BYTES = 2e9;

const CONNECTIONS = 74;
const CLIENTS = 180;
const REDIS_USED = 1.2e9;
const LAG = 0.08;
const HIT_RATIO = 0.972;
const LOOKUPS = 4;

export const startStores = (): Stores => ({
  database: { isUp: true, connections: CONNECTIONS, replicationLag: LAG },
  redis: { isUp: true, clients: CLIENTS, memory: REDIS_USED, hitRatio: HIT_RATIO },
});

/** Lets `dt` seconds pass in which the API answered so many requests. */
export function stepStores(
  { database, redis }: Stores,
  dt: number,
  requests: number,
  { databaseUp, redisUp, slowdown }: Conditions,
  random: Random,
): { readonly stores: Stores; readonly events: StoreEvents } {
  // What waits for the database holds its connection.
  const connections = Math.min(MAX_CONNECTIONS, CONNECTIONS * (1 + 0.09 * (slowdown - 1)));
  const stores: Stores = {
    database: {
      isUp: databaseUp,
      connections: wander(database.connections, connections, 2, dt, 4, random),
      replicationLag: Math.max(0.005, wander(database.replicationLag, LAG * slowdown, 0.01, dt, 4, random)),
    },
    redis: {
      isUp: redisUp,
      clients: wander(redis.clients, CLIENTS, 4, dt, 10, random),
      memory: wander(redis.memory, REDIS_USED, 8e6, dt, 60, random),
      hitRatio: wander(redis.hitRatio, HIT_RATIO, 0.002, dt, 10, random),
    },
  };
  const statements = Object.entries(STATEMENTS).map(([query, { perRequest, seconds }]) => {
    const calls = databaseUp ? Math.round(requests * perRequest) : 0;
    // Of a slow API the database is the cause.
    return { query: query as StatementId, calls, seconds: calls * seconds * slowdown ** 2 };
  });
  const lookups = redisUp ? LOOKUPS * requests : 0;
  const misses = poisson(lookups * (1 - stores.redis.hitRatio), random);
  return { stores, events: { statements, hits: Math.max(0, lookups - misses), misses } };
}
