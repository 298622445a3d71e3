import { Registry } from 'prom-client';
import { counter, type Exposition, gauge } from '../../exposition.ts';
import type { Step } from '../../system.ts';
import { HOSTS, type Host } from '../machines.ts';
import type { Digitallz, DigitallzEvents } from '../world.ts';

const CORES = 2;
const MEMORY = 8e9;
const DISKS = { '/': 40e9, '/var/lib/docker': 120e9 } as const;
const UNIT_STATES = ['active', 'activating', 'deactivating', 'inactive', 'failed'] as const;

/** Each host as its node_exporter shows it, with `--collector.systemd`. */
export class HostMetrics {
  readonly expositions: readonly Exposition[];
  readonly #nodes;

  constructor() {
    this.#nodes = HOSTS.map((host) => node(host));
    this.expositions = this.#nodes.map(({ exposition }) => exposition);
  }

  record({ world: { machines, conditions }, dt }: Step<Digitallz, DigitallzEvents>): void {
    machines.hosts.forEach((host, i) => {
      this.#nodes[i]?.record(host, dt, conditions.choresUndone);
    });
  }
}

function node(name: string) {
  const registry = new Registry();
  const cpu = counter(registry, 'node_cpu_seconds_total', 'Seconds by mode.', ['cpu', 'mode']);
  const available = gauge(registry, 'node_memory_MemAvailable_bytes', 'Memory available.');
  gauge(registry, 'node_memory_MemTotal_bytes', 'Memory in all.').set(MEMORY);
  const disk = ['device', 'fstype', 'mountpoint'];
  const free = gauge(registry, 'node_filesystem_avail_bytes', 'Space available.', disk);
  const size = gauge(registry, 'node_filesystem_size_bytes', 'Space in all.', disk);
  const received = counter(registry, 'node_network_receive_bytes_total', 'Bytes received.', ['device']);
  const sent = counter(registry, 'node_network_transmit_bytes_total', 'Bytes sent.', ['device']);
  const load = gauge(registry, 'node_load1', 'Load of a minute.');
  const unit = gauge(registry, 'node_systemd_unit_state', 'State of a unit.', ['name', 'state', 'type']);
  return {
    exposition: { job: 'digitallz-node', instance: name, registry } satisfies Exposition,
    record: (host: Host, dt: number, choresUndone: boolean) => {
      for (let core = 0; core < CORES; core += 1) {
        const of = (mode: string, share: number) => cpu.inc({ cpu: String(core), mode }, share * dt);
        of('idle', 1 - host.cpu);
        of('user', host.cpu * 0.7);
        of('system', host.cpu * 0.27);
        of('iowait', host.cpu * 0.03);
      }
      available.set(Math.round(MEMORY * (1 - host.memory)));
      for (const [mountpoint, bytes] of Object.entries(DISKS)) {
        const labels = { device: mountpoint === '/' ? '/dev/nvme0n1p1' : '/dev/nvme1n1', fstype: 'ext4', mountpoint };
        size.set(labels, bytes);
        free.set(labels, Math.round(bytes * (1 - host.disk)));
      }
      received.inc({ device: 'ens5' }, Math.max(0, host.received * dt));
      sent.inc({ device: 'ens5' }, Math.max(0, host.sent * dt));
      load.set(Math.round(host.cpu * CORES * 110) / 100);
      // A service that runs once a day is inactive in between.
      const state = choresUndone && name === 'web-2' ? 'failed' : 'inactive';
      for (const one of UNIT_STATES)
        unit.set({ name: 'logrotate.service', state: one, type: 'oneshot' }, one === state ? 1 : 0);
    },
  };
}
