import { Registry } from 'prom-client';
import { counter, type Exposition, gauge } from '../../exposition.ts';
import type { Step } from '../../system.ts';
import type { Digitallz, DigitallzEvents } from '../world.ts';

const DAY = 86_400;
const CERTIFICATE_DAYS = 64;
const CERTIFICATE_DAYS_UNDONE = 21;

/** Who looks at Digitallz from outside or from beside it: blackbox_exporter on its addresses, and falcosidekick. */
export class WatcherMetrics {
  readonly expositions: readonly Exposition[];
  readonly #probes;
  readonly #findings;

  constructor() {
    this.#probes = [
      probe('https://digitallz.com', 'digitallz-frontend'),
      probe('https://api.digitallz.com', 'digitallz-backend'),
    ];
    const falco = new Registry();
    this.#findings = counter(falco, 'falco_events', 'Rules that matched.', ['hostname', 'rule', 'priority']);
    this.expositions = [
      ...this.#probes.map(({ exposition }) => exposition),
      { job: 'digitallz-falco', instance: 'falcosidekick:2801', registry: falco },
    ];
  }

  record({ world, events, at }: Step<Digitallz, DigitallzEvents>): void {
    for (const one of this.#probes) one.record(world, at);
    for (const { rule, priority } of events.security.findings)
      this.#findings.inc({ hostname: 'web-3', rule, priority });
  }
}

/** A probe of one address, which the pods of one job answer. */
function probe(address: string, job: string) {
  const registry = new Registry();
  const success = gauge(registry, 'probe_success', 'Whether the probe succeeded.');
  const status = gauge(registry, 'probe_http_status_code', 'Status of the answer.');
  const duration = gauge(registry, 'probe_duration_seconds', 'Duration of the probe.');
  const expiry = gauge(registry, 'probe_ssl_earliest_cert_expiry', 'Unix time at which the first certificate expires.');
  return {
    exposition: { job: 'digitallz-probe', instance: address, registry } satisfies Exposition,
    record: ({ traffic, conditions }: Digitallz, at: number) => {
      const isDown = conditions.down.includes(job);
      success.set(isDown ? 0 : 1);
      status.set(isDown ? 502 : 200);
      duration.set(isDown ? 0.03 : 0.09 * traffic.slowdown);
      expiry.set(at + DAY * (conditions.choresUndone ? CERTIFICATE_DAYS_UNDONE : CERTIFICATE_DAYS));
    },
  };
}
