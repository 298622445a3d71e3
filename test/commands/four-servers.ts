import { answerGate } from '../../src/commands/gate/answer.ts';
import { createCollector, openServers } from '../../src/commands/shared/context.ts';
import { expose } from '../../src/exposition/text.ts';
import { EtcdRingStore } from '../../src/operations/stores/etcd-ring-store.ts';
import { etcdSettings } from '../../src/profile/schema/ring-store.ts';
import { roomFamilies } from '../../src/report/metrics.ts';
import type { Room } from '../../src/room/room.ts';
import { makeSafe } from '../../src/room/safe.ts';
import { drawHeader } from '../../src/screen/bars/header.ts';
import { glyphsFor } from '../../src/screen/canvas/glyphs.ts';
import { readLedger } from '../../src/session/ledger.ts';
import { Observer } from '../../src/session/observe.ts';
import { createEtcd } from '../../src/sources/etcd/etcd.ts';
import { millis } from '../../src/units.ts';
import { planOf } from '../room/observe.ts';
import type { FaultServer, ServerName } from './fault-server.ts';

/** What a room on four servers says in every output. */
export interface Seen {
  readonly room: Room;
  readonly header: string;
  readonly metrics: string;
  /** Of the gate for ring1, which follows the validated ring0. */
  readonly exit: number;
  readonly reasons: string;
}

/** The server that is not well. */
export interface Faulty {
  readonly server: ServerName;
  readonly url: string;
  /** Further settings of its datasource; 60 s of patience unless given. */
  readonly settings?: { readonly timeout?: string; readonly partial_response?: 'allow' };
}

/** Looks once at a room of which one server, or none, is at fault. */
export async function look(faultServer: FaultServer, faulty: Faulty | null): Promise<Seen> {
  const settings = (name: ServerName) => ({
    timeout: '60s',
    max_bytes: 4 * 1024 * 1024,
    ...(name === faulty?.server ? { url: faulty.url, ...faulty.settings } : { url: faultServer.well(name) }),
  });
  const plan = planOf({
    datasources: {
      prometheus: settings('prometheus'),
      loki: settings('loki'),
      alertmanagers: [settings('alertmanager')],
    },
    refresh: '60s',
    checks: {
      errors: { label: 'error rate', query: 'errors', unit: 'ratio', at_most: 0.5 },
      lines: {
        label: 'error lines',
        query: 'sum(count_over_time({job="a"}[5m]))',
        source: 'loki',
        unit: 'count',
        at_most: 5,
      },
    },
    rings: [
      { id: 'ring0', name: 'Internal', checks: ['errors', 'lines'] },
      { id: 'ring1', name: 'Pilots', after: ['ring0'], checks: ['errors'] },
    ],
  });
  const servers = openServers(plan);
  const { url, timeout } = settings('etcd');
  const etcd = createEtcd(etcdSettings.parse({ endpoints: [url], timeout }), 0);
  try {
    const observer = new Observer(plan, createCollector(plan, servers));
    const { room } = await observer.observe(millis(Date.now()), readLedger(new EtcdRingStore(etcd, '/ringdeck/shop')));
    return await tell(room);
  } finally {
    await Promise.all([servers.close(), etcd.close()]);
  }
}

async function tell(room: Room): Promise<Seen> {
  const playback = { kind: 'live', paused: false } as const;
  const look = {
    room: makeSafe(room),
    playback,
    glyphs: glyphsFor(true),
    timeZone: 'UTC',
    readOnly: false,
    page: 0,
    width: 200,
  };
  const { exit, reasons } = answerGate(room, 'ring1', 'deploy');
  return {
    room,
    header: drawHeader(look)
      .map(({ text }) => text)
      .join(''),
    metrics: await expose(roomFamilies(room, { profile: 'shop', version: '0' }), 'text'),
    exit,
    reasons: reasons.map(({ text }) => text).join('\n'),
  };
}

/** Whether a server is up by what the metrics say: "0" or "1". */
export const upIn = (metrics: string, kind: string): string | undefined =>
  metrics.match(new RegExp(`^ringdeck_source_up\\{.*kind="${kind}"\\} ([01])$`, 'm'))?.[1];
export const stateOf = ({ rings }: Room, check: string): string | undefined =>
  rings[0]?.checks.find(({ id }) => id === check)?.state;
