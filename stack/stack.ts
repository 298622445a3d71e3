import { systemClock } from '../src/clock.ts';
import { mergeAlertmanagerConfigs } from './alertmanager-config.ts';
import { startControl } from './control.ts';
import { LokiStandIn } from './loki/server.ts';
import { LogStore } from './loki/store.ts';
import { alertmanagerConfigs, ruleFiles, SYSTEMS, type System } from './profiles.ts';
import {
  type RunningAlertmanager,
  type RunningServer,
  startAlertmanager,
  startNodeExporter,
  startPrometheus,
} from './servers.ts';
import { Simulator } from './simulator/simulator.ts';

export interface StackOptions {
  /** Loopback ports; any free one where none is given. */
  readonly ports?: {
    readonly prometheus?: number;
    readonly alertmanager?: number;
    readonly nodeExporter?: number;
    readonly control?: number;
    readonly loki?: number;
  };
  /** Scrape and evaluation interval, a Prometheus duration; 5s unless given. */
  readonly interval?: string;
  /** Those it plays; all unless given. */
  readonly systems?: readonly System[];
  /** Absolute paths; the shipped rules of its systems unless given. */
  readonly ruleFiles?: readonly string[];
  readonly seed?: number;
  /** What shows the host in place of this machine's node_exporter; it ends with the stack. */
  readonly host?: Pick<RunningServer, 'url' | 'stop'>;
  /** One of `SCRIPT_NAMES`. */
  readonly script?: string;
  readonly onCue?: (says: string) => void;
}

/** Prometheus, Alertmanager, node_exporter and the simulator, all on loopback. */
export interface Stack {
  readonly prometheus: RunningServer;
  readonly alertmanager: RunningAlertmanager;
  readonly nodeExporter: Pick<RunningServer, 'url' | 'stop'>;
  readonly simulator: Simulator;
  /** No Loki: it speaks its protocol, over the simulator's lines in memory. */
  readonly lokiStandIn: LokiStandIn;
  /** Base URL of the control endpoint; see `startControl`. */
  readonly controlUrl: string;
  /** Ends everything and removes all data. */
  stop(): Promise<void>;
}

const TICK_MS = 250;
/** Log lines kept: some hours of them. */
const MOST_LINES = 200_000;

/** Starts everything and resolves when all of it is ready; when a part fails, what has started is ended again. */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const { ports = {}, interval = '5s', systems = SYSTEMS, seed = 1, script, onCue } = options;
  const cleanups: (() => Promise<void>)[] = [];
  const stop = async () => {
    // What was started last ends first: Prometheus before what it scrapes.
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  };
  try {
    const store = new LogStore(MOST_LINES);
    const lokiStandIn = new LokiStandIn(store, withPort(ports.loki));
    cleanups.push(() => lokiStandIn.stop());
    await lokiStandIn.start();
    const simulator = new Simulator({
      clock: systemClock,
      seed,
      systems,
      onLog: (lines) => store.push(lines),
      ...(script === undefined ? {} : { script }),
      ...(onCue === undefined ? {} : { onCue }),
    });
    cleanups.push(() => simulator.close());
    await simulator.open();
    const timer = setInterval(() => simulator.advance(), TICK_MS);
    cleanups.push(async () => clearInterval(timer));

    const control = await startControl(simulator, ports.control ?? 0);
    cleanups.push(control.close);
    const nodeExporter = options.host ?? (await startNodeExporter(withPort(ports.nodeExporter)));
    cleanups.push(nodeExporter.stop);
    const config = mergeAlertmanagerConfigs(await alertmanagerConfigs(systems));
    const alertmanager = await startAlertmanager({ config, ...withPort(ports.alertmanager) });
    cleanups.push(alertmanager.stop);
    const prometheus = await startPrometheus({
      ...withPort(ports.prometheus),
      scrapeInterval: interval,
      evaluationInterval: interval,
      ruleFiles: options.ruleFiles ?? ruleFiles(systems),
      alertmanagers: [alertmanager.url],
      targets: [
        ...simulator.endpoints,
        { job: 'node', address: new URL(nodeExporter.url).host, instance: 'localhost' },
      ],
    });
    cleanups.push(prometheus.stop);
    return { prometheus, alertmanager, nodeExporter, simulator, lokiStandIn, controlUrl: control.url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const withPort = (port: number | undefined) => (port === undefined ? {} : { port });
