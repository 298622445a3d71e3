import { describe, expect, it, onTestFinished } from 'vitest';
import type { Outcome } from '../../src/sources/error.ts';
import { createPrometheus } from '../../src/sources/prometheus/prometheus.ts';
import { millis, seconds } from '../../src/units.ts';
import { startVictoriaMetrics } from '../../stack/victoria-metrics.ts';
import { json, serve, source } from '../sources/serve.ts';
import { eventually, haveServers, RELEASES } from '../stack/servers.ts';

const value = <T>(outcome: Outcome<T>): T => {
  if (!outcome.ok) throw new Error(outcome.error.message);
  return outcome.value;
};
const now = () => millis(Date.now());

// Debian 12's is older than any that ringdeck is tried with.
for (const release of RELEASES.filter((name) => name !== 'installed')) {
  describe.skipIf(!haveServers(['victoriaMetrics'], release))(`VictoriaMetrics as it comes: ${release}`, () => {
    it('is asked for what it holds now, not for what it held half a minute ago', async () => {
      const victoria = await startVictoriaMetrics({ release });
      onTestFinished(victoria.stop);
      const put = async (lines: string) => {
        await fetch(`${victoria.url}/api/v1/import/prometheus`, { method: 'POST', body: lines });
        await fetch(`${victoria.url}/internal/force_flush`);
      };
      const at = Date.now();
      // A past of a minute at 1, and a jump just now.
      await put(Array.from({ length: 12 }, (_, i) => `g 1 ${at - 5000 * (i + 1)}`).join('\n'));
      await put(`g 9 ${at - 100}`);
      const prometheus = createPrometheus(source({ url: victoria.url }));
      onTestFinished(() => prometheus.close());
      // What was just written is found once its series stands in the index.
      const { samples } = await eventually(async () => {
        const answer = value(await createPrometheus(source({ url: victoria.url })).instant('g', now()));
        return answer.samples.length > 0 ? answer : undefined;
      });
      expect(samples).toMatchObject([{ value: 9 }]);
      expect(value(await prometheus.instant('g', now())).samples).toMatchObject([{ value: 9 }]);
      expect(
        value(await prometheus.instant(`g + 0 * ${'(0 + '.repeat(500)}0${')'.repeat(500)}`, now())).samples,
      ).toMatchObject([{ value: 9 }]);
      const range = value(await prometheus.range('g', { from: millis(at - 20_000), to: millis(at), step: seconds(5) }));
      expect(range.series[0]?.points.at(-1)?.[1]).toBe(9);
      const raw = value(await prometheus.raw('g', millis(at - 20_000), now()));
      expect(raw.series[0]?.points.at(-1)).toEqual([at - 100, 9]);
    });
  });
}

describe('an answer of the query API', () => {
  const data = (time: number) => ({ resultType: 'vector', result: [{ metric: {}, value: [time, '1'] }] });
  const VICTORIA = { stats: { seriesFetched: '1', executionTimeMsec: 0 } };

  it.each([
    ['by its header', { 'x-server-hostname': 'vm-1' }, {}],
    ['by what it counts', {}, VICTORIA],
    ['by how it marks answers', {}, { isPartial: false }],
  ])('that VictoriaMetrics gives is known %s, and the question is put again', async (_, headers, said) => {
    const server = await serve((_request, response) =>
      json(response, { status: 'success', ...said, data: data(Date.now() / 1000), ...said }, 200, headers),
    );
    const prometheus = createPrometheus(source({ url: server.url }));
    for (let i = 0; i < 2; i++) expect(value(await prometheus.instant('g', now())).samples).toHaveLength(1);
    expect(server.asked.map(({ url }) => url.includes('nocache=1'))).toEqual([false, true, true]);
  });

  it('of any other server leaves the question as it is: some take no parameter they do not know', async () => {
    const server = await serve((_, response) => json(response, { status: 'success', data: data(Date.now() / 1000) }));
    const prometheus = createPrometheus(source({ url: server.url }));
    for (let i = 0; i < 2; i++) await prometheus.instant('g', now());
    expect(server.asked.map(({ url }) => [...new URL(url, server.url).searchParams.keys()])).toEqual(
      Array.from({ length: 2 }, () => ['query', 'time', 'timeout']),
    );
  });

  it.each([
    ['evaluated earlier than it was asked for', 40, {}, 40],
    ['kept by a cache', 0, { age: '90' }, 90],
    ['of now', 0, {}, null],
  ])('%s has its true age', async (_, earlier, headers, age) => {
    const at = now();
    const server = await serve((_request, response) =>
      json(response, { status: 'success', data: data(at / 1000 - earlier) }, 200, headers),
    );
    const { asOf } = value(await createPrometheus(source({ url: server.url })).instant('g', at));
    expect(asOf).toBe(age === null ? undefined : at - age * 1000);
  });
});
