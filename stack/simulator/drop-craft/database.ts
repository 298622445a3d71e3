import { type Metric, Registry } from 'prom-client';
import { counter, gauge } from '../exposition.ts';
import { MOST_CONNECTIONS, type Shop, type ShopEvents } from './shop.ts';

/** Bytes, and bytes that come with each second. */
const TABLES = {
  products: { size: 2.1e9, growth: 900 },
  orders: { size: 640e6, growth: 700 },
  suppliers: { size: 48e6, growth: 2 },
} as const;
const ROW_BYTES = 900;

/** Those that queries use, and one that none does. */
const INDEXES = [
  { relname: 'products', indexrelname: 'products_pkey', used: true },
  { relname: 'products', indexrelname: 'idx_products_supplier', used: true },
  { relname: 'products', indexrelname: 'idx_products_legacy_sku', used: false },
  { relname: 'orders', indexrelname: 'orders_pkey', used: true },
] as const;

/** How many calls of each a request makes, and how long one usually takes, in seconds. */
const STATEMENTS = [
  {
    queryid: '4105523806211',
    query: 'SELECT * FROM products WHERE supplier_id = $1',
    perRequest: 0.9,
    seconds: 0.022,
  },
  {
    queryid: '7719034418802',
    query: 'INSERT INTO orders (customer_id, total) VALUES ($1, $2)',
    perRequest: 0.2,
    seconds: 0.008,
  },
  {
    queryid: '2280911375648',
    query: 'UPDATE products SET stock = $1 WHERE sku = $2',
    perRequest: 0.3,
    seconds: 0.031,
  },
] as const;

const BLOCKS_PER_REQUEST = 60;
const DATNAME = { datname: 'postgres' };
const UP = 'pg_up';

/** postgres_exporter, with its collectors stat_statements (and the statements' texts) and stat_user_indexes. */
export class Database {
  readonly registry = new Registry();
  readonly #up = gauge(this.registry, UP, 'Whether the database answers.');
  readonly #told = {
    limit: gauge(this.registry, 'pg_settings_max_connections', 'Connections allowed.'),
    backends: gauge(this.registry, 'pg_stat_database_numbackends', 'Connections.', ['datname']),
    hit: counter(this.registry, 'pg_stat_database_blks_hit', 'Blocks found in memory.', ['datname']),
    read: counter(this.registry, 'pg_stat_database_blks_read', 'Blocks read from disk.', ['datname']),
    deadlocks: counter(this.registry, 'pg_stat_database_deadlocks', 'Deadlocks.', ['datname']),
    size: gauge(this.registry, 'pg_stat_user_tables_table_size_bytes', 'Bytes of the table.', ['relname']),
    indexSize: gauge(this.registry, 'pg_stat_user_tables_index_size_bytes', 'Bytes of its indexes.', ['relname']),
    rows: gauge(this.registry, 'pg_stat_user_tables_n_live_tup', 'Rows.', ['relname']),
    scans: counter(this.registry, 'pg_stat_user_indexes_idx_scans_total', 'Scans.', ['relname', 'indexrelname']),
    calls: counter(this.registry, 'pg_stat_statements_calls_total', 'Calls.', ['queryid']),
    seconds: counter(this.registry, 'pg_stat_statements_seconds_total', 'Time spent.', ['queryid']),
    text: gauge(this.registry, 'pg_stat_statements_query_id', 'Text of a statement.', ['queryid', 'query']),
  };
  readonly #startedAt: number;
  readonly #hidden: Metric[] = [];

  /** `startedAt` in Unix seconds. */
  constructor(startedAt: number) {
    this.#startedAt = startedAt;
  }

  /** `at` in Unix seconds. */
  record(shop: Shop, { requests, deadlocks }: ShopEvents, at: number): void {
    this.#up.set(shop.databaseAnswers ? 1 : 0);
    this.#show(shop.databaseAnswers);
    const told = this.#told;
    told.limit.set(MOST_CONNECTIONS);
    told.backends.set(DATNAME, Math.round(shop.connections));
    const blocks = BLOCKS_PER_REQUEST * requests.length;
    told.hit.inc(DATNAME, blocks * shop.cacheHitRatio);
    told.read.inc(DATNAME, blocks * (1 - shop.cacheHitRatio));
    told.deadlocks.inc(DATNAME, deadlocks);
    for (const [relname, { size, growth }] of Object.entries(TABLES)) {
      const bytes = Math.round(size + growth * (at - this.#startedAt));
      told.size.set({ relname }, bytes);
      told.indexSize.set({ relname }, Math.round(bytes / 5));
      told.rows.set({ relname }, Math.round(bytes / ROW_BYTES));
    }
    for (const { relname, indexrelname, used } of INDEXES)
      told.scans.inc({ relname, indexrelname }, used ? requests.length : 0);
    for (const { queryid, query, perRequest, seconds } of STATEMENTS) {
      const calls = perRequest * requests.length;
      told.calls.inc({ queryid }, calls);
      told.seconds.inc({ queryid }, calls * seconds * shop.querySlowdown);
      told.text.set({ queryid, query }, 1);
    }
  }

  /** Without its database the exporter says that it is not there, and nothing else. */
  #show(answers: boolean): void {
    if (answers) for (const metric of this.#hidden.splice(0)) this.registry.registerMetric(metric);
    if (answers || this.#hidden.length > 0) return;
    for (const { name } of this.registry.getMetricsAsArray()) {
      const metric = name === UP ? undefined : this.registry.getSingleMetric(name);
      if (!metric) continue;
      this.#hidden.push(metric);
      this.registry.removeSingleMetric(name);
    }
  }
}
