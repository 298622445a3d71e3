import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLoki, type Loki } from '../../../src/sources/loki/loki.ts';
import type { LogLine } from '../../../src/sources/loki/types.ts';
import { millis, nanos, nanosOf, seconds } from '../../../src/units.ts';
import { LokiStandIn } from '../../../stack/loki/server.ts';
import { LogStore } from '../../../stack/loki/store.ts';
import { source } from '../serve.ts';

/** A real Loki that takes pushes, where there is one; the stand-in must do the same as it. */
const REAL = process.env.RINGDECK_LOKI_URL;

describe.each(REAL === undefined ? ['the stand-in'] : ['the stand-in', REAL])('the client with %s', (where) => {
  const standIn = where === REAL ? null : new LokiStandIn(new LogStore());
  const run = randomUUID();
  const query = `{job="ringdeck-test", run="${run}"}`;
  const begin = nanosOf(millis(Date.now() - 30_000));
  const window = { from: millis(Date.now() - 60_000), to: millis(Date.now() + 60_000) };
  let url: string;
  let loki: Loki;

  const push = async (values: readonly (readonly [bigint, string])[]) => {
    const stream = { job: 'ringdeck-test', run };
    const body = JSON.stringify({
      streams: [{ stream, values: values.map(([at, text]) => [`${at}`, text, { trace: 't1' }]) }],
    });
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(new URL('/loki/api/v1/push', url), { method: 'POST', headers, body });
    expect(response.status).toBe(204);
  };
  const request = { query, from: begin, to: nanos(begin + 60_000_000_000n) };
  const stored = Array.from(
    { length: 1200 },
    (_, i) => [begin + BigInt(Math.floor(i / 3)), `level=warn line ${i}`] as const,
  );

  beforeAll(async () => {
    await standIn?.start();
    url = standIn?.url ?? where;
    loki = createLoki(source({ url }));
    await push(stored);
  });
  afterAll(async () => {
    await loki.close();
    await standIn?.stop({ abruptly: true });
  });

  test('is ready', async () => {
    expect((await loki.ready()).ok).toBe(true);
  });

  test.each(['forward', 'backward'] as const)(
    'reads every line once, %s, three in each nanosecond',
    async (direction) => {
      const outcome = await loki.lines({ ...request, direction });
      if (!outcome.ok) throw new Error(outcome.error.message);
      const { lines, categorised, crowded } = outcome.value;
      expect(lines.map(({ text }) => text).sort()).toEqual(stored.map(([, text]) => text).sort());
      expect([categorised, crowded]).toEqual([true, []]);
      expect(lines[0]).toMatchObject({ labels: { run }, metadata: { trace: 't1', detected_level: 'warn' } });
    },
  );

  test('counts lines, and knows labels and streams', async () => {
    const counted = await loki.instant(`sum(count_over_time(${query}[5m]))`, millis(Date.now() + 1000));
    expect(counted.ok && counted.value.samples.map(({ value }) => value)).toEqual([1200]);
    const ranged = await loki.range(`sum(count_over_time(${query}[1m]))`, { ...window, step: seconds(15) });
    expect(ranged.ok && ranged.value.series).toHaveLength(1);
    const values = await loki.labelValues('run', { ...window, selector: query });
    expect(values.ok && values.value).toEqual([run]);
    const names = await loki.labelNames(window);
    expect(names.ok && names.value).toEqual(expect.arrayContaining(['job', 'run']));
    const series = await loki.series([query], window);
    expect(series.ok && series.value[0]).toMatchObject({ job: 'ringdeck-test', run });
  });

  test('shows where a query is wrong', async () => {
    const outcome = await loki.lines({ ...request, query: '{job="x"} | foo bar', direction: 'forward' });
    expect(!outcome.ok && outcome.error).toMatchObject({ kind: 'bad-query', fault: { at: { line: 1 } } });
  });

  test('follows what comes, after what is there', async () => {
    const got: LogLine[] = [];
    for await (const event of loki.tail({ query, from: begin, backlog: 5 })) {
      if (event.kind === 'lines') got.push(...event.lines);
      if (event.kind === 'live') await push([[BigInt(Date.now()) * 1_000_000n, 'level=info live']]);
      if (got.at(-1)?.text === 'level=info live') break;
    }
    expect(got).toHaveLength(6);
  });
});
