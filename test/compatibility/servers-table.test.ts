import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { EtcdRingStore } from '../../src/operations/stores/etcd-ring-store.ts';
import { datasource } from '../../src/profile/schema/http.ts';
import { createAlertmanager } from '../../src/sources/alertmanager/alertmanager.ts';
import { createEtcd } from '../../src/sources/etcd/etcd.ts';
import { createPrometheus } from '../../src/sources/prometheus/prometheus.ts';
import { millis } from '../../src/units.ts';
import type { Release } from '../../stack/releases.ts';
import { settingsOf, startEtcd } from '../operations/fixtures/etcd.ts';
import { source } from '../sources/serve.ts';
import {
  eventually,
  haveServers,
  RELEASES,
  type RunningAlertmanager,
  type RunningServer,
  startAlertmanager,
  startPrometheus,
} from '../stack/servers.ts';
import { SERVERS } from './table/servers.ts';

const now = () => millis(Date.now());
const hour = () => ({ startsAt: now(), endsAt: millis(now() + 3_600_000) });

/** Whether a release has the version that the page says; what is installed elsewhere than in CI may have another. */
const expectVersion = (version: string, release: Release, said: string | undefined) => {
  if (release !== 'installed' || process.env.RINGDECK_REQUIRE_SERVERS === '1')
    expect(version, 'write the new version into test/compatibility/table/servers.ts').toMatch(
      new RegExp(`^${said?.replace('.', '\\.')}\\.`),
    );
};
const json = async (url: string) => (await fetch(url)).json() as Promise<Record<string, Record<string, string>>>;

for (const release of RELEASES) {
  describe.skipIf(!haveServers(['prometheus'], release))(`Prometheus: ${release}`, () => {
    const { versions, claims } = SERVERS.prometheus;
    let server: RunningServer;
    beforeAll(async () => {
      server = await startPrometheus({
        release,
        past: '# TYPE a gauge\na 7 1700000000.123\na 8 1700000015.5\n# EOF\n',
      });
    });
    afterAll(() => server.stop());
    const ask = (expr: string) => createPrometheus(source({ url: server.url })).instant(expr, now());

    it('has the version of the page', async () => {
      const { data } = await json(`${server.url}/api/v1/status/buildinfo`);
      expectVersion(data?.version ?? '', release, versions[release]);
    });

    it(claims[0], async () => {
      for (const [expr, value] of [
        ['1/0', Infinity],
        ['-1/0', -Infinity],
        ['0/0', NaN],
        ['vector(0.1)', 0.1],
      ] as const)
        expect(await ask(expr)).toMatchObject({ ok: true, value: { samples: [{ labels: {}, value }] } });
    });

    it(claims[1], async () => {
      const prometheus = createPrometheus(source({ url: server.url }));
      const stored = await prometheus.raw('a', millis(1_700_000_000_000), millis(1_700_000_015_500));
      const points = [
        [1_700_000_000_123, 7],
        [1_700_000_015_500, 8],
      ];
      expect(stored).toMatchObject({ ok: true, value: { series: [{ points }] } });
    });

    it(claims[2], async () => {
      const refused = await ask('rate(a)');
      expect(refused).toMatchObject({ ok: false, error: { kind: 'bad-query' } });
      expect(!refused.ok && refused.error.message).toContain('expected type range vector');
    });
  });

  describe.skipIf(!haveServers(['alertmanager'], release))(`Alertmanager: ${release}`, () => {
    const { versions, claims } = SERVERS.alertmanager;
    const other = RELEASES.find((name) => name !== release && haveServers(['alertmanager'], name)) ?? release;
    let members: readonly RunningAlertmanager[] = [];
    beforeAll(async () => {
      const first = await startAlertmanager({ release, peers: [] });
      members = [first];
      members = [first, await startAlertmanager({ release: other, peers: [first.clusterAddress ?? ''] })];
    });
    afterAll(() => Promise.all(members.map(({ stop }) => stop())));
    const client = (i: number) => createAlertmanager(`am-${i}`, datasource.parse({ url: members[i]?.url }));
    const silence = async (name: string) => {
      const matchers = [{ name: 'alertname', value: name, isEqual: true, isRegex: false }];
      const created = await client(0).createSilence({ matchers, createdBy: 'alice', comment: name, ...hour() });
      if (!created.ok) throw new Error(created.error.message);
      return created.value.id;
    };

    it('has the version of the page', async () => {
      const { versionInfo } = await json(`${members[0]?.url}/api/v2/status`);
      expectVersion(versionInfo?.version ?? '', release, versions[release]);
    });

    it(claims[0], async () => {
      const posted = await client(1).postAlerts([{ labels: { alertname: 'Spike' }, annotations: {}, ...hour() }]);
      expect(posted.ok).toBe(true);
      const id = await silence('Spike');
      const silenced = await eventually(async () => {
        const view = await client(1).view();
        return view.ok && view.value.alerts.some(({ silencedBy }) => silencedBy.includes(id)) ? view.value : undefined;
      });
      expect(silenced.alerts).toMatchObject([{ labels: { alertname: 'Spike' }, silencedBy: [id] }]);
    });

    it(claims[1], async () => {
      const id = await silence('Other');
      expect(await client(0).silence(id)).toMatchObject({ ok: true, value: { state: 'active' } });
      expect(await client(0).expireSilence(id)).toMatchObject({ ok: true });
      expect(await client(0).silence(id)).toMatchObject({ ok: true, value: { state: 'expired' } });
    });
  });

  describe.skipIf(!haveServers(['etcd'], release))(`etcd: ${release}`, () => {
    const { versions, claims } = SERVERS.etcd;

    it(`has the version of the page; ${claims[0]}`, async () => {
      const servers = await startEtcd(1, { release });
      for (const server of servers) onTestFinished(server.stop);
      const version = (await (await fetch(`${servers[0]?.plain}/version`)).json()) as { etcdserver: string };
      expectVersion(version.etcdserver, release, versions[release]);
      const store = () => new EtcdRingStore(createEtcd(settingsOf(servers)), '/ringdeck/t');
      const validation = { by: 'alice', at: now() };
      const record = { at: now(), by: 'alice', act: 'validate', target: 'ring0', result: 'done', detail: 'x' } as const;
      await store().update(() => ({ record, change: { ringId: 'ring0', validation } }));
      const { records, journal } = await store().read();
      expect([records, journal.map(({ detail }) => detail)]).toEqual([{ ring0: validation }, ['x']]);
    });

    it(claims[1], async () => {
      const servers = await startEtcd(1, { release });
      const settings = settingsOf(servers, { timeout: '1s' });
      await Promise.all(servers.map(({ stop }) => stop()));
      await expect(new EtcdRingStore(createEtcd(settings, 0), '/ringdeck/t').read()).rejects.toThrow(/localhost:\d+/);
    });
  });
}
