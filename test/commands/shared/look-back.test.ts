import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../../src/clock.ts';
import { openServers, type Stored } from '../../../src/commands/shared/context.ts';
import { lookBack } from '../../../src/commands/shared/look-back.ts';
import { PastRanges } from '../../../src/frames/past-ranges.ts';
import { MemoryJournal, MemoryRingStore } from '../../../src/operations/stores/memory-ring-store.ts';
import { promql } from '../../../src/profile/query.ts';
import { type Millis, millis } from '../../../src/units.ts';
import { listingText } from '../../../src/wording/alerts.ts';
import { planOf } from '../../room/observe.ts';
import { haveServers, RELEASES, type RunningServer, startPrometheus } from '../../stack/servers.ts';

const MINUTE = 60;
const begun = Math.floor(Date.now() / 1000);
const ago = (minutes: number): Millis => millis((begun - minutes * MINUTE) * 1000);
const DEAD = 'http://127.0.0.1:1';

/** An hour as Prometheus would have stored it: an alert fired from twenty to ten minutes ago. */
function hour(): string {
  const agos = Array.from({ length: 241 }, (_, i) => 60 * MINUTE - i * 15);
  const fired = agos.filter((one) => one <= 20 * MINUTE && one > 10 * MINUTE);
  const alert = 'alertname="V2ErrorSpike",severity="critical"';
  return [
    ...agos.map((one) => `v2_error_share ${0.002 + one / 1e6} ${begun - one}`),
    ...fired.map((one) => `ALERTS{alertstate="firing",${alert}} 1 ${begun - one}`),
    ...fired.map((one) => `ALERTS_FOR_STATE{${alert}} ${begun - 20 * MINUTE} ${begun - one}`),
    '# EOF\n',
  ].join('\n');
}

/** What a room of the past says of itself. @param query what it asks of Prometheus for its one value */
async function told(prometheus: string, at: Millis, query = 'v2_error_share', ranges = new PastRanges(systemClock)) {
  const plan = planOf({
    // Nobody asks Alertmanager what was: that it is dead changes nothing.
    datasources: { prometheus: { url: prometheus, timeout: '1s' }, alertmanagers: [{ url: DEAD }] },
    infra: [{ id: 'v2', label: 'V2', items: [{ id: 'errors', label: 'errors', query, unit: 'ratio' }] }],
  });
  const servers = openServers(plan);
  const journal = new MemoryJournal();
  const archive = Object.assign(journal, { all: () => journal.tail(1000) });
  const store = new MemoryRingStore(journal);
  try {
    const stored = { store, journal: archive } as unknown as Stored;
    const { room, trends, blank = [] } = await lookBack({ plan, asked: plan, servers, stored, ranges }, at);
    return {
      alerts: room.alerts.list.map(({ name }) => String(name)),
      freshness: room.alerts.freshness,
      listing: String(listingText(room.alerts, room.at)),
      blank: blank.map(String),
      value: room.infra[0]?.reading.known === true,
      past: trends.slice(promql(query), millis(at - 30 * MINUTE * 1000), at, 30),
    };
  } finally {
    await servers.close();
  }
}

const RECORD = /^Prometheus' record of past alerts, /;

