import { Registry } from 'prom-client';
import type { RunningServer } from '../stack/servers.ts';
import { Endpoint } from '../stack/simulator/endpoint.ts';
import { counter, gauge } from '../stack/simulator/exposition.ts';

const CORES = 4;
const GIGABYTE = 1e9;
const EVERY = 1000;

/**
 * A machine with little to do, in node_exporter's metrics: what a tape shows of its host must not depend on what else the
 * machine does that records it.
 */
export async function startCalmHost(): Promise<Pick<RunningServer, 'url' | 'stop'>> {
  const registry = new Registry();
  const endpoint = new Endpoint({ job: 'node', instance: 'localhost', registry });
  const cpu = counter(registry, 'node_cpu_seconds_total', 'Seconds by mode.', ['cpu', 'mode']);
  const received = counter(registry, 'node_network_receive_bytes_total', 'Bytes received.', ['device']);
  const sent = counter(registry, 'node_network_transmit_bytes_total', 'Bytes sent.', ['device']);
  const loads = ([1, 5, 15] as const).map((minutes) => gauge(registry, `node_load${minutes}`, 'Mean of what runs.'));
  const available = gauge(registry, 'node_memory_MemAvailable_bytes', 'Memory available.');
  gauge(registry, 'node_memory_MemTotal_bytes', 'Memory in all.').set(16 * GIGABYTE);
  gauge(registry, 'node_memory_SwapTotal_bytes', 'Swap in all.').set(4 * GIGABYTE);
  gauge(registry, 'node_memory_SwapFree_bytes', 'Swap free.').set(3.6 * GIGABYTE);
  const disk = ['device', 'fstype', 'mountpoint'];
  const size = gauge(registry, 'node_filesystem_size_bytes', 'Space in all.', disk);
  const free = gauge(registry, 'node_filesystem_avail_bytes', 'Space available.', disk);
  for (const [device, mountpoint, bytes, share] of [
    ['/dev/vda1', '/', 80 * GIGABYTE, 0.52],
    ['/dev/vdb1', '/var/lib/docker', 200 * GIGABYTE, 0.38],
  ] as const) {
    size.set({ device, fstype: 'ext4', mountpoint }, bytes);
    free.set({ device, fstype: 'ext4', mountpoint }, share * bytes);
  }
  const startedAt = Date.now();
  let before = startedAt;
  const advance = () => {
    const now = Date.now();
    const dt = (now - before) / 1000;
    before = now;
    const busy = 0.22 + 0.08 * Math.sin((now - startedAt) / 90_000);
    for (let core = 0; core < CORES; core += 1) {
      const own = busy * (1 + 0.2 * Math.sin(core + now / 40_000));
      for (const [mode, share] of [
        ['idle', 1 - own],
        ['user', 0.7 * own],
        ['system', 0.3 * own],
      ] as const)
        cpu.inc({ cpu: `${core}`, mode }, share * dt);
    }
    received.inc({ device: 'eth0' }, 1.2e6 * (1 + busy) * dt);
    sent.inc({ device: 'eth0' }, 0.8e6 * (1 + busy) * dt);
    available.set(Math.round(16 * GIGABYTE * (0.55 - 0.2 * busy)));
    for (const load of loads) load.set(Math.round(CORES * busy * 100) / 100);
  };
  advance();
  await endpoint.open();
  const timer = setInterval(advance, EVERY);
  return {
    url: `http://${endpoint.address}`,
    async stop() {
      clearInterval(timer);
      await endpoint.close();
    },
  };
}
