import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Track, trackShapes } from '../../src/frames/track.ts';
import { millis, seconds } from '../../src/units.ts';

const at = (s: number) => millis(s * 1000);
const shapes = (span: number, history: number, refresh: number) =>
  trackShapes(seconds(span), seconds(history), seconds(refresh)).map(({ span, step }) => [span, step]);

test.each([
  ['a trend within the history', 3600, 3600, 5, [[3600, 5]]],
  ['a span that the fine step can hold', 14_400, 3600, 15, [[14_400, 15]]],
  [
    'two days',
    172_800,
    3600,
    5,
    [
      [3600, 5],
      [172_800, 35],
    ],
  ],
  [
    'two weeks, every step below five minutes',
    1_209_600,
    3600,
    5,
    [
      [3600, 5],
      [1_209_600, 242],
    ],
  ],
])('%s is kept in these steps', (_, span, history, refresh, expected) => {
  expect(shapes(span, history, refresh)).toEqual(expected);
});

test('two resolutions never share a step, so a range answer always finds its series', () => {
  const n = (max: number) => fc.integer({ min: 1, max });
  fc.assert(
    fc.property(n(2_000_000), n(100_000), n(600), (span, history, refresh) => {
      const steps = shapes(span, history, refresh).map(([, step]) => step);
      expect(new Set(steps).size).toBe(steps.length);
      expect(shapes(span, history, refresh).at(-1)?.[0]).toBeGreaterThanOrEqual(span);
    }),
  );
});

test('a hole in what is closely kept is not bridged by what is coarsely kept', () => {
  const track = new Track(trackShapes(seconds(172_800), seconds(3600), seconds(5)));
  for (let t = 100_000; t < 100_200; t += 5) if (t < 100_100 || t >= 100_120) track.append(at(t), 1);
  expect(track.at(at(100_050))).toBe(1);
  expect(track.at(at(100_110))).toBeNull();
  expect(track.at(at(100_195))).toBe(1);
});

test('coarse points stand on the grid of the range queries', () => {
  const track = new Track(trackShapes(seconds(172_800), seconds(60), seconds(5)));
  for (let t = 35_001; t < 42_000; t += 5) track.append(at(t), t);
  expect(track.at(at(35_035))).toBe(35_036);
});
