import { describe, expect, test } from 'vitest';
import type { Frame } from '../../src/frames/frame.ts';
import { promql } from '../../src/profile/query.ts';
import { readEach, readScalar } from '../../src/room/readings.ts';
import { judgeReading } from '../../src/room/rings/limits.ts';
import { type Outcome, succeeded } from '../../src/sources/error.ts';
import type { RangeResult } from '../../src/sources/prometheus/types.ts';
import { millis, seconds } from '../../src/units.ts';
import { unreadText } from '../../src/wording/readings.ts';
import { type Answer, answer, DOWN, frameAt, observe, planOf } from './observe.ts';

const Q = promql('q');
const plan = planOf({ refresh: '5s' });
const read = (frames: readonly (readonly [number, Answer])[], now: number) =>
  readScalar(
    Q,
    observe(
      plan,
      frames.map(([at, given]) => frameAt(at, { q: given })),
      now,
    ),
  );

test('a fresh number is known', () => {
  expect(read([[10, 0.5]], 12)).toEqual({ known: true, value: 0.5, at: 10_000, aging: false });
});

test('zero and infinity are numbers, and known', () => {
  expect(read([[10, 0]], 10)).toMatchObject({ known: true, value: 0 });
  expect(read([[10, Infinity]], 10)).toMatchObject({ known: true, value: Infinity });
});

test.each([
  ['nothing was asked', [], 'waiting'],
  ['the query returns nothing', [[10, []]], 'no-series'],
  ['the query returns NaN', [[10, Number.NaN]], 'not-a-number'],
  [
    'the query returns two series',
    [
      [
        10,
        [
          { labels: { a: '1' }, value: 1 },
          { labels: { a: '2' }, value: 2 },
        ],
      ],
    ],
    'ambiguous',
  ],
  ['the query failed and never worked', [[10, DOWN]], 'query-error'],
] as const)('when %s the value is unknown, for that reason', (_, frames, reason) => {
  expect(read(frames, 11)).toMatchObject({ known: false, reason });
});

test('where there is no series, the words of the server stand beside that', () => {
  const outcome = succeeded({ samples: [], warnings: ['PromQL info: input to histogram_quantile needed to be fixed'] });
  const frame = { ...frameAt(10, {}), queries: [{ expr: Q, outcome }] };
  expect(readScalar(Q, observe(plan, [frame], 11))).toMatchObject({
    known: false,
    reason: 'no-series',
    warning: 'PromQL info: input to histogram_quantile needed to be fixed',
  });
});

test('after a failure the last value stands, aging, until it is too old; then it is unknown but not forgotten', () => {
  const frames = [
    [10, 0.5],
    [15, DOWN],
  ] as const;
  expect(read(frames, 16)).toEqual({ known: true, value: 0.5, at: 10_000, aging: true });
  expect(read(frames, 25)).toMatchObject({ known: true, aging: true });
  expect(read(frames, 26)).toMatchObject({ known: false, reason: 'stale', last: { value: 0.5, at: 10_000 } });
});

test('no traffic is a word of now: while its server is silent it is not known, as any number is', () => {
  const frames = [
    [10, Number.NaN],
    [20, DOWN],
  ] as const;
  expect(read(frames, 22)).toMatchObject({ known: false, reason: 'not-a-number' });
  expect(read(frames, 26)).toMatchObject({ known: false, reason: 'stale', at: 10_000 });
  expect(read(frames, 26)).not.toHaveProperty('last');
});

test('a room nobody refreshes goes stale by itself', () => {
  expect(read([[10, 0.5]], 26)).toMatchObject({ known: false, reason: 'stale' });
});

test('a query with a row for each label value keeps them apart, in order', () => {
  const samples = [
    { labels: { mount: '/var' }, value: 2 },
    { labels: { mount: '/' }, value: 1 },
  ];
  const rows = readEach(Q, 'mount', observe(plan, [frameAt(10, { q: samples })], 10));
  expect(rows.map(({ name, reading }) => [name, reading.known && reading.value])).toEqual([
    ['/', 1],
    ['/var', 2],
  ]);
});

