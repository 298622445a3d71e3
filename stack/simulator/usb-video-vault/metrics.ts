import { Registry } from 'prom-client';
import { counter, type Exposition, gauge } from '../exposition.ts';
import type { Step } from '../system.ts';
import { HOSTS, RINGS, type Vault, type VaultActivities } from './vault.ts';

/** USB Video Vault as Prometheus sees it: the hosts' collector, the help desk, and a probe of the service. */
export class VaultMetrics {
  readonly expositions: readonly Exposition[];
  readonly #host;
  readonly #ring;
  readonly #counters;
  readonly #probe;

  constructor() {
    const collector = new Registry();
    const desk = new Registry();
    const probe = new Registry();
    const perHost = (name: string, help: string) => gauge(collector, name, help, ['ring', 'hostname']);

    this.#host = {
      memory: perHost('memory_usage_mb', 'Working set, in megabytes.'),
      startup: perHost('startup_time_seconds', 'Duration of the last start.'),
      licence: perHost('license_validation_time_seconds', 'Duration of the last licence validation.'),
      running: perHost('process_up', 'Whether the process was found.'),
      reported: perHost('last_report_timestamp_seconds', 'Unix time of the newest report.'),
    };
    this.#ring = {
      status: gauge(collector, 'ring_status', 'As ringdeck tells it: 0 waiting, 1 deploying, 2 soaking.', ['ring']),
      deployed: gauge(collector, 'ring_deployed_timestamp_seconds', 'Unix time of the deployment.', ['ring']),
      targets: gauge(collector, 'ring_targets', 'Hosts of the ring.', ['ring']),
      reached: gauge(collector, 'ring_targets_deployed', 'Hosts that run the new version.', ['ring']),
      adoption: gauge(collector, 'feature_adoption_ratio', 'Users who use the new features.', ['ring']),
      satisfaction: gauge(desk, 'user_satisfaction_score', 'Mean rating, 0 to 10.', ['ring']),
      resolution: gauge(desk, 'support_resolution_time_seconds', 'Mean time to resolve a ticket.', ['ring']),
    };
    this.#counters = {
      operations: counter(collector, 'operations_total', 'Operations done.', ['ring']),
      errors: counter(collector, 'errors_total', 'Operations that failed.', ['ring']),
      signature: counter(collector, 'signature_errors_total', 'Invalid signatures.', ['ring']),
      antiRollback: counter(collector, 'antirollback_errors_total', 'Refused roll-backs.', ['ring']),
      crashes: counter(collector, 'crashes_total', 'Crashes.', ['ring']),
      tickets: counter(desk, 'support_tickets_total', 'Tickets opened.', ['ring']),
    };
    this.#probe = gauge(probe, 'probe_success', 'Whether the service answered.', ['ring']);
    this.expositions = [
      { job: 'usb-video-vault', instance: 'collector:9400', registry: collector },
      { job: 'usb-video-vault-desk', instance: 'desk:9401', registry: desk },
      { job: 'blackbox-vault', instance: 'https://vault.example', registry: probe },
    ];
  }

  /** Rings not deployed to have a status and nothing else. */
  record({ world: vault, events: activity, at }: Step<Vault, VaultActivities>): void {
    for (const id of RINGS) {
      const ring = vault[id];
      this.#ring.status.set({ ring: id }, ring ? (ring.reached < HOSTS[id].length ? 1 : 2) : 0);
      this.#ring.targets.set({ ring: id }, HOSTS[id].length);
      if (!ring) continue;
      this.#ring.deployed.set({ ring: id }, ring.deployedAt);
      this.#ring.reached.set({ ring: id }, Math.floor(ring.reached));
      this.#ring.adoption.set({ ring: id }, ring.adoption);
      this.#ring.satisfaction.set({ ring: id }, ring.satisfaction);
      this.#ring.resolution.set({ ring: id }, ring.resolution);
      this.#probe.set({ ring: id }, 1);
      // From the first report on rare ones stand at 0: no error must not look like no data.
      const { operations = 0, errors = 0, signatures = 0, rollbacks = 0, crashes = 0 } = activity[id] ?? {};
      this.#counters.operations.inc({ ring: id }, operations);
      this.#counters.errors.inc({ ring: id }, errors);
      this.#counters.signature.inc({ ring: id }, signatures);
      this.#counters.antiRollback.inc({ ring: id }, rollbacks);
      this.#counters.crashes.inc({ ring: id }, crashes);
      this.#counters.tickets.inc({ ring: id }, 0);
      HOSTS[id].slice(0, Math.floor(ring.reached)).forEach((hostname, i) => {
        const host = ring.hosts[i];
        if (!host) return;
        const labels = { ring: id, hostname };
        this.#host.memory.set(labels, Math.round(host.memory * 100) / 100);
        this.#host.startup.set(labels, host.startup);
        this.#host.licence.set(labels, host.licence);
        this.#host.running.set(labels, 1);
        this.#host.reported.set(labels, at);
      });
    }
  }
}
