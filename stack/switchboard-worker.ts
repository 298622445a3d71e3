import { parentPort, workerData } from 'node:worker_threads';
import { Gauge, Registry } from 'prom-client';
import { Endpoint } from './simulator/endpoint.ts';
import { type Order, SWITCHBOARD, type Switch } from './switchboard.ts';

// The thread of a switchboard: what is scraped each second must not wait for what else its program does.

const registry = new Registry();
const gauge = new Gauge({
  name: 'switched_on',
  help: 'Whether an alert is to fire.',
  labelNames: ['id', 'team'],
  registers: [registry],
});
for (const { id, team } of workerData as readonly Switch[]) gauge.set({ id, team }, 0);
const endpoint = new Endpoint({ job: SWITCHBOARD, instance: SWITCHBOARD, registry });
parentPort?.on('message', ({ id, team, on }: Order) => gauge.set({ id, team }, on ? 1 : 0));
await endpoint.open();
parentPort?.postMessage(endpoint.address);
