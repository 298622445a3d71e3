import { expect, test } from 'vitest';
import { History } from '../../src/frames/history.ts';
import { singleValues } from '../../src/frames/single-value.ts';
import { promql } from '../../src/profile/query.ts';
import { succeeded } from '../../src/sources/error.ts';
import { millis, seconds } from '../../src/units.ts';

const series = (pod: string, ...points: [number, number][]) => ({
  labels: { pod },
  points: points.map(([at, value]) => [millis(at), value] as const),
});

test.each([
  ['no series', [], []],
  [
    'one series',
    [series('a', [0, 1], [5000, 2])],
    [
      [0, 1],
      [5000, 2],
    ],
  ],
  [
    'one series after another, in any order',
    [series('b', [5000, 2]), series('a', [0, 1])],
    [
      [0, 1],
      [5000, 2],
    ],
  ],
  [
    'two at once',
    [series('a', [0, 1], [5000, 2]), series('b', [5000, 3], [10_000, 4])],
    [
      [0, 1],
      [5000, NaN],
      [10_000, 4],
    ],
  ],
  [
    'three at once, and one of them not a number',
    [series('a', [0, NaN]), series('b', [0, 3]), series('c', [0, 3])],
    [[0, NaN]],
  ],
])('the past of %s has a value where exactly one stood', (_, given, expected) => {
  expect(singleValues({ series: given, warnings: [] })).toEqual(expected);
});

test('a past whose pod was replaced once has no hole', () => {
  const shape = {
    trends: [{ expr: promql('up'), span: seconds(600) }],
    pasts: [],
    history: seconds(600),
    refresh: seconds(5),
    verdict: null,
    rings: [],
    firing: null,
    patterns: null,
    servers: [],
  };
  const history = new History(shape);
  const window = { from: millis(0), to: millis(15_000), step: seconds(5) };
  const past = [series('a', [0, 1], [5000, 1]), series('b', [10_000, 3], [15_000, 3])];
  history.extend({
    at: millis(15_000),
    queries: [],
    backfills: [{ expr: promql('up'), window, outcome: succeeded({ series: past, warnings: [] }) }],
    alertmanagers: {},
    sources: [],
  });
  expect(history.slice(promql('up'), millis(-1), millis(15_000), 4)).toEqual([1, 1, 3, 3]);
});
