import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PastRanges } from '../../src/frames/past-ranges.ts';
import { failed, type Outcome, succeeded } from '../../src/sources/error.ts';
import type { RangeResult, RangeWindow } from '../../src/sources/prometheus/types.ts';
import { type Millis, millis, seconds } from '../../src/units.ts';
import { FakeTimer } from '../fake-timer.ts';

const NOW = 10_000_000;
const at = (second: number) => millis(second * 1000);
const window = (from: number, to: number, step = 15): RangeWindow => ({
  from: at(from),
  to: at(to),
  step: seconds(step),
});

/** What Prometheus says: one series all along, and one that ended. */
function answered({ from, to, step }: RangeWindow): RangeResult {
  const instants: Millis[] = [];
  for (let one = from as number; one <= to; one += step * 1000) instants.push(millis(one));
  const series = (name: string, until: number) => {
    const points = instants.filter((one) => one <= until).map((one) => [one, one / 7] as const);
    return points.length === 0 ? [] : [{ labels: { name }, points }];
  };
  return { series: [...series('a', Number.POSITIVE_INFINITY), ...series('b', (NOW - 3000) * 1000)], warnings: [] };
}

function open(answer: (window: RangeWindow) => Outcome<RangeResult> = (one) => succeeded(answered(one))) {
  const clock = new FakeTimer(NOW);
  const asked: RangeWindow[] = [];
  const range = async (_: string, one: RangeWindow) => {
    asked.push(one);
    return answer(one);
  };
  const ranges = new PastRanges(clock);
  return { clock, asked, ranges, client: ranges.of('prometheus', { range }) };
}

describe('ranges of the past', () => {
  test('are what the server would say, whatever was asked before', async () => {
    const windows = fc
      .tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 1, max: 200 }), fc.constantFrom(15, 60))
      .map(([back, length, step]) => window(NOW - (back + length) * step - 10, NOW - back * step - 10, step));
    await fc.assert(
      fc.asyncProperty(fc.array(windows, { minLength: 1, maxLength: 12 }), async (all) => {
        const { client } = open();
        for (const one of all) expect(await client.range('q', one)).toEqual(succeeded(answered(one)));
      }),
    );
  });

  test('are asked for once for the steps around', async () => {
    const { client, asked } = open();
    for (const back of [3600, 3660, 3720, 3000, 4440]) await client.range('q', window(NOW - back - 3600, NOW - back));
    expect(asked).toEqual([window(NOW - 8100, NOW - 2700)]);
    await client.range('q', window(NOW - 3660, NOW - 60));
    expect(asked).toHaveLength(2);
  });

  test.each<[string, Parameters<ReturnType<typeof open>['client']['range']>]>([
    ['another query', ['other', window(NOW - 3600, NOW - 600)]],
    ['another step', ['q', window(NOW - 3600, NOW - 600, 30)]],
    ['other instants', ['q', window(NOW - 3601, NOW - 601)]],
    ['what may not be all there yet', ['q', window(NOW - 3600, NOW - 15)]],
  ])('are asked for again for %s', async (_, question) => {
    const { client, asked } = open();
    await client.range('q', window(NOW - 3600, NOW - 600));
    await client.range(...question);
    expect(asked).toHaveLength(2);
  });

  test('are not remembered of the last half minute, nor of what changes with its window', async () => {
    const { client, asked } = open();
    for (let i = 0; i < 2; i += 1) await client.range('q', window(NOW - 3600, NOW - 15));
    for (let i = 0; i < 2; i += 1) await client.range('q @ end()', window(NOW - 3600, NOW - 600));
    expect(asked).toEqual([
      ...[window(NOW - 3600, NOW - 15), window(NOW - 3600, NOW - 15)],
      ...[window(NOW - 3600, NOW - 600), window(NOW - 3600, NOW - 600)],
    ]);
  });

  test('are asked for as wished where more is refused, or may be incomplete', async () => {
    const wished = window(NOW - 7200, NOW - 3600);
    const isWished = (one: RangeWindow) => one.from === wished.from;
    const refused = open((one) =>
      isWished(one) ? succeeded(answered(one)) : failed({ kind: 'too-large', message: 'too large' }),
    );
    expect(await refused.client.range('q', wished)).toEqual(succeeded(answered(wished)));
    const doubtful = open((one) => succeeded({ ...answered(one), warnings: isWished(one) ? [] : ['a store is away'] }));
    expect(await doubtful.client.range('q', wished)).toEqual(succeeded(answered(wished)));
    expect(await doubtful.client.range('q', wished)).toEqual(succeeded(answered(wished)));
    expect(doubtful.asked).toHaveLength(4);
  });

  test('are never more at once than Prometheus gives', async () => {
    const { client, asked } = open();
    await client.range('q', window(NOW - 10_900 * 15 - 60, NOW - 60));
    await client.range('q', window(NOW - 11_000 * 15 - 60, NOW - 60));
    for (const { from, to } of asked) expect((to - from) / 15_000).toBeLessThanOrEqual(11_000);
  });

  test('are forgotten when all is to be asked anew, and the oldest where there are too many', async () => {
    const { client, asked, ranges } = open();
    const one = window(NOW - 3600, NOW - 600);
    await client.range('q', one);
    ranges.forget();
    await client.range('q', one);
    expect(asked).toHaveLength(2);
    const long = window(NOW - 9000 * 15 - 600, NOW - 600);
    for (let i = 0; i < 60; i += 1) await client.range(`long ${i}`, long);
    await client.range('long 59', long);
    expect(asked).toHaveLength(62);
    await client.range('q', one);
    expect(asked).toHaveLength(63);
  });
});
