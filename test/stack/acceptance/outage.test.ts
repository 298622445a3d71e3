import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../src/clock.ts';
import { openServers } from '../../../src/commands/shared/context.ts';
import { Collector } from '../../../src/frames/collect.ts';
import { openPosts } from '../../../src/frames/servers/registry.ts';
import type { Operations } from '../../../src/operations/operations.ts';
import { MemoryJournal, MemoryRingStore } from '../../../src/operations/stores/memory-ring-store.ts';
import { promql } from '../../../src/profile/query.ts';
import type { Room } from '../../../src/room/room.ts';
import { LiveSession } from '../../../src/session/live.ts';
import { createBackoff } from '../../../src/sources/http/backoff.ts';
import { type Millis, millis } from '../../../src/units.ts';
import { planOf } from '../../room/observe.ts';
import {
  eventually,
  haveServers,
  type RunningServer,
  startAlertmanager,
  startNodeExporter,
  startPrometheus,
} from '../servers.ts';

/** Its value is the time at which it was scraped, so that each point tells where it belongs. */
const CLOCK = 'node_time_seconds';
const REFRESH = 1000;
/** Refreshes that find nobody, in the outage whose gap is looked at: enough for a middle that is clear of both ends. */
const MISSED = 6;

interface Shown {
  readonly room: Room;
  readonly failures: number;
}

