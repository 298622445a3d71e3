import { Histogram, Registry } from 'prom-client';
import { counter, type Exposition, gauge } from '../../exposition.ts';
import type { Step } from '../../system.ts';
import { ENDPOINTS, SEARCH } from '../traffic.ts';
import type { Digitallz, DigitallzEvents } from '../world.ts';

const BUCKETS = [0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2.5, 5];

/** What the site and the API tell of themselves, by a client library of Prometheus. */
export class ApplicationMetrics {
  readonly expositions: readonly Exposition[];
  readonly #requests;
  readonly #duration;
  readonly #searches;
  readonly #auth;
  readonly #security;

  /** `startedAt` in Unix seconds. */
  constructor(startedAt: number) {
    const frontend = new Registry();
    const backend = new Registry();
    for (const registry of [frontend, backend])
      gauge(registry, 'process_start_time_seconds', 'Unix time at which the process began.').set(startedAt - 86_400);
    this.#requests = counter(backend, 'http_requests_total', 'Requests answered.', ['endpoint', 'method', 'status']);
    this.#duration = new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Time to answer a request.',
      labelNames: ['endpoint'],
      buckets: BUCKETS,
      registers: [backend],
    });
    this.#searches = {
      total: counter(backend, 'digitallz_searches_total', 'Searches.'),
      failed: counter(backend, 'digitallz_searches_failed_total', 'Searches without an answer.'),
    };
    this.#auth = {
      attempts: counter(backend, 'auth_login_attempts_total', 'Log-ins tried.'),
      failed: counter(backend, 'auth_failed_logins_total', 'Log-ins refused.'),
      issued: counter(backend, 'auth_jwt_tokens_issued_total', 'Tokens issued.'),
      expired: counter(backend, 'auth_jwt_tokens_expired_total', 'Tokens refused as expired.'),
    };
    this.#security = {
      rateLimited: counter(backend, 'security_rate_limit_exceeded_total', 'Requests over a rate limit.'),
      suspicious: counter(backend, 'security_suspicious_activity_total', 'Requests that look like an attack.'),
      failed: counter(backend, 'security_failed_requests_total', 'Requests refused or failed.'),
      blocked: gauge(backend, 'security_blocked_ips', 'Addresses that are blocked.'),
    };
    this.expositions = [
      { job: 'digitallz-frontend', instance: 'frontend:3000', registry: frontend },
      { job: 'digitallz-backend', instance: 'backend:3001', registry: backend },
    ];
  }

  record({ world, events: { requests, security } }: Step<Digitallz, DigitallzEvents>): void {
    for (const { endpoint, status, seconds } of requests) {
      this.#requests.inc({ endpoint, method: ENDPOINTS[endpoint].method, status });
      this.#duration.observe({ endpoint }, seconds);
    }
    const searches = requests.filter(({ endpoint }) => endpoint === SEARCH);
    this.#searches.total.inc(searches.length);
    this.#searches.failed.inc(searches.filter(({ status }) => status !== '200').length);
    this.#auth.attempts.inc(security.logins);
    this.#auth.failed.inc(security.failedLogins);
    this.#auth.issued.inc(Math.max(0, security.logins - security.failedLogins));
    this.#auth.expired.inc(security.tokensExpired);
    this.#security.rateLimited.inc(security.rateLimited);
    this.#security.suspicious.inc(security.suspicious);
    this.#security.failed.inc(security.failedRequests);
    this.#security.blocked.set(world.security.blockedIps);
  }
}