describe.each(RELEASES.map((release) => [release] as const))(
  'a room of the past, of Prometheus as in %s',
  (release) => {
    const isThere = haveServers(['prometheus', 'promtool'], release);
    let prometheus: RunningServer;
    beforeAll(async () => {
      if (isThere) prometheus = await startPrometheus({ past: hour(), release });
    });
    afterAll(() => prometheus?.stop());

    test.skipIf(!isThere)(
      'knows what fired, and that nothing did; before anything was stored it knows neither',
      async () => {
        const [firing, quiet, before, strange] = await Promise.all([
          told(prometheus.url, ago(15)),
          told(prometheus.url, ago(50)),
          told(prometheus.url, ago(180)),
          told(prometheus.url, ago(15), 'never_seen_yet'),
        ]);
        const known = { freshness: 'ok', listing: expect.stringMatching(RECORD), blank: [], past: expect.anything() };
        expect(firing).toEqual({ ...known, alerts: ['V2ErrorSpike'], value: true });
        expect(quiet).toEqual({ ...known, alerts: [], value: true });
        expect(before).toEqual({
          freshness: 'unknown',
          listing: 'what fired then is not known: Prometheus: nothing is stored of then (prometheus)',
          blank: ['prometheus'],
          alerts: [],
          value: false,
          past: expect.anything(),
        });
        // What answers of every instant, and what cannot be answered, tells nothing of then.
        for (const query of ['vector(3)', 'sum(v2_error_share) or vector(0)', 'sum(rate(up[1m])'])
          expect(await told(prometheus.url, ago(180), query)).toMatchObject({
            freshness: 'unknown',
            blank: ['prometheus'],
          });
        // An alert on record is one, whatever else is stored.
        expect(strange).toMatchObject({ alerts: ['V2ErrorSpike'], freshness: 'ok' });
      },
    );

    test.skipIf(!isThere)(
      'asks for the past of charts once for the steps around, which show it as if asked',
      async () => {
        const ranges = new PastRanges(systemClock);
        const before = await told(prometheus.url, ago(20), undefined, ranges);
        const asked = await requests(prometheus.url, '/api/v1/query_range');
        for (const minutes of [21, 19, 25]) {
          const next = await told(prometheus.url, ago(minutes), undefined, ranges);
          expect(next.past.every((value) => value !== null)).toBe(true);
          expect(next.past).not.toEqual(before.past);
          expect(await requests(prometheus.url, '/api/v1/query_range')).toBe(asked);
        }
        expect(await told(prometheus.url, ago(21), undefined, ranges)).toEqual(await told(prometheus.url, ago(21)));
        expect(await requests(prometheus.url, '/api/v1/query_range')).toBeGreaterThan(asked);
      },
    );
  },
);

/** How many requests of a kind a server has had, by its own counter. */
async function requests(prometheus: string, handler: string): Promise<number> {
  const text = await (await fetch(`${prometheus}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line.startsWith('prometheus_http_requests_total'));
  const counts = lines
    .filter((line) => line.includes(`handler="${handler}"`))
    .map((line) => Number(line.split(' ')[1]));
  return counts.reduce((sum, count) => sum + count, 0);
}

/** What comes of a Loki that tells a number of each instant, or of none. */
async function fromLoki(loki: string): Promise<unknown> {
  const plan = planOf({
    datasources: { prometheus: { url: DEAD, timeout: '1s' }, loki: { url: loki } },
    infra: [
      {
        id: 'v2',
        label: 'V2',
        items: [{ id: 'lines', label: 'lines', query: 'sum(rate({a="b"}[1m]))', source: 'loki', unit: 'count' }],
      },
    ],
  });
  const servers = openServers(plan);
  const journal = new MemoryJournal();
  const stored = { store: new MemoryRingStore(journal), journal: Object.assign(journal, { all: async () => [] }) };
  try {
    const { room } = await lookBack({ plan, asked: plan, servers, stored: stored as unknown as Stored }, ago(15));
    return [room.infra[0]?.reading, room.sources.find(({ kind }) => kind === 'loki')?.state];
  } finally {
    await servers.close();
  }
}

test('a room of the past asks Loki for its numbers as of then, and names it where it does not answer', async () => {
  const server = createServer(({ url = '' }, answer) => {
    const { pathname, searchParams } = new URL(url, DEAD);
    const time = Number(searchParams.get('time') ?? searchParams.get('end')) / 1e9;
    const resultType = pathname.endsWith('query') ? 'vector' : 'matrix';
    const result = resultType === 'vector' ? [{ metric: {}, value: [time, String(begun - time)] }] : [];
    answer.end(pathname === '/ready' ? 'ready' : JSON.stringify({ status: 'success', data: { resultType, result } }));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  try {
    const { port } = server.address() as AddressInfo;
    expect(await fromLoki(`http://127.0.0.1:${port}`)).toMatchObject([{ known: true, value: 15 * MINUTE }, 'ok']);
  } finally {
    server.closeAllConnections();
    server.close();
  }
  expect(await fromLoki(DEAD)).toMatchObject([{ known: false }, 'failed']);
});

describe('a room of the past whose server', () => {
  test('is gone names Prometheus, and no Alertmanager, as what is not heard', async () => {
    expect(await told(DEAD, ago(15))).toMatchObject({
      freshness: 'unknown',
      listing: expect.stringMatching(/what fired then is not known: Prometheus: .*refused/i),
      blank: [],
    });
  });

  test('never answers says so once its patience is over', async () => {
    const server = createServer(() => {}).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    try {
      const { port } = server.address() as AddressInfo;
      const { listing, freshness } = await told(`http://127.0.0.1:${port}`, ago(15));
      expect(freshness).toBe('unknown');
      expect(listing).toMatch(/what fired then is not known: Prometheus: .*1 ?s/);
      expect(listing).not.toContain('Alertmanager');
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
