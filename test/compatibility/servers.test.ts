import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Program, requireProgram } from '../../stack/binaries.ts';
import { fetchedVersion, type Release } from '../../stack/releases.ts';
import { startVictoriaMetrics, startVmalert } from '../../stack/victoria-metrics.ts';
import { startEtcd } from '../operations/fixtures/etcd.ts';
import {
  eventually,
  haveServers,
  instantQuery,
  RELEASES,
  startAlertmanager,
  startPrometheus,
} from '../stack/servers.ts';

async function json<T>(url: string): Promise<T> {
  const response = await fetch(url);
  return (await response.json()) as T;
}

/** The version a test must find: of a fetched program its package's, of an installed one what it says of itself. */
function versionOf(release: Release, program: Program, name: string): string | undefined {
  if (release !== 'installed') return fetchedVersion(release, name);
  const { stdout, stderr } = spawnSync(requireProgram(program), ['--version'], { encoding: 'utf8' });
  return /\d+\.\d+\.\d+/.exec(stdout + stderr)?.[0];
}

const plain = (version: string): string | undefined => /^\d+\.\d+\.\d+/.exec(version)?.[0];

for (const release of RELEASES) {
  describe.skipIf(!haveServers(['prometheus', 'alertmanager', 'etcd'], release))(`the servers: ${release}`, () => {
    it('Prometheus starts and answers its version', async () => {
      const server = await startPrometheus({ release });
      onTestFinished(server.stop);
      const { data } = await json<{ data: { version: string } }>(`${server.url}/api/v1/status/buildinfo`);
      expect(plain(data.version)).toBe(versionOf(release, 'prometheus', 'prometheus'));
    });

    it('Prometheus holds a past that it is given', async () => {
      const server = await startPrometheus({ release, past: '# TYPE a gauge\na 7 1700000000\n# EOF\n' });
      onTestFinished(server.stop);
      expect(await instantQuery(server.url, 'a @ 1700000001')).toMatchObject([{ value: 7 }]);
    });

    it('Alertmanager starts in a cluster and answers its version', async () => {
      const first = await startAlertmanager({ release, peers: [] });
      onTestFinished(first.stop);
      const second = await startAlertmanager({ release, peers: [first.clusterAddress ?? ''] });
      onTestFinished(second.stop);
      const { versionInfo } = await eventually(async () => {
        const status = await json<{ cluster: { peers: unknown[] }; versionInfo: { version: string } }>(
          `${second.url}/api/v2/status`,
        );
        return status.cluster.peers.length === 2 ? status : undefined;
      });
      expect(plain(versionInfo.version)).toBe(versionOf(release, 'alertmanager', 'prometheus-alertmanager'));
    });

    it('etcd starts with three members and answers its version', async () => {
      const servers = await startEtcd(3, { release });
      for (const server of servers) onTestFinished(server.stop);
      for (const { plain } of servers)
        expect(await json(`${plain}/version`)).toMatchObject({ etcdserver: versionOf(release, 'etcd', 'etcd-server') });
    });
  });
}

// Debian 12's VictoriaMetrics is older than any that ringdeck is tried with. Debian's builds do not know their version.
for (const release of RELEASES.filter((name) => name !== 'installed')) {
  describe.skipIf(!haveServers(['victoriaMetrics', 'vmalert'], release))(`the servers: ${release}`, () => {
    it('VictoriaMetrics scrapes, and vmalert tells Alertmanager what fires', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'ringdeck-'));
      onTestFinished(() => rm(folder, { recursive: true }));
      const rules = join(folder, 'rules.yml');
      await writeFile(rules, 'groups: [{ name: g, rules: [{ alert: Up, expr: up == 1 }] }]');
      const alertmanager = await startAlertmanager({ release });
      onTestFinished(alertmanager.stop);
      const victoria = await startVictoriaMetrics({
        release,
        scrapeInterval: '1s',
        targets: [{ job: 'am', address: new URL(alertmanager.url).host }],
        args: ['-search.latencyOffset=1s'],
      });
      onTestFinished(victoria.stop);
      // Who asks for a series before there is one is told for ten seconds that there is none.
      await eventually(async () => {
        const { data } = await json<{ data: { activeTargets: { lastSamplesScraped: number }[] } }>(
          `${victoria.url}/api/v1/targets`,
        );
        return data.activeTargets.some(({ lastSamplesScraped }) => lastSamplesScraped > 0) ? true : undefined;
      });
      await fetch(`${victoria.url}/internal/force_flush`);
      const vmalert = await startVmalert({
        release,
        datasource: victoria.url,
        ruleFiles: [rules],
        alertmanagers: [alertmanager.url],
        evaluationInterval: '1s',
        args: ['-rule.evalDelay=0s'],
      });
      onTestFinished(vmalert.stop);
      const alerts = await eventually(async () => {
        const firing = await json<{ labels: object }[]>(`${alertmanager.url}/api/v2/alerts`);
        return firing.length > 0 ? firing : undefined;
      });
      expect(alerts).toMatchObject([{ labels: { alertname: 'Up', job: 'am' } }]);
    });
  });
}
