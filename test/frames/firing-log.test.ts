import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FiringLog } from '../../src/frames/firing-log.ts';
import type { RawAnswer } from '../../src/frames/raw/raw.ts';
import { failed, succeeded } from '../../src/sources/error.ts';
import { type Millis, millis, seconds } from '../../src/units.ts';

const SHAPE = { selector: 'ALERTS', window: seconds(3600), pause: seconds(300) };
const at = (s: number): Millis => millis(s * 1000);

/** An answer up to `to` with the times, in seconds, at which alerts fired, by name. */
const answer = (to: number, fired: Readonly<Record<string, readonly number[]>>): RawAnswer => ({
  selector: 'ALERTS',
  since: at(0),
  from: at(0),
  to: at(to),
  outcome: succeeded({
    series: Object.entries(fired).map(([alertname, times]) => ({
      labels: { __name__: 'ALERTS', alertstate: 'firing', alertname },
      points: times.map((time) => [at(time), 1] as const),
    })),
    warnings: [],
  }),
});
const every = (step: number, from: number, to: number): number[] =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step);

function runs(...answers: readonly RawAnswer[]): string[] {
  const log = new FiringLog(SHAPE);
  for (const one of answers) log.take(one);
  return log.firings.map(
    ({ labels, from, to, interval }) => `${labels.alertname} ${from / 1000}-${to / 1000}/${interval}`,
  );
}

describe('a firing', () => {
  test.each([
    ['goes from the first sample to the last', { A: every(15, 100, 400) }, ['A 100-400/15']],
    [
      'goes on over a pause that is short enough',
      { A: [...every(15, 100, 400), ...every(15, 700, 1000)] },
      ['A 100-1000/15'],
    ],
    [
      'ends with a longer one',
      { A: [...every(15, 100, 400), ...every(15, 701, 1001)] },
      ['A 100-400/15', 'A 701-1001/15'],
    ],
    ['may be of one sample, whose rule is evaluated nobody knows how often', { A: [100] }, ['A 100-100/null']],
    ['is that of its own labels', { A: every(60, 0, 120), B: every(15, 60, 90) }, ['A 0-120/60', 'B 60-90/15']],
  ])('%s', (_, fired, expected) => {
    expect(runs(answer(1100, fired))).toEqual(expected);
  });

  test('has the fingerprint Alertmanager gives to its labels', () => {
    const log = new FiringLog(SHAPE);
    log.take(answer(100, { A: [50] }));
    expect(log.firings[0]).toMatchObject({
      labels: { alertname: 'A' },
      fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
  });

  test('is forgotten once its end lies before the window', () => {
    expect(runs(answer(400, { A: [100], B: [200] }), answer(3750, {}))).toEqual(['B 200-200/null']);
  });
});

describe('pauses', () => {
  const pausesOf = (...answers: readonly RawAnswer[]) => {
    const log = new FiringLog(SHAPE);
    for (const one of answers) log.take(one);
    return log.firings.map(({ pauses }) => pauses.map(({ from, to }) => [from / 1000, to / 1000]));
  };

  test.each([
    ['an evaluation without a sample is one', [...every(15, 0, 60), ...every(15, 90, 120)], [[60, 90]]],
    ['one that is late is none', [...every(15, 0, 60), 80, ...every(15, 95, 125)], []],
    [
      'a first one is known once more samples tell how long an evaluation is',
      [0, 60, ...every(15, 105, 180)],
      [
        [0, 60],
        [60, 105],
      ],
    ],
    ['one sample has none', [100], []],
  ])('%s', (_, times, expected) => {
    expect(pausesOf(answer(1000, { A: times }))).toEqual([expected]);
  });

  test('of rules that flap without end are the newest, and no firing is left out for them', () => {
    const log = new FiringLog({ ...SHAPE, window: seconds(1e9) });
    const flapping = every(60, 0, 3_600_000).flatMap((from) => [from, from + 15]);
    log.take(answer(3_600_100, { A: flapping, B: [50] }));
    expect(log.isCut).toBe(false);
    expect(log.firings.map(({ labels, from }) => `${labels.alertname} ${from / 1000}`)).toEqual(['A 0', 'B 50']);
    expect(log.firings[0]?.pauses).toHaveLength(5000);
    expect(log.firings[0]?.pauses.at(-1)?.to).toBe(at(3_600_000));
  });
});

test('an answer that failed changes nothing, and what is known grows no newer by it', () => {
  const log = new FiringLog(SHAPE);
  expect(log.until).toBeUndefined();
  log.take(answer(400, { A: [100] }));
  log.take({ ...answer(500, {}), outcome: failed({ kind: 'timeout', message: 'late' }) });
  expect(log.until).toBe(at(400));
  expect(log.firings).toHaveLength(1);
});

test('however the samples are cut into answers, the firings are the same', () => {
  const times = fc
    .uniqueArray(fc.integer({ min: 0, max: 3000 }), { maxLength: 60 })
    .map((list) => list.sort((a, b) => a - b));
  fc.assert(
    fc.property(times, fc.array(fc.integer({ min: 0, max: 3000 }), { maxLength: 5 }), (list, cuts) => {
      const bounds = [...cuts.sort((a, b) => a - b), 3000];
      const pieces = bounds.map((to, i) => {
        const from = i === 0 ? -1 : (bounds[i - 1] ?? 0);
        return answer(to, { A: list.filter((time) => time > from && time <= to) });
      });
      expect(runs(...pieces)).toEqual(runs(answer(3000, { A: list })));
    }),
  );
});

test('of rules that flap without end, the newest firings are kept, and it is said', () => {
  const log = new FiringLog({ ...SHAPE, window: seconds(1e9), pause: seconds(1) });
  log.take(answer(30_000, Object.fromEntries(['A', 'B'].map((name) => [name, every(10, 0, 29_990)]))));
  expect(log.isCut).toBe(true);
  expect(log.firings.length).toBeLessThanOrEqual(5000);
  expect(Math.min(...log.firings.map(({ from }) => from))).toBeGreaterThan(at(4900));
});
