import fc from 'fast-check';
import { expect, test } from 'vitest';
import { coveredQuery, isSeenWhole } from '../../src/slo/covered.ts';
import { seconds } from '../../src/units.ts';

test('a window is looked at as closely as it needs, and its end closely where there is little', () => {
  expect(coveredQuery('count(up)', seconds(30 * 86_400))).toBe(
    '3600 * count_over_time(group(count(up))[2592000s:3600s]) > 21600 or 60 * count_over_time(group(count(up))[21600s:60s])',
  );
  expect(coveredQuery('up', seconds(300))).toBe('15 * count_over_time(group(up)[300s:15s])');
});

test('no window is looked at much more than a thousand times', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 365 * 86_400 }), (window) => {
      const looks = [...coveredQuery('up', seconds(window)).matchAll(/\[(\d+)s:(\d+)s\]/g)].map(
        ([, length, step]) => Number(length) / Number(step),
      );
      expect(looks.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(1100);
    }),
    { numRuns: 100 },
  );
});

test('a window is seen whole though a server was restarted in it', () => {
  expect(isSeenWhole(seconds(990), seconds(1000))).toBe(true);
  expect(isSeenWhole(seconds(989), seconds(1000))).toBe(false);
});
