import { type Gauge, Histogram, Registry } from 'prom-client';
import { counter, type Exposition, gauge } from '../exposition.ts';
import { normal, type Random } from '../random.ts';
import type { Step } from '../system.ts';
import { APIS } from './apis.ts';
import { Database } from './database.ts';
import { FUNCTIONS, type PageView, type Shop, type ShopEvents } from './shop.ts';

/** What OpenTelemetry advises for the duration of requests and of functions, and of database calls. */
const REQUEST_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
const QUERY_BUCKETS = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10];
/** Of what browsers measure; each has the boundaries between good and poor among them. */
const VITALS = {
  largestPaint: { name: 'web_vitals_lcp_seconds', buckets: [0.5, 1, 1.5, 2, 2.5, 3, 4, 6, 10] },
  inputDelay: { name: 'web_vitals_fid_seconds', buckets: [0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2.5] },
  layoutShift: { name: 'web_vitals_cls', buckets: [0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1] },
  load: { name: 'page_load_seconds', buckets: [0.5, 1, 1.5, 2, 3, 4, 6, 10] },
} as const satisfies Partial<Record<keyof PageView, object>>;
type Vital = keyof typeof VITALS;

const histogram = <L extends string>(
  registry: Registry,
  name: string,
  help: string,
  buckets: readonly number[],
  labelNames: L[],
) => new Histogram({ name, help, labelNames, buckets: [...buckets], registers: [registry] });

/** The application: OpenTelemetry's metrics of its server and its database client, and what browsers reported to it. */
class App {
  readonly registry = new Registry();
  readonly #requests = histogram(
    this.registry,
    'http_server_request_duration_seconds',
    'Duration of requests.',
    REQUEST_BUCKETS,
    ['http_request_method', 'http_route', 'http_response_status_code'],
  );
  readonly #queries = histogram(
    this.registry,
    'db_client_operation_duration_seconds',
    'Duration of database calls.',
    QUERY_BUCKETS,
    ['db_system_name'],
  );
  readonly #users = gauge(this.registry, 'drop_craft_active_users', 'Users with a session of the last 5 minutes.');
  readonly #vitals = (Object.keys(VITALS) as Vital[]).map((vital) => {
    const { name, buckets } = VITALS[vital];
    return { vital, observed: histogram(this.registry, name, 'As browsers measured it.', buckets, ['page']) };
  });

  record({ users }: Shop, { requests, queries, views }: ShopEvents): void {
    this.#users.set(Math.round(users));
    for (const { route, status, seconds } of requests)
      this.#requests.observe(
        {
          http_request_method: route === '/api/orders' ? 'POST' : 'GET',
          http_route: route,
          http_response_status_code: status,
        },
        seconds,
      );
    for (const seconds of queries) this.#queries.observe({ db_system_name: 'postgresql' }, seconds);
    for (const view of views)
      for (const { vital, observed } of this.#vitals) observed.observe({ page: view.page }, view[vital]);
  }
}

/** The edge functions, by way of an OpenTelemetry Collector that keeps `faas.name` as a label. */
class Functions {
  readonly registry = new Registry();
  readonly #duration = histogram(this.registry, 'faas_invoke_duration_seconds', 'Duration of calls.', REQUEST_BUCKETS, [
    'faas_name',
  ]);
  readonly #well = counter(this.registry, 'faas_invocations_total', 'Calls that ended well.', ['faas_name']);
  readonly #failed = counter(this.registry, 'faas_errors_total', 'Calls that failed.', ['faas_name']);

  record({ invocations }: ShopEvents): void {
    for (const faas_name of FUNCTIONS) this.#well.inc({ faas_name }, 0);
    for (const { name, seconds, failed } of invocations) {
      this.#duration.observe({ faas_name: name }, seconds);
      (failed ? this.#failed : this.#well).inc({ faas_name: name });
    }
  }
}

/** blackbox_exporter, of the site itself and of the APIs of others. */
class Probes {
  readonly site = new Registry();
  readonly apis = new Registry();
  readonly #site = probed(this.site, []);
  readonly #apis = probed(this.apis, ['api']);

  record({ siteAnswers, apis }: Shop, random: Random): void {
    this.#site.success.set(siteAnswers ? 1 : 0);
    this.#site.code.set(siteAnswers ? 200 : 502);
    this.#site.seconds.set(0.18 * Math.exp(0.15 * normal(random)));
    for (const api of APIS) {
      const { code, seconds } = apis[api];
      this.#apis.success.set({ api }, code === 200 ? 1 : 0);
      this.#apis.code.set({ api }, code);
      this.#apis.seconds.set({ api }, seconds);
    }
  }
}

const probed = <L extends string>(registry: Registry, labelNames: L[]) => ({
  success: gauge(registry, 'probe_success', 'Whether the answer was as wanted.', labelNames),
  code: gauge(registry, 'probe_http_status_code', 'Status of the answer; 0 is none.', labelNames),
  seconds: gauge(registry, 'probe_duration_seconds', 'Duration of the probe.', labelNames),
});

/** Drop Craft as its exporters show it. */
export class ShopMetrics {
  readonly expositions: readonly Exposition[];
  readonly #app = new App();
  readonly #database: Database;
  readonly #functions = new Functions();
  readonly #probes = new Probes();
  readonly #pushed: { readonly deployed: Gauge; readonly satisfaction: Gauge };

  /** `startedAt` in Unix seconds. */
  constructor(startedAt: number) {
    this.#database = new Database(startedAt);
    const deploy = new Registry();
    const survey = new Registry();
    this.#pushed = {
      deployed: gauge(deploy, 'push_time_seconds', 'Unix time of the last push.'),
      satisfaction: gauge(survey, 'drop_craft_user_satisfaction_score', 'Mean rating, 0 to 5.'),
    };
    this.expositions = [
      { job: 'drop-craft-app', instance: 'drop-craft-ai.example:443', registry: this.#app.registry },
      { job: 'drop-craft-db', instance: 'db.drop-craft-ai.example:9187', registry: this.#database.registry },
      { job: 'drop-craft-functions', instance: 'otel-collector:8889', registry: this.#functions.registry },
      { job: 'drop-craft-site', instance: 'https://drop-craft-ai.example', registry: this.#probes.site },
      { job: 'drop-craft-apis', instance: 'blackbox:9115', registry: this.#probes.apis },
      { job: 'drop-craft-deploy', instance: 'pushgateway:9091', registry: deploy },
      { job: 'drop-craft-survey', instance: 'pushgateway:9091', registry: survey },
    ];
  }

  record({ world, events, at, random }: Step<Shop, ShopEvents>): void {
    this.#app.record(world, events);
    this.#database.record(world, events, at);
    this.#functions.record(events);
    this.#probes.record(world, random);
    this.#pushed.deployed.set(world.deployedAt);
    this.#pushed.satisfaction.set(Math.round(world.satisfaction * 100) / 100);
  }
}
