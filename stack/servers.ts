import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { stringify } from 'yaml';
import { requireProgram } from './binaries.ts';
import { freePort } from './ports.ts';
import { type RunningServer, runServer } from './process.ts';
import type { Release } from './releases.ts';

export type { RunningServer } from './process.ts';

/** One target to scrape; targets of the same job are told apart by `instance`. */
export interface ScrapeTarget {
  readonly job: string;
  /** `host:port` */
  readonly address: string;
  /** The `instance` label; the address unless given. */
  readonly instance?: string;
}

export interface PrometheusOptions {
  /** Any free port unless given; the same holds for every server here. */
  readonly port?: number;
  /** What is installed unless given; the same holds for every server here. */
  readonly release?: Release;
  /** Prometheus durations; 5s unless given. */
  readonly scrapeInterval?: string;
  readonly evaluationInterval?: string;
  readonly targets?: readonly ScrapeTarget[];
  /** Absolute paths of rule files. */
  readonly ruleFiles?: readonly string[];
  /** Base URLs of the Alertmanagers that get the alerts. */
  readonly alertmanagers?: readonly string[];
  /** How long it waits before it sends an alert again, a Prometheus duration; its own minute unless given. */
  readonly resendDelay?: string;
  /** Whether it asks its targets for native histograms, as those of its own that it counts. */
  readonly nativeHistograms?: true;
  /** Samples it holds from the start: OpenMetrics text with a time for each. */
  readonly past?: string;
  /** How long samples are kept, a Prometheus duration; its own 15 days unless given. */
  readonly retention?: string;
}

/** Starts Prometheus with data of its own that goes when it is stopped. */
export async function startPrometheus(options: PrometheusOptions = {}): Promise<RunningServer> {
  const { scrapeInterval = '5s', evaluationInterval = '5s' } = options;
  const { targets = [], ruleFiles = [], alertmanagers = [], release } = options;
  const config = {
    global: {
      scrape_interval: scrapeInterval,
      evaluation_interval: evaluationInterval,
      scrape_timeout: scrapeInterval,
    },
    rule_files: ruleFiles,
    alerting: { alertmanagers: [{ static_configs: [{ targets: alertmanagers.map((url) => new URL(url).host) }] }] },
    scrape_configs: scrapeConfigs(targets),
  };
  const port = await freePort(options.port);
  return runServer({
    name: 'prometheus',
    program: requireProgram('prometheus', release),
    port,
    readyPath: '/-/ready',
    prepare: async (folder) => {
      const file = join(folder, 'prometheus.yml');
      await writeFile(file, stringify(config));
      const data = join(folder, 'data');
      if (options.past !== undefined) await writeBlocks(options.past, folder, data, release);
      return [
        `--config.file=${file}`,
        `--storage.tsdb.path=${data}`,
        `--web.listen-address=127.0.0.1:${port}`,
        `--web.external-url=http://127.0.0.1:${port}`,
        '--log.level=warn',
        ...(options.retention === undefined ? [] : [`--storage.tsdb.retention.time=${options.retention}`]),
        ...(options.nativeHistograms ? ['--enable-feature=native-histograms'] : []),
        ...(options.resendDelay === undefined ? [] : [`--rules.alert.resend-delay=${options.resendDelay}`]),
      ];
    },
  });
}

async function writeBlocks(past: string, folder: string, data: string, release?: Release): Promise<void> {
  const file = join(folder, 'past.txt');
  await writeFile(file, past);
  // A block of two hours is a reading of the whole text: weeks would be hundreds.
  const args = ['tsdb', 'create-blocks-from', '--max-block-duration=768h', 'openmetrics', '--quiet', file, data];
  await promisify(execFile)(requireProgram('promtool', release), args);
}

/** The targets as `scrape_configs` of Prometheus and of VictoriaMetrics. */
export function scrapeConfigs(targets: readonly ScrapeTarget[]) {
  const jobs = Map.groupBy(targets, ({ job }) => job);
  return [...jobs].map(([job, members]) => ({
    job_name: job,
    static_configs: members.map(({ address, instance = address }) => ({ targets: [address], labels: { instance } })),
  }));
}

export interface AlertmanagerOptions {
  readonly port?: number;
  readonly release?: Release;
  /** The text of alertmanager.yml; without it every alert goes to one silent receiver. */
  readonly config?: string;
  /** Makes it a member of a cluster: the `clusterAddress` of each member that runs already, none for the first. */
  readonly peers?: readonly string[];
  /** How long a member waits for those before it to notify, a Go duration; its own 15 s unless given. */
  readonly peerTimeout?: string;
}

export interface RunningAlertmanager extends RunningServer {
  /** Where other members find it; null outside a cluster. */
  readonly clusterAddress: string | null;
}

const SILENT = stringify({ route: { receiver: 'none' }, receivers: [{ name: 'none' }] });

/** Starts one Alertmanager, alone unless `peers` is given. */
export async function startAlertmanager(options: AlertmanagerOptions = {}): Promise<RunningAlertmanager> {
  const port = await freePort(options.port);
  const clusterAddress = options.peers ? `127.0.0.1:${await freePort()}` : null;
  const server = await runServer({
    name: 'alertmanager',
    program: requireProgram('alertmanager', options.release),
    port,
    readyPath: '/-/ready',
    prepare: async (folder) => {
      const file = join(folder, 'alertmanager.yml');
      await writeFile(file, options.config ?? SILENT);
      return [
        `--config.file=${file}`,
        `--storage.path=${join(folder, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        `--web.external-url=http://127.0.0.1:${port}`,
        '--log.level=warn',
        ...clusterArgs(clusterAddress, options),
      ];
    },
  });
  return { ...server, clusterAddress };
}

function clusterArgs(address: string | null, { peers = [], peerTimeout }: AlertmanagerOptions): string[] {
  if (!address) return ['--cluster.listen-address='];
  return [
    `--cluster.listen-address=${address}`,
    `--cluster.advertise-address=${address}`,
    '--cluster.gossip-interval=50ms',
    '--cluster.pushpull-interval=1s',
    '--cluster.reconnect-interval=1s',
    ...peers.map((peer) => `--cluster.peer=${peer}`),
    ...(peerTimeout === undefined ? [] : [`--cluster.peer-timeout=${peerTimeout}`]),
  ];
}

/** What the shipped profiles and rules ask of a machine; all that node_exporter knows is three times as much to scrape. */
const COLLECTORS = ['cpu', 'filesystem', 'loadavg', 'meminfo', 'netdev', 'time'];

/** Starts node_exporter, which shows this very machine. */
export async function startNodeExporter(options: { readonly port?: number } = {}): Promise<RunningServer> {
  const port = await freePort(options.port);
  return runServer({
    name: 'node-exporter',
    program: requireProgram('nodeExporter'),
    port,
    readyPath: '/',
    prepare: async () => [
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=warn',
      '--collector.disable-defaults',
      ...COLLECTORS.map((name) => `--collector.${name}`),
    ],
  });
}
