import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openServers } from '../../../src/commands/shared/context.ts';
import { lookBack } from '../../../src/commands/shared/look-back.ts';
import { MemoryJournal, MemoryRingStore } from '../../../src/operations/stores/memory-ring-store.ts';
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
    ...agos.map((one) => `v2_error_share 0.002 ${begun - one}`),
    ...fired.map((one) => `ALERTS{alertstate="firing",${alert}} 1 ${begun - one}`),
    ...fired.map((one) => `ALERTS_FOR_STATE{${alert}} ${begun - 20 * MINUTE} ${begun - one}`),
    '# EOF\n',
  ].join('\n');
}

/** What a room of the past says of itself. @param query what it asks of Prometheus for its one value */
async function told(prometheus: string, at: Millis, query = 'v2_error_share') {
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
    const stored = { store, journal: archive } as unknown as Parameters<typeof lookBack>[0]['stored'];
    const { room, blank = [] } = await lookBack({ plan, asked: plan, servers, stored }, at);
    return {
      alerts: room.alerts.list.map(({ name }) => String(name)),
      freshness: room.alerts.freshness,
      listing: String(listingText(room.alerts, room.at)),
      blank: blank.map(String),
      value: room.infra[0]?.reading.known === true,
    };
  } finally {
    await servers.close();
  }
}

const RECORD = /^Prometheus' record of what fired; /;

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
        const known = { freshness: 'ok', listing: expect.stringMatching(RECORD), blank: [] };
        expect(firing).toEqual({ ...known, alerts: ['V2ErrorSpike'], value: true });
        expect(quiet).toEqual({ ...known, alerts: [], value: true });
        expect(before).toEqual({
          freshness: 'unknown',
          listing: 'what fired then is not known: Prometheus: nothing is stored of then (prometheus)',
          blank: ['prometheus'],
          alerts: [],
          value: false,
        });
        // An alert on record is one, whatever else is stored.
        expect(strange).toMatchObject({ alerts: ['V2ErrorSpike'], freshness: 'ok' });
      },
    );
  },
);

describe('a room of the past whose server', () => {
  test('is gone names Prometheus, and no Alertmanager, as what is not heard', async () => {
    expect(await told(DEAD, ago(15))).toMatchObject({
      freshness: 'unknown',
      listing: expect.stringMatching(/^what fired then is not known: Prometheus: .*refused/i),
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
      expect(listing).toMatch(/^what fired then is not known: Prometheus: .*1 ?s/);
      expect(listing).not.toContain('Alertmanager');
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
