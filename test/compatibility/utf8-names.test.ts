import { describe, expect, it, onTestFinished } from 'vitest';
import { createPrometheus } from '../../src/sources/prometheus/prometheus.ts';
import { millis } from '../../src/units.ts';
import { planOf } from '../room/observe.ts';
import { source } from '../sources/serve.ts';
import { haveServers, RELEASES, startPrometheus } from '../stack/servers.ts';

for (const release of RELEASES) {
  describe.skipIf(!haveServers(['prometheus'], release))(`labels of any letters on Prometheus: ${release}`, () => {
    it('are asked for in a way that it understands, or refuses as an old one does', async () => {
      const server = await startPrometheus({ release });
      onTestFinished(server.stop);
      const { data } = (await (await fetch(`${server.url}/api/v1/status/buildinfo`)).json()) as {
        data: { version: string };
      };
      const where = { région: 'kobe "1"', 'k8s.pod/name': 'a', ring: 'x' };
      const datasources = { prometheus: { url: server.url }, alertmanagers: [{ url: server.url }] };
      const selector = planOf({ datasources, alerts: { where } }).firing?.selector ?? '';
      expect(selector).toBe('ALERTS{alertstate="firing","région"="kobe \\"1\\"","k8s.pod/name"="a",ring="x"}');
      const prometheus = createPrometheus(source({ url: server.url }));
      onTestFinished(() => prometheus.close());
      const now = millis(Date.now());
      const outcomes = [
        await prometheus.instant(selector, now),
        await prometheus.raw(selector, millis(now - 60_000), now),
      ];
      const [major = 0, minor = 0] = data.version.split('.').map(Number);
      const understands = major > 2 || minor >= 53;
      expect(outcomes.map(({ ok }) => ok)).toEqual([understands, understands]);
    });
  });
}
