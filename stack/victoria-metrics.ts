import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { requireProgram } from './binaries.ts';
import { freePort } from './ports.ts';
import { type RunningServer, runServer } from './process.ts';
import type { Release } from './releases.ts';
import { type ScrapeTarget, scrapeConfigs } from './servers.ts';

export interface VictoriaMetricsOptions {
  /** Any free port unless given. */
  readonly port?: number;
  readonly release: Release;
  /** A Prometheus duration; 5s unless given. */
  readonly scrapeInterval?: string;
  readonly targets?: readonly ScrapeTarget[];
  /** Further arguments, e.g. `-search.latencyOffset=1s`. */
  readonly args?: readonly string[];
}

/** Starts VictoriaMetrics, one node that also scrapes, with data of its own that goes when it is stopped. */
export async function startVictoriaMetrics(options: VictoriaMetricsOptions): Promise<RunningServer> {
  const { release, scrapeInterval = '5s', targets = [], args = [] } = options;
  const config = {
    global: { scrape_interval: scrapeInterval, scrape_timeout: scrapeInterval },
    scrape_configs: scrapeConfigs(targets),
  };
  const port = await freePort(options.port);
  return runServer({
    name: 'victoria-metrics',
    program: requireProgram('victoriaMetrics', release),
    port,
    readyPath: '/health',
    prepare: async (folder) => {
      const file = join(folder, 'scrape.yml');
      await writeFile(file, stringify(config));
      return [
        `-httpListenAddr=127.0.0.1:${port}`,
        `-storageDataPath=${join(folder, 'data')}`,
        `-promscrape.config=${file}`,
        '-loggerLevel=WARN',
        ...args,
      ];
    },
  });
}

export interface VmalertOptions {
  readonly port?: number;
  readonly release: Release;
  /** Base URL of what it asks and where it writes what rules record. */
  readonly datasource: string;
  /** Absolute paths of rule files. */
  readonly ruleFiles: readonly string[];
  /** Base URLs of the Alertmanagers that get the alerts. */
  readonly alertmanagers: readonly string[];
  /** A Prometheus duration; 5s unless given. */
  readonly evaluationInterval?: string;
  /** Further arguments, e.g. `-rule.evalDelay=0s`; without it rules are evaluated for half a minute ago. */
  readonly args?: readonly string[];
}

/** Starts vmalert, which evaluates rules over VictoriaMetrics. */
export async function startVmalert(options: VmalertOptions): Promise<RunningServer> {
  const { release, datasource, ruleFiles, alertmanagers, evaluationInterval = '5s', args = [] } = options;
  const port = await freePort(options.port);
  return runServer({
    name: 'vmalert',
    program: requireProgram('vmalert', release),
    port,
    readyPath: '/health',
    prepare: async () => [
      `-httpListenAddr=127.0.0.1:${port}`,
      `-datasource.url=${datasource}`,
      `-remoteWrite.url=${datasource}`,
      `-remoteRead.url=${datasource}`,
      `-evaluationInterval=${evaluationInterval}`,
      `-external.url=http://127.0.0.1:${port}`,
      ...ruleFiles.map((file) => `-rule=${file}`),
      ...(alertmanagers.length > 0 ? alertmanagers.map((url) => `-notifier.url=${url}`) : ['-notifier.blackhole']),
      '-loggerLevel=WARN',
      ...args,
    ],
  });
}
