import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { Receiver } from '../../stack/receiver.ts';
import {
  type RunningAlertmanager,
  type RunningServer,
  startAlertmanager,
  startPrometheus,
} from '../../stack/servers.ts';
import { AlertSwitchboard, type Switch, WATCHDOG } from '../../stack/switchboard.ts';

/** How fast time goes on a stage, all in whole seconds. */
export interface Pace {
  /** Between two scrapes, and two evaluations. */
  readonly evaluation: number;
  /** Prometheus' `--rules.alert.resend-delay`. */
  readonly resend: number;
  readonly groupWait: number;
  readonly groupInterval: number;
  /** How long a member of a cluster waits for the one before it to notify. */
  readonly peerTimeout: number;
  /** Of the rooms. */
  readonly refresh: number;
  /** An acknowledgement that is not extended. */
  readonly ackDuration: number;
}

/** What a room meets in a real deployment, faster: the order of the times to each other is as there. */
export const PACE: Pace = {
  evaluation: 1,
  resend: 4,
  groupWait: 1,
  groupInterval: 5,
  peerTimeout: 2,
  refresh: 1,
  ackDuration: 30,
};

/** The rooms' ring store, in the folder of the stage. */
export const RING_STORE = 'rings.json';

/** Real servers with alerts to switch, and somebody who is told of them. */
export interface Stage {
  readonly pace: Pace;
  readonly receiver: Receiver;
  readonly board: AlertSwitchboard;
  readonly members: readonly RunningAlertmanager[];
  readonly prometheus: RunningServer;
  /** For the ring store and the profile; goes with the stage. */
  readonly folder: string;
  stop(): Promise<void>;
}

/** Starts a Prometheus, an Alertmanager cluster of so many members and a receiver; what has started ends when one does not. */
export async function startStage(switches: readonly Switch[], size: number, pace: Pace = PACE): Promise<Stage> {
  const cleanups: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    // What was started last ends first: Prometheus before whom it sends to.
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  };
  try {
    // Many alerts share one ledger here: it must not have to wait for a disk each time.
    const folder = await mkdtemp(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'ringdeck-acks-'));
    // A room that was killed may still be writing there.
    cleanups.push(() => rm(folder, { recursive: true, force: true, maxRetries: 10 }));
    const receiver = new Receiver();
    cleanups.push(() => receiver.close());
    await receiver.open();
    const board = new AlertSwitchboard(switches);
    cleanups.push(() => board.close());
    await board.open();
    const members: RunningAlertmanager[] = [];
    const config = alertmanagerConfig(receiver, pace);
    for (let i = 0; i < size; i += 1) {
      const peers = members.map(({ clusterAddress }) => clusterAddress ?? '');
      const inCluster = size > 1 ? { peers, peerTimeout: `${pace.peerTimeout}s` } : {};
      const member = await startAlertmanager({ config, ...inCluster });
      cleanups.push(() => member.stop());
      members.push(member);
    }
    const rules = join(folder, 'rules.yml');
    await writeFile(rules, board.rules());
    const prometheus = await startPrometheus({
      scrapeInterval: `${pace.evaluation}s`,
      evaluationInterval: `${pace.evaluation}s`,
      resendDelay: `${pace.resend}s`,
      targets: [board.target],
      ruleFiles: [rules],
      alertmanagers: members.map(({ url }) => url),
    });
    cleanups.push(() => prometheus.stop());
    return { pace, receiver, board, members, prometheus, folder, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function alertmanagerConfig({ url }: Receiver, { groupWait, groupInterval }: Pace): string {
  return stringify({
    route: {
      receiver: 'pager',
      group_by: ['team'],
      group_wait: `${groupWait}s`,
      group_interval: `${groupInterval}s`,
      repeat_interval: '1h',
      routes: [{ receiver: 'nobody', matchers: [`alertname="${WATCHDOG}"`] }],
    },
    receivers: [{ name: 'pager', webhook_configs: [{ url, send_resolved: true }] }, { name: 'nobody' }],
  });
}

/** The profile of the rooms on a stage, as a document. @param where the labels of the alerts they show */
export function profileOf({ pace, prometheus, members, folder }: Stage, where: Readonly<Record<string, string>> = {}) {
  return {
    id: 'switchboard',
    name: 'Switchboard',
    datasources: { prometheus: { url: prometheus.url }, alertmanagers: members.map(({ url }) => ({ url })) },
    refresh: `${pace.refresh}s`,
    history: '2m',
    ring_store: { file: join(folder, RING_STORE) },
    alerts: { ack_duration: `${pace.ackDuration}s`, ack_max: '1h', where },
  };
}
