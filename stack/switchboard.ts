import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { stringify } from 'yaml';
import type { ScrapeTarget } from './servers.ts';

/** One alert that can be switched on and off: `id` tells it from the others, `team` is what Alertmanager groups by. */
export interface Switch {
  readonly id: string;
  readonly team: string;
}

export interface Order extends Switch {
  readonly on: boolean;
}

/** Job and instance it is scraped as. */
export const SWITCHBOARD = 'switchboard';
/** The name of all its alerts. */
export const SWITCHED = 'Switched';
/**
 * An alert that always fires. Where `ALERTS` has no sample of it, Prometheus did not evaluate, or did not write down what
 * it found, as in its first two evaluations after a start.
 */
export const WATCHDOG = 'Watchdog';

/** Alerts that fire while they are switched on, as Prometheus sees it at its next scrape and evaluation. */
export class AlertSwitchboard {
  readonly #switches: ReadonlyMap<string, Switch>;
  #worker: Worker | null = null;
  #address = '';

  constructor(switches: readonly Switch[]) {
    this.#switches = new Map(switches.map((one) => [one.id, one]));
  }

  async open(): Promise<void> {
    const workerData = [...this.#switches.values()].map(({ id, team }) => ({ id, team }));
    const worker = new Worker(new URL('./switchboard-worker.ts', import.meta.url), { workerData });
    this.#worker = worker;
    const [address] = await once(worker, 'message');
    this.#address = String(address);
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
    this.#worker = null;
  }

  /** To be scraped; known once it is open. */
  get target(): ScrapeTarget {
    return { job: SWITCHBOARD, instance: SWITCHBOARD, address: this.#address };
  }

  turn(id: string, on: boolean): void {
    const found = this.#switches.get(id);
    if (!found) throw new Error(`there is no switch ${id}`);
    this.#worker?.postMessage({ id, team: found.team, on } satisfies Order);
  }

  /** The text of a rule file. */
  rules(): string {
    const labels = { severity: 'critical' };
    const annotations = { summary: '{{ $labels.id }} is switched on' };
    const rules = [
      { alert: WATCHDOG, expr: 'vector(1)' },
      { alert: SWITCHED, expr: 'switched_on > 0', labels, annotations },
    ];
    return stringify({ groups: [{ name: SWITCHBOARD, rules }] });
  }
}