describe('an answer that may lack part of the data', () => {
  const partial = (given: Answer, warnings = ['one store did not answer']) => {
    const outcome = answer(given);
    return outcome.ok ? succeeded({ ...outcome.value, warnings, partial: true as const }) : outcome;
  };
  const readPartial = (outcomes: readonly (readonly [number, ReturnType<typeof answer>])[], now: number) => {
    const frames = outcomes.map(([at, outcome]) => ({ ...frameAt(at, {}), queries: [{ expr: Q, outcome }] }));
    return readScalar(Q, observe(plan, frames, now));
  };

  test('is not known, says why, and keeps what the part says', () => {
    const reading = readPartial([[10, partial(0.5)]], 10);
    expect(reading).toEqual({
      known: false,
      reason: 'partial',
      warnings: ['one store did not answer'],
      last: { value: 0.5, at: 10_000 },
    });
    for (const limit of [0.1, 1]) expect(judgeReading(reading, { kind: 'at-most', most: limit })).toBe('unknown');
  });

  test.each<[string, Answer]>([
    ['nothing', []],
    ['no number', Number.NaN],
    [
      'several series',
      [
        { labels: { a: '1' }, value: 1 },
        { labels: { a: '2' }, value: 2 },
      ],
    ],
  ])('is partial too when the part says %s', (_, given) => {
    const reading = readPartial([[10, partial(given)]], 10);
    expect(reading).toMatchObject({ known: false, reason: 'partial' });
    expect(reading).not.toHaveProperty('last');
  });

  test('counts further warnings, and is over with the next whole answer', () => {
    const reading = readPartial([[10, partial(1, ['a', 'b', 'c'])]], 10);
    expect(!reading.known && unreadText(reading, millis(10_000))).toBe('incomplete answer: a (and 2 more)');
    const healed = [
      [10, partial(1)],
      [15, answer(2)],
    ] as const;
    expect(readPartial(healed, 15)).toMatchObject({ known: true, value: 2 });
  });

  test('says nothing of later: a failure after it, and time, leave it stale', () => {
    const down = [
      [10, partial(1)],
      [15, answer(DOWN)],
    ] as const;
    expect(readPartial(down, 15)).toMatchObject({ reason: 'stale', part: true, error: 'connection refused' });
    expect(readPartial([[10, partial(1)]], 30)).toMatchObject({ reason: 'stale' });
  });

  test('leaves no point in the trend that a soak is counted by', () => {
    const kept = planOf({
      refresh: '5s',
      infra: [{ id: 'g', label: 'G', items: [{ id: 'q', label: 'q', query: 'q', unit: 'count' }] }],
    });
    const frames = [
      { ...frameAt(10, {}), queries: [{ expr: Q, outcome: answer(1) }] },
      { ...frameAt(25, {}), queries: [{ expr: Q, outcome: partial(2) }] },
    ];
    const track = observe(kept, frames, 25).history.track(Q);
    expect([track?.at(millis(10_000)), track?.at(millis(25_000))]).toEqual([1, null]);
    const backfill = (outcome: Outcome<RangeResult>) => {
      const window = { from: millis(0), to: millis(10_000), step: seconds(5) };
      return { ...frameAt(10, {}), backfills: [{ expr: Q, window, outcome }] };
    };
    const past = { series: [{ labels: {}, points: [[millis(5000), 3] as const] }], warnings: [] };
    const at5 = (frame: Frame) => observe(kept, [frame], 10).history.track(Q)?.at(millis(5000));
    expect(at5(backfill(succeeded(past)))).toBe(3);
    expect(at5(backfill(succeeded({ ...past, partial: true })))).toBeNull();
  });
});
