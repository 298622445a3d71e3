import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Series } from '../../src/frames/series.ts';
import { type Millis, millis, seconds } from '../../src/units.ts';

const at = (s: number): Millis => millis(s * 1000);
const points = (...times: number[]) => times.map((t) => [at(t), t] as const);

const filled = (...times: number[]) => {
  const series = new Series(seconds(100), seconds(5));
  for (const t of times) series.append(at(t), t);
  return series;
};

test('a value stands for a step and a half, then it is gone', () => {
  const series = filled(10);
  expect(series.at(at(9))).toBeNull();
  expect(series.at(at(10))).toBe(10);
  expect(series.at(at(17))).toBe(10);
  expect(series.at(at(18))).toBeNull();
});

test('a point that comes within half a step of the last is left out', () => {
  expect(filled(10, 11, 12, 15).length).toBe(2);
});

test('points of a range query fill a gap and leave what is there', () => {
  const series = filled(10, 15, 40);
  series.merge(points(14, 20, 25, 30, 35, 39));
  expect(series.slice(at(7.5), at(42.5), 7)).toEqual([10, 15, 20, 25, 30, 35, 40]);
});

test('a column narrower than a step shows what stood then; one without samples is null', () => {
  const series = filled(10, 15, 60);
  expect(series.slice(at(10), at(20), 5)).toEqual([10, 10, 15, 15, 15]);
  expect(series.slice(at(30), at(50), 2)).toEqual([null, null]);
});

test('NaN is a point without a value', () => {
  const series = filled(10);
  series.append(at(15), Number.NaN);
  expect(series.at(at(15))).toBeNull();
});

test('whatever is appended and merged, times ascend at least half a step apart and memory is bounded', () => {
  const time = fc.integer({ min: 0, max: 2000 });
  fc.assert(
    fc.property(fc.array(time), fc.array(time), (appended, merged) => {
      const series = new Series(seconds(100), seconds(5));
      for (const t of [...appended].sort((a, b) => a - b)) series.append(at(t), t);
      series.merge(points(...[...new Set(merged)].sort((a, b) => a - b)));
      expect(series.length).toBeLessThanOrEqual(21);
      if (series.first !== undefined && series.last !== undefined)
        expect(series.last).toBeGreaterThanOrEqual(series.first);
    }),
  );
});
