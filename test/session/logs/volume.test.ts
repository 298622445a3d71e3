import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LogBuffer } from '../../../src/logs/buffer.ts';
import { linesAtHand, RecordedLoki } from '../../../src/logs/recorded-loki.ts';
import { measureVolume } from '../../../src/session/logs/volume.ts';
import { createLoki } from '../../../src/sources/loki/loki.ts';
import { millis, nanosOf } from '../../../src/units.ts';
import { LokiStandIn } from '../../../stack/loki/server.ts';
import { LogStore } from '../../../stack/loki/store.ts';
import { source } from '../../sources/serve.ts';

/** Neither a multiple of the step nor of a minute. */
const FROM = millis(1_795_202_287_311);
const TO = millis(FROM + 3_600_000);

const store = new LogStore();
const loki = new LokiStandIn(store);
const client = () => createLoki(source({ url: loki.url }));

beforeAll(async () => {
  await loki.start();
  store.push(
    Array.from({ length: 720 }, (_, i) => ({
      labels: { job: 'api' },
      text: i % 3 === 0 ? `no JSON ${i}` : `{"level":"error","n":${i}}`,
      at: nanosOf(millis(FROM + 1 + i * 5000)),
    })),
  );
});
afterAll(() => loki.stop({ abruptly: true }));

describe('the volume of a query', () => {
  test.each([
    ['{job="api"}', 720],
    ['{job="api"} | json', 720],
    ['{job="api"} | json | level="error"', 480],
    ['{job="api"} # a comment to the end', 720],
    ['{job="api"} |= "JSON" # | json', 240],
  ])('of %s is every line of its window, each in the bucket of its time', async (query, lines) => {
    const tape = new RecordedLoki(linesAtHand(store.lines), () => millis(TO + 60_000));
    for (const asked of [client(), tape]) {
      const signal = new AbortController().signal;
      const { volume, counted } = await measureVolume(asked, query, { from: FROM, to: TO }, new LogBuffer(), signal);
      expect(counted).toBe(true);
      const { from, to, step, buckets } = volume;
      expect([from % (step * 1000), to % (step * 1000), from <= FROM, to >= TO]).toEqual([0, 0, true, true]);
      const sums = buckets.map((counts) => Object.values(counts).reduce((a, b) => a + b, 0));
      expect(sums.reduce((a, b) => a + b, 0)).toBe(lines);
      // Lines are spread evenly: no bucket inside of the window stands empty, or has what belongs to the next.
      const even = (lines * step) / 3600;
      for (const sum of sums.slice(1, -1)) expect(Math.abs(sum - even)).toBeLessThanOrEqual(even / 2 + 1);
      expect(sums.slice(0, 2).reduce((a, b) => a + b, 0)).toBeGreaterThan(0);
    }
  });

  test('is of the lines at hand where the server does not count', async () => {
    loki.override = (_, response) => {
      response.writeHead(400).end('no');
      return true;
    };
    const signal = new AbortController().signal;
    const window = { from: FROM, to: TO };
    expect((await measureVolume(client(), '{job="api"}', window, new LogBuffer(), signal)).counted).toBe(false);
    loki.override = null;
  });
});

describe('labels that are offered', () => {
  test('are none of those that Loki gives streams for itself', async () => {
    store.push([{ labels: { job: 'busy', __stream_shard__: '3' }, text: 'x', at: nanosOf(FROM) }]);
    const window = { from: FROM, to: TO };
    expect(await client().labelNames(window)).toMatchObject({ value: ['job'] });
    expect(await client().series(['{job="busy"}'], window)).toMatchObject({ value: [{ job: 'busy' }] });
  });
});
