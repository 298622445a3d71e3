import { expect, test } from 'vitest';
import { judgeReading } from '../../src/room/limits.ts';
import { readEach, readScalar } from '../../src/room/readings.ts';
import { succeeded } from '../../src/sources/error.ts';
import { type Answer, DOWN, frameAt, observe, planOf } from './observe.ts';

const plan = planOf({ refresh: '5s' });
const read = (frames: readonly (readonly [number, Answer])[], now: number) =>
  readScalar(
    'q',
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
  ['the query answers no series', [[10, []]], 'no-series'],
  ['the query answers NaN', [[10, Number.NaN]], 'not-a-number'],
  [
    'the query answers two series',
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

test('after a failure the last value stands, aging, until it is too old; then it is unknown but not forgotten', () => {
  const frames = [
    [10, 0.5],
    [15, DOWN],
  ] as const;
  expect(read(frames, 16)).toEqual({ known: true, value: 0.5, at: 10_000, aging: true });
  expect(read(frames, 25)).toMatchObject({ known: true, aging: true });
  expect(read(frames, 26)).toMatchObject({ known: false, reason: 'stale', last: { value: 0.5, at: 10_000 } });
});

test('a room nobody refreshes goes stale by itself', () => {
  expect(read([[10, 0.5]], 26)).toMatchObject({ known: false, reason: 'stale' });
});

test('a query with a row for each label value keeps them apart, in order', () => {
  const samples = [
    { labels: { mount: '/var' }, value: 2 },
    { labels: { mount: '/' }, value: 1 },
  ];
  const rows = readEach('q', 'mount', observe(plan, [frameAt(10, { q: samples })], 10));
  expect(rows.map(({ name, reading }) => [name, reading.known && reading.value])).toEqual([
    ['/', 1],
    ['/var', 2],
  ]);
});

test('a value the server warned about is known, but at best a warning', () => {
  const partial = {
    samples: [{ labels: {}, value: 0.5 }],
    warnings: ['one store did not answer'],
    partial: true as const,
  };
  const frame = { ...frameAt(10, {}), queries: { q: succeeded(partial) } };
  const reading = readScalar('q', observe(plan, [frame], 10));
  expect(reading).toMatchObject({ known: true, value: 0.5, warning: 'one store did not answer' });
  expect(judgeReading(reading, { at_most: 1 })).toBe('warn');
  expect(judgeReading(reading, { at_most: 0.1 })).toBe('fail');
});
