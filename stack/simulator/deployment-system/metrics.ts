import { Histogram, Registry } from 'prom-client';
import { counter, type Exposition, gauge } from '../exposition.ts';
import { normal } from '../random.ts';
import type { Step } from '../system.ts';
import { APPS, type Platform, type PlatformEvents, PORTS } from './platform.ts';

const MEMORY: Readonly<Record<(typeof APPS)[number], number>> = { shop: 410e6, crm: 620e6, docs: 140e6 };
const CPU: Readonly<Record<(typeof APPS)[number], number>> = { shop: 0.35, crm: 0.22, docs: 0.04 };
const READ_MICROSECONDS = 2200;
const READS_PER_REQUEST = 2;

/** The Deployment System as its exporters show it; what node_exporter tells is the stack's own machine's. */
export class PlatformMetrics {
  readonly expositions: readonly Exposition[];
  readonly #ports;
  readonly #api;
  readonly #mongo;
  readonly #containers;
  readonly #apps;
  readonly #health;
  readonly #rtt;

  constructor() {
    const manager = new Registry();
    const api = new Registry();
    const mongo = new Registry();
    const cadvisor = new Registry();
    const apps = new Registry();
    const health = new Registry();
    const network = new Registry();

    this.#ports = {
      allocated: gauge(manager, 'port_manager_total_allocations', 'Ports allocated.'),
      free: gauge(manager, 'port_manager_available_ports', 'Ports available.'),
      requests: counter(manager, 'port_manager_allocation_requests_total', 'Allocations asked for.'),
    };
    this.#api = {
      total: counter(api, 'deployment_total', 'Deployments that ended.'),
      success: counter(api, 'deployment_success_total', 'Deployments that ended well.'),
      duration: new Histogram({
        name: 'deployment_duration_seconds',
        help: 'Duration of deployments.',
        buckets: [60, 300],
        registers: [api],
      }),
    };
    this.#mongo = {
      latency: counter(mongo, 'mongodb_ss_opLatencies_latency', 'Microseconds spent.', ['op_type']),
      operations: counter(mongo, 'mongodb_ss_opLatencies_ops', 'Operations done.', ['op_type']),
      slow: counter(mongo, 'mongodb_profile_slow_query_count', 'Operations the profiler kept.', ['database']),
    };
    gauge(mongo, 'mongodb_up', 'Whether the database answers.').set(1);
    this.#containers = {
      seen: gauge(cadvisor, 'container_last_seen', 'Unix time the container was last seen.', ['name']),
      started: gauge(cadvisor, 'container_start_time_seconds', 'Unix time the container began.', ['name']),
      cpu: counter(cadvisor, 'container_cpu_usage_seconds_total', 'Processor time.', ['name']),
      memory: gauge(cadvisor, 'container_memory_working_set_bytes', 'Working set.', ['name']),
    };
    this.#apps = new Histogram({
      name: 'http_server_request_duration_seconds',
      help: 'Duration of requests.',
      labelNames: ['app', 'http_response_status_code'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 1, 2.5],
      registers: [apps],
    });
    this.#health = gauge(health, 'probe_success', 'Whether /health answered.', ['app']);
    this.#rtt = gauge(network, 'probe_icmp_duration_seconds', 'Duration of a ping.', ['phase']);
    this.expositions = [
      { job: 'port-manager', instance: 'deploy-01:3005', registry: manager },
      { job: 'deployment-api', instance: 'deploy-01:3004', registry: api },
      { job: 'tunnel-manager', instance: 'deploy-01:3001', registry: new Registry() },
      { job: 'mongodb', instance: 'deploy-01:9216', registry: mongo },
      { job: 'cadvisor', instance: 'deploy-01:8080', registry: cadvisor },
      { job: 'apps', instance: 'deploy-01:8100', registry: apps },
      { job: 'app-health', instance: 'deploy-01:9115', registry: health },
      { job: 'network-probe', instance: 'gateway', registry: network },
    ];
  }

  record({ world: platform, events, at, dt, random }: Step<Platform, PlatformEvents>): void {
    const allocated = Math.round(platform.ports);
    this.#ports.allocated.set(allocated);
    this.#ports.free.set(PORTS - allocated);
    this.#ports.requests.inc(events.allocations + events.refused.length);
    for (const { seconds, outcome } of events.ended) {
      this.#api.total.inc();
      if (outcome.ok) this.#api.success.inc();
      this.#api.duration.observe(seconds);
    }
    const reads = READS_PER_REQUEST * events.requests.length;
    this.#mongo.operations.inc({ op_type: 'reads' }, reads);
    this.#mongo.latency.inc({ op_type: 'reads' }, reads * READ_MICROSECONDS * platform.slowdown);
    this.#mongo.slow.inc({ database: 'deployments' }, events.slowQueries);
    for (const name of APPS) {
      this.#containers.seen.set({ name }, at);
      this.#containers.started.set({ name }, platform.started[name]);
      this.#containers.cpu.inc({ name }, CPU[name] * dt);
      this.#containers.memory.set({ name }, MEMORY[name] * (1 + 0.01 * normal(random)));
      this.#health.set({ app: name }, name !== 'docs' || platform.docsAnswers ? 1 : 0);
    }
    for (const { app, status, seconds } of events.requests)
      this.#apps.observe({ app, http_response_status_code: status }, seconds);
    this.#rtt.set({ phase: 'rtt' }, 0.012 * Math.exp(0.2 * normal(random)));
  }
}
