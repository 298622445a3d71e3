import { Histogram, Registry } from 'prom-client';
import { counter, type Exposition, gauge } from '../exposition.ts';
import { poisson } from '../random.ts';
import type { Step } from '../system.ts';
import {
  ALGORITHMS,
  type Matching,
  PODS_PER_VERSION,
  type Request,
  SEGMENTS,
  type Segment,
  STAGES,
  type Stage,
  VERSIONS,
  type Version,
} from './matching.ts';

const BUCKETS = [0.005, 0.01, 0.015, 0.02, 0.025, 0.03, 0.04, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5];
const SCORE_BUCKETS = [0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1];
const USERS: Readonly<Record<Segment, number>> = { enterprise: 60, partner: 30, freemium: 900 };
const CERTIFICATE_DAYS = 61;
const LOOKUPS_PER_REQUEST = 3;
const RETENTION: Readonly<Record<Version, number>> = { v1: 0.81, v2: 0.83 };
const API_CONSUMERS = 480;
const PORTS: Readonly<Record<Version, number>> = { v1: 5062, v2: 5070 };

/** The metrics of one pod. Its 5xx series appear with the first 5xx, as a real client library's do. */
function pod(version: Version, index: number, startedAt: number) {
  const registry = new Registry();
  registry.setDefaultLabels({ version });
  gauge(registry, 'process_start_time_seconds', 'Unix time at which the process began.').set(startedAt);
  return {
    exposition: { job: `supersmartmatch-${version}`, instance: `${version}-${index}:${PORTS[version]}`, registry },
    requests: counter(registry, 'http_requests_total', 'Requests served.', ['method', 'segment', 'status']),
    duration: new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Time to serve a request.',
      labelNames: ['segment'],
      buckets: BUCKETS,
      registers: [registry],
    }),
    matches: counter(registry, 'total_matches_total', 'Matches tried.', ['segment']),
    successful: counter(registry, 'successful_matches_total', 'Matches found.', ['segment']),
    revenue: counter(registry, 'match_value_euros_total', 'Value of the matches found.'),
    satisfaction: gauge(registry, 'supersmartmatch_user_rating', 'Mean user rating, 0 to 5.'),
    retention: gauge(registry, 'supersmartmatch_retention_30d_ratio', 'Customers still there after 30 days.'),
    consumers: gauge(registry, 'supersmartmatch_api_consumers', 'Distinct API consumers of the last day.'),
    own: ownMetrics(registry),
  };
}

/** What the application itself counts, beside what its framework does. */
const ownMetrics = (registry: Registry) => ({
  score: new Histogram({
    name: 'supersmartmatch_accuracy_score',
    help: 'Matching accuracy score.',
    labelNames: ['algorithm', 'user_segment'],
    buckets: SCORE_BUCKETS,
    registers: [registry],
  }),
  matches: counter(registry, 'supersmartmatch_matches_total', 'Matches.', ['algorithm', 'success']),
  users: gauge(registry, 'supersmartmatch_active_users', 'Active users.', ['user_type']),
  duration: new Histogram({
    name: 'supersmartmatch_response_time_seconds',
    help: 'Response time in seconds.',
    labelNames: ['endpoint', 'method'],
    buckets: BUCKETS,
    registers: [registry],
  }),
});

/** How good a match is, by what was paid for it: nothing more has to be drawn by chance. */
const scoreOf = (revenue: number | null): number => (revenue === null ? 0.55 : Math.min(1, 0.8 + revenue / 100));

/** SuperSmartMatch as its exporters show it: pods, the Nexten matcher, nginx, Redis and the certificate probe. */
export class MatchingMetrics {
  readonly expositions: readonly Exposition[];
  readonly #pods: Readonly<Record<Version, ReturnType<typeof pod>[]>>;
  readonly #planned;
  readonly #stageStarted;
  readonly #split;
  readonly #hits;
  readonly #misses;