describe.skipIf(!haveServers())('an outage under a running room', () => {
  let prometheus: RunningServer;
  let alertmanager: RunningServer;
  let exporter: RunningServer;

  beforeAll(async () => {
    [exporter, alertmanager] = await Promise.all([startNodeExporter(), startAlertmanager()]);
    const targets = [{ job: 'node', address: new URL(exporter.url).host }];
    prometheus = await startPrometheus({ targets, scrapeInterval: '500ms', evaluationInterval: '500ms' });
  });
  afterAll(() => Promise.all([prometheus, alertmanager, exporter].map((server) => server?.stop())));

  /**
   * A live room on the real servers, what it has shown since, and how many questions had failed by then; after a failure
   * it pauses for the part `random` of what back-off allows.
   */
  function watch(url: string, random: number) {
    const plan = planOf({
      datasources: { prometheus: { url }, alertmanagers: [{ url: alertmanager.url }] },
      refresh: `${REFRESH}ms`,
      history: '2m',
      infra: [{ id: 'g', label: 'G', items: [{ id: 'clock', label: 'clock', query: CLOCK, unit: 'seconds' }] }],
    });
    let failures = 0;
    const servers = openServers(plan);
    const { prometheus, members } = servers;
    const countedBackoff = () => {
      const backoff = createBackoff(plan.profile.refresh, () => random);
      return {
        ...backoff,
        failed: (now: Millis) => {
          failures += 1;
          backoff.failed(now);
        },
      };
    };
    const collector = new Collector(
      plan,
      openPosts(
        {
          prometheus: prometheus[0].client,
          alertmanager: members,
          loki: null,
          patterns: null,
          lines: null,
          calendar: [],
        },
        { plan, createBackoff: countedBackoff },
      ),
    );
    const parts = { plan, collector, store: new MemoryRingStore(new MemoryJournal()), clock: systemClock };
    const operations: Partial<Operations> = { tendAcks: async () => {} };
    const session = new LiveSession(parts, () => operations as Operations);
    const rooms: Shown[] = [];
    session.subscribe(() => {
      const room = session.scene()?.room;
      if (room) rooms.push({ room, failures });
    });
    session.start();
    onTestFinished(async () => {
      session.stop();
      await servers.close();
    });
    return { session, rooms, failures: () => failures };
  }

  const stateOf = ({
    room: {
      infra: [item],
    },
  }: Shown): string => {
    if (!item) throw new Error('the room has no such row');
    return item.reading.known ? (item.reading.aging ? 'aging' : 'fresh') : item.reading.reason;
  };
  const shows = (rooms: readonly Shown[], state: string) =>
    eventually(async () => rooms.slice(-1).find((shown) => stateOf(shown) === state));

  it('of the way to Prometheus leaves a gap that is filled afterwards, once', async () => {
    const way = await Way.to(prometheus.url);
    onTestFinished(() => way.close());
    const { session, rooms, failures } = watch(way.url, 0);
    await shows(rooms, 'fresh');

    const closed = systemClock.now();
    await way.close();
    const failed = failures();
    const opened = await eventually(async () => (failures() >= failed + MISSED ? systemClock.now() : undefined));
    // The points at both ends may be those of before and after.
    const third = (opened - closed) / 3;
    const gap = () =>
      session.scene()?.trends.slice(promql(CLOCK), millis(closed + third), millis(opened - third), 2) ?? [];
    expect(gap()).toEqual([null, null]);

    await way.open();
    const filled = await eventually(async () => (gap().every((value) => value !== null) ? gap() : undefined));
    for (const value of filled) {
      expect((value ?? 0) * 1000).toBeGreaterThan(closed);
      expect((value ?? 0) * 1000).toBeLessThan(opened);
    }
    expect(filled).toEqual(filled.toSorted());

    await shows(rooms, 'fresh');
    const { instant, range } = way.asked;
    await eventually(async () => (way.asked.instant >= instant + 4 ? true : undefined));
    expect(way.asked.range).toBe(range);
    // The first fill, and that of the gap.
    expect(range).toBe(2);
  });

  it('of Prometheus makes its values old, then unknown, while alerts go on, and ends without a restart', async () => {
    const { rooms, failures } = watch(prometheus.url, 0.5);
    await shows(rooms, 'fresh');
    await prometheus.kill();
    const killed = rooms.length;
    const before = failures();
    await shows(rooms, 'stale');

    const seen = rooms.slice(killed);
    expect([...new Set(seen.map(stateOf))].filter((state) => state !== 'fresh')).toEqual(['aging', 'stale']);
    // The first refresh that fails is seen at once.
    const fresh = seen.filter((shown) => stateOf(shown) === 'fresh');
    expect(fresh.filter(({ failures }) => failures > before + 1)).toEqual([]);
    expect(rooms.at(-1)?.room).toMatchObject({
      state: 'unknown',
      infra: [{ state: 'unknown', reading: { known: false } }],
    });

    const alert = [{ labels: { alertname: 'MeanwhileElsewhere', severity: 'critical' } }];
    const headers = { 'Content-Type': 'application/json' };
    await fetch(`${alertmanager.url}/api/v2/alerts`, { method: 'POST', headers, body: JSON.stringify(alert) });
    await eventually(async () => rooms.at(-1)?.room.alerts.list.find(({ name }) => name === 'MeanwhileElsewhere'));
    expect([...new Set(rooms.slice(killed).map(({ room }) => room.alerts.freshness))]).toEqual(['ok']);

    await prometheus.restart();
    await shows(rooms, 'fresh');
    expect(rooms.at(-1)?.room.sources.map(({ state }) => state)).toEqual(['ok', 'ok']);
  });
});

/** What lies between the room and its Prometheus, and can be closed while both run. */
class Way {
  readonly asked = { instant: 0, range: 0 };
  readonly #server: Server;
  #port = 0;

  static async to(target: string): Promise<Way> {
    const way = new Way(target);
    await way.open();
    return way;
  }

  private constructor(target: string) {
    this.#server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const { url = '', method = '', headers } = request;
      if (url.startsWith('/api/v1/query_range')) this.asked.range += 1;
      else if (url.startsWith('/api/v1/query')) this.asked.instant += 1;
      const type = { 'content-type': headers['content-type'] ?? '' };
      const body = method === 'GET' ? null : Buffer.concat(chunks);
      const answer = await fetch(target + url, { method, headers: type, body });
      response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
      response.end(Buffer.from(await answer.arrayBuffer()));
    });
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async open(): Promise<void> {
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}
