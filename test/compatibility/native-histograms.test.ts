import { describe, expect, it, onTestFinished } from 'vitest';
import { SUM } from '../../src/sources/prometheus/native-histogram.ts';
import { createPrometheus } from '../../src/sources/prometheus/prometheus.ts';
import { millis } from '../../src/units.ts';
import { freePort } from '../../stack/ports.ts';
import { source } from '../sources/serve.ts';
import { eventually, haveServers, instantQuery, RELEASES, startPrometheus } from '../stack/servers.ts';

const now = () => millis(Date.now());

// Debian 12's Prometheus has none of its own that it could be asked for.
for (const release of RELEASES.filter((name) => name !== 'installed')) {
  describe.skipIf(!haveServers(['prometheus'], release))(`native histograms of Prometheus: ${release}`, () => {
    it('are counted at powers of two, and one of all there is', async () => {
      const port = await freePort();
      const targets = [{ job: 'itself', address: `127.0.0.1:${port}` }];
      const own = await startPrometheus({ release, port, targets, scrapeInterval: '1s', nativeHistograms: true });
      onTestFinished(own.stop);
      const prometheus = createPrometheus(source({ url: own.url }));
      const histogram = 'prometheus_http_request_duration_seconds{handler="/api/v1/query"}';
      const stored = await eventually(async () => {
        const asked = await prometheus.raw(histogram, millis(now() - 60_000), now());
        return asked.ok && asked.value.series.length > 0 ? asked.value : undefined;
      });
      expect(stored.warnings).toEqual([]);
      const newest = new Map(stored.series.map(({ labels, points }) => [labels.le, points.at(-1)?.[1] ?? 0]));
      expect([...newest.keys()]).toEqual(expect.arrayContaining(['0.25', '1', '64', '+Inf']));
      const sum = newest.get(SUM);
      newest.delete(SUM);
      const counts = [...newest.values()];
      expect(counts).toEqual(counts.toSorted((a, b) => a - b));
      expect(newest.get('64')).toBe(newest.get('+Inf'));
      const at = stored.series[0]?.points.at(-1)?.[0] ?? 0;
      const [counted] = await instantQuery(own.url, `histogram_count(${histogram} @ ${at / 1000})`);
      expect(newest.get('+Inf')).toBe(counted?.value);
      const [summed] = await instantQuery(own.url, `histogram_sum(${histogram} @ ${at / 1000})`);
      expect(sum).toBe(summed?.value);
    });
  });
}
