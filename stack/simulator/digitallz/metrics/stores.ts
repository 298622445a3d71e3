import { type Counter, Gauge, Registry } from 'prom-client';
import { counter, type Exposition, gauge } from '../../exposition.ts';
import type { Step } from '../../system.ts';
import { MAX_CONNECTIONS, REDIS_BYTES, STATEMENTS } from '../stores.ts';
import type { Digitallz, DigitallzEvents } from '../world.ts';

const DATNAME = 'digitallz';
const TRANSACTIONS_PER_REQUEST = 2;

/**
 * PostgreSQL by postgres_exporter with `--collector.stat_statements`, of the primary and of a replica, and Redis by
 * redis_exporter. While a store does not answer, its exporter says that and nothing else.
 */
export class StoreMetrics {
  readonly expositions: readonly Exposition[];
  readonly #postgres;
  readonly #redis;

  constructor() {
    const [primary, replica, cache] = [new Registry(), new Registry(), new Registry()];
    const statement = ['user', 'datname', 'queryid'];
    this.#postgres = {
      up: [primary, replica].map((one) => gauge(one, 'pg_up', 'Whether the server answered.')),
      lag: [primary, replica].map((one) => gauge(one, 'pg_replication_lag_seconds', 'Lag behind the primary.')),
      isReplica: [primary, replica].map((one) => gauge(one, 'pg_replication_is_replica', 'Whether it is a replica.')),
      connections: gauge(primary, 'pg_stat_database_numbackends', 'Backends connected.', ['datid', 'datname']),
      most: gauge(primary, 'pg_settings_max_connections', 'Connections allowed.'),
      commits: counter(primary, 'pg_stat_database_xact_commit', 'Transactions committed.', ['datid', 'datname']),
      deadlocks: counter(primary, 'pg_stat_database_deadlocks', 'Deadlocks.', ['datid', 'datname']),
      calls: counter(primary, 'pg_stat_statements_calls_total', 'Times executed.', statement),
      seconds: counter(primary, 'pg_stat_statements_seconds_total', 'Time spent.', statement),
    };
    this.#redis = {
      up: gauge(cache, 'redis_up', 'Whether the server answered.'),
      used: gauge(cache, 'redis_memory_used_bytes', 'Memory used.'),
      most: gauge(cache, 'redis_memory_max_bytes', 'Memory allowed.'),
      clients: gauge(cache, 'redis_connected_clients', 'Clients connected.'),
      commands: counter(cache, 'redis_commands_processed_total', 'Commands processed.'),
      hits: counter(cache, 'redis_keyspace_hits_total', 'Lookups that found their key.'),
      misses: counter(cache, 'redis_keyspace_misses_total', 'Lookups that did not.'),
      evicted: counter(cache, 'redis_evicted_keys_total', 'Keys evicted.'),
    };
    this.expositions = [
      { job: 'digitallz-postgres', instance: 'postgres:5432', registry: primary },
      { job: 'digitallz-postgres', instance: 'postgres-replica:5432', registry: replica },
      { job: 'digitallz-redis', instance: 'redis:6379', registry: cache },
    ];
  }

  record(step: Step<Digitallz, DigitallzEvents>): void {
    this.#recordPostgres(step);
    this.#recordRedis(step);
  }

  #recordPostgres({ world: { stores }, events: { requests, stores: did } }: Step<Digitallz, DigitallzEvents>): void {
    const { database } = stores;
    const metrics = this.#postgres;
    if (!database.isUp) {
      silence(Object.values(metrics).flat());
      for (const up of metrics.up) up.set(0);
      return;
    }
    for (const [i, up] of metrics.up.entries()) {
      up.set(1);
      metrics.isReplica[i]?.set(i);
      metrics.lag[i]?.set(i === 0 ? 0 : database.replicationLag);
    }
    const labels = { datid: '16401', datname: DATNAME };
    metrics.connections.set(labels, Math.round(database.connections));
    metrics.most.set(MAX_CONNECTIONS);
    metrics.commits.inc(labels, requests.length * TRANSACTIONS_PER_REQUEST);
    metrics.deadlocks.inc(labels, 0);
    for (const { query, calls, seconds } of did.statements) {
      const statement = { user: 'app', datname: DATNAME, queryid: query };
      metrics.calls.inc(statement, calls);
      metrics.seconds.inc(statement, seconds);
    }
  }

  #recordRedis({ world: { stores }, events: { stores: did } }: Step<Digitallz, DigitallzEvents>): void {
    const { redis } = stores;
    const metrics = this.#redis;
    if (!redis.isUp) {
      silence(Object.values(metrics));
      metrics.up.set(0);
      return;
    }
    metrics.up.set(1);
    metrics.used.set(Math.round(redis.memory));
    metrics.most.set(REDIS_BYTES);
    metrics.clients.set(Math.round(redis.clients));
    metrics.commands.inc(did.hits + did.misses + Object.keys(STATEMENTS).length);
    metrics.hits.inc(did.hits);
    metrics.misses.inc(did.misses);
    metrics.evicted.inc(0);
  }
}

/** Takes away what was shown: a metric without labels would else stay, at 0. */
function silence(metrics: readonly (Counter | Gauge)[]): void {
  for (const metric of metrics) {
    metric.reset();
    if (metric instanceof Gauge) metric.remove({});
    else metric.remove({});
  }
}