  /** `startedAt` in Unix seconds. */
  constructor(startedAt: number) {
    const pods = (version: Version) => Array.from({ length: PODS_PER_VERSION }, (_, i) => pod(version, i, startedAt));
    this.#pods = { v1: pods('v1'), v2: pods('v2') };

    const nginx = new Registry();
    this.#planned = gauge(nginx, 'supersmartmatch_traffic_split_planned', 'Configured share of traffic.', ['version']);
    this.#stageStarted = gauge(nginx, 'supersmartmatch_stage_started_timestamp_seconds', 'Begin of a stage.', [
      'stage',
    ]);

    // It knows of both versions; a pod of one does not.
    this.#split = gauge(nginx, 'supersmartmatch_traffic_split_ratio', 'Share of traffic that arrives.', ['version']);

    const redis = new Registry();
    this.#hits = counter(redis, 'redis_keyspace_hits_total', 'Lookups that found their key.');
    this.#misses = counter(redis, 'redis_keyspace_misses_total', 'Lookups that did not.');
    gauge(redis, 'redis_memory_used_bytes', 'Memory used.').set(1.1e9);
    gauge(redis, 'redis_memory_max_bytes', 'Memory allowed.').set(2e9);

    const certificate = new Registry();
    gauge(certificate, 'probe_ssl_earliest_cert_expiry', 'Unix time at which the first certificate expires.').set(
      startedAt + CERTIFICATE_DAYS * 86_400,
    );

    this.expositions = [
      ...[...this.#pods.v1, ...this.#pods.v2].map(({ exposition }) => exposition),
      { job: 'supersmartmatch-nexten', instance: 'nexten:5052', registry: new Registry() },
      { job: 'supersmartmatch-nginx', instance: 'nginx:443', registry: nginx },
      { job: 'redis', instance: 'redis:6379', registry: redis },
      { job: 'blackbox-tls', instance: 'https://match.example', registry: certificate },
    ];
  }

  record({ world: matching, events: requests, random }: Step<Matching, readonly Request[]>): void {
    for (const request of requests) this.#observe(request);
    for (const version of VERSIONS) {
      const share = version === 'v2' ? matching.planned : 1 - matching.planned;
      this.#planned.set({ version }, share);
      const arrives = version === 'v2' ? matching.share : 1 - matching.share;
      this.#split.set({ version }, arrives);
      for (const { satisfaction, retention, consumers, own } of this.#pods[version]) {
        for (const segment of SEGMENTS) own.users.set({ user_type: segment }, Math.round(USERS[segment] * arrives));
        satisfaction.set(matching.satisfaction[version]);
        retention.set(RETENTION[version]);
        consumers.set(Math.round(API_CONSUMERS * share));
      }
    }
    this.#stageStarted.reset();
    for (const stage of Object.keys(STAGES) as Stage[]) {
      const started = matching.stageStarted[stage];
      if (started !== undefined) this.#stageStarted.set({ stage }, started);
    }
    const lookups = LOOKUPS_PER_REQUEST * requests.length;
    this.#hits.inc(poisson(lookups * matching.cacheHitRatio, random));
    this.#misses.inc(poisson(lookups * (1 - matching.cacheHitRatio), random));
  }

  #observe({ version, pod: index, segment, status, seconds, revenue }: Request): void {
    const pod = this.#pods[version][index];
    if (!pod) throw new RangeError(`no pod ${index} of ${version}`);
    pod.requests.inc({ method: 'POST', segment, status });
    pod.duration.observe({ segment }, seconds);
    pod.own.duration.observe({ endpoint: `/api/${version}/match`, method: 'POST' }, seconds);
    if (status !== '200') return;
    const algorithm = ALGORITHMS[version];
    pod.own.matches.inc({ algorithm, success: revenue === null ? 'False' : 'True' });
    pod.own.score.observe({ algorithm, user_segment: segment }, scoreOf(revenue));
    pod.matches.inc({ segment });
    if (revenue === null) return;
    pod.successful.inc({ segment });
    pod.revenue.inc(revenue);
  }
}
