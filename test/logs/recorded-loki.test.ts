import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { linesAtHand, RecordedLoki } from '../../src/logs/recorded-loki.ts';
import type { LinePage, LineRequest, LogLine, TailEvent } from '../../src/sources/loki/types.ts';
import { type Millis, millis, millisOf, nanos, nanosOf, seconds } from '../../src/units.ts';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

const START = 1_000_000_000;
const at = (second: number): Millis => millis(START + second * 1000);

/** A line each second, those of V2 errors; two share a nanosecond. */
const lines = Array.from({ length: 2500 }, (_, i): LogLine => {
  const version = i % 2 === 0 ? 'v1' : 'v2';
  return {
    at: nanos(nanosOf(at(Math.floor(i / 2) * 2)) + 7n),
    text: `line ${i}`,
    labels: { job: `api-${version}`, version },
    metadata: { detected_level: version === 'v2' ? 'error' : 'info' },
    parsed: {},
  };
});

const all: LineRequest = { query: '{job=~".+"}', from: nanosOf(at(0)), to: nanosOf(at(9999)), direction: 'forward' };

async function read(loki: RecordedLoki, request: Partial<LineRequest>): Promise<readonly LinePage[]> {
  const pages: LinePage[] = [];
  for await (const page of loki.pages({ ...all, ...request })) {
    if (!page.ok) throw new Error(page.error.message);
    pages.push(page.value);
  }
  return pages;
}
const texts = (pages: readonly LinePage[]) => pages.flatMap((page) => page.lines.map(({ text }) => text));

describe('a recording that is asked as a Loki', () => {
  test('gives page after page, forward and backward, all lines of the window and none twice', async () => {
    const loki = new RecordedLoki(linesAtHand(lines), () => at(9999));
    const forward = await read(loki, {});
    expect(forward.map((page) => page.lines.length)).toEqual([1000, 1000, 500]);
    expect(texts(forward)).toEqual(lines.map(({ text }) => text));
    expect(texts(await read(loki, { direction: 'backward' }))).toEqual(lines.map(({ text }) => text).toReversed());
    const window = { from: nanosOf(at(10)), to: nanosOf(at(14)), query: '{version="v2"}' };
    expect(texts(await read(loki, window))).toEqual(['line 11', 'line 13']);
    expect(texts(await read(loki, { limit: 3, direction: 'backward' }))).toEqual([
      'line 2499',
      'line 2498',
      'line 2497',
    ]);
  });

  test('knows nothing of what is yet to come', async () => {
    const loki = new RecordedLoki(linesAtHand(lines), () => at(20));
    expect(texts(await read(loki, {})).at(-1)).toBe('line 19');
    expect(texts(await read(new RecordedLoki(linesAtHand(lines), () => at(0)), {}))).toEqual([]);
    const counted = await loki.range('sum(count_over_time({job=~".+"}[10s]))', {
      from: at(10),
      to: at(60),
      step: seconds(10),
    });
    expect(counted).toMatchObject({
      ok: true,
      value: {
        series: [
          {
            labels: {},
            points: [
              [at(10), 10],
              [at(20), 10],
            ],
          },
        ],
      },
    });
    const earlier = new RecordedLoki(linesAtHand(lines.slice(1)), () => at(0.5));
    expect(await earlier.labelNames({ from: at(0), to: at(99) })).toMatchObject({ value: ['job', 'version'] });
    expect(await earlier.labelValues('version', { from: at(0), to: at(99) })).toMatchObject({ value: ['v2'] });
  });

  test('counts by level, and names labels and values, of one selector too', async () => {
    const loki = new RecordedLoki(linesAtHand(lines), () => at(9999));
    const query = 'sum by (detected_level) (count_over_time({job=~".+"} |= "line" [10s]))';
    const counted = await loki.range(query, { from: at(10), to: at(10), step: seconds(10) });
    expect(counted.ok && counted.value.series.map(({ labels, points }) => [labels, points[0]?.[1]])).toEqual([
      [{ detected_level: 'info' }, 5],
      [{ detected_level: 'error' }, 5],
    ]);
    const window = { from: at(0), to: at(99) };
    expect(await loki.labelValues('job', window)).toMatchObject({ value: ['api-v1', 'api-v2'] });
    expect(await loki.labelValues('job', { ...window, selector: '{version="v1"}' })).toMatchObject({
      value: ['api-v1'],
    });
  });

  test('follows its time, however fast, and gives each line once', async () => {
    let now = at(4);
    const loki = new RecordedLoki(linesAtHand(lines), () => now);
    const abort = new AbortController();
    const events: TailEvent[] = [];
    const following = (async () => {
      for await (const event of loki.tail({ query: '{version="v1"}', from: nanosOf(at(2)) }, abort.signal))
        events.push(event);
    })();
    const go = async (to: Millis) => {
      now = to;
      loki.moved();
      await new Promise((resolve) => setImmediate(resolve));
    };
    await go(at(4.5));
    expect(events.map((event) => (event.kind === 'lines' ? event.lines.map(({ text }) => text) : event.kind))).toEqual([
      ['line 2'],
      ['line 4'],
      'live',
    ]);
    await go(at(4.5));
    expect(events).toHaveLength(3);
    await go(at(124.5));
    const last = events.at(-1);
    expect(last?.kind === 'lines' && last.lines.map((line) => millisOf(line.at))).toEqual(
      Array.from({ length: 60 }, (_, i) => at(6 + 2 * i)),
    );
    abort.abort();
    await following;
  });

  test('costs no memory while time goes on and no line comes', async () => {
    const loki = new RecordedLoki(linesAtHand([]), () => at(4));
    const abort = new AbortController();
    const following = (async () => {
      for await (const _ of loki.tail({ query: '{version="v1"}', from: nanosOf(at(2)) }, abort.signal));
    })();
    const go = async (ticks: number) => {
      for (let i = 0; i < ticks; i += 1) {
        loki.moved();
        await null;
        await null;
        await null;
        await null;
      }
      await new Promise((resolve) => setImmediate(resolve));
      collectGarbage();
      return process.memoryUsage().heapUsed;
    };
    const before = await go(1000);
    expect((await go(50_000)) - before).toBeLessThan(5_000_000);
    abort.abort();
    await following;
  });

  test('refuses what a tape does not answer, with the place', async () => {
    const loki = new RecordedLoki(linesAtHand(lines), () => at(20));
    const query = '{job="a"} | pattern "<ip>"';
    const refusal = {
      kind: 'bad-query',
      message: 'A tape answers selectors, line filters, json, logfmt, label filters and drop, and counts of such lines',
      fault: { text: '| pattern "<ip>" is none of them', at: { line: 1, column: 11 } },
    };
    expect((await loki.pages({ ...all, query }).next()).value).toEqual({ ok: false, error: refusal });
    expect((await loki.tail({ query, from: nanos(0n) }).next()).value).toEqual({ kind: 'refused', error: refusal });
  });
});
