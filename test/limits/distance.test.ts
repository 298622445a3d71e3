import fc from 'fast-check';
import { expect, test } from 'vitest';
import { distance } from '../../src/limits/distance.ts';
import { isBeyond, type Limit, nearness } from '../../src/limits/limit.ts';

const most = (most: number, warn?: number): Limit => ({ kind: 'at-most', most, ...(warn !== undefined && { warn }) });
const least = (least: number): Limit => ({ kind: 'at-least', least });
const band = (low: number, high: number): Limit => ({ kind: 'between', low, high });

test.each([
  [7.05, most(1), 'ratio', 7.05, true, 'over'],
  [0.023, most(0.03), 'seconds', 0.7667, false, 'over'],
  [0, most(1), 'count', 0, false, 'over'],
  [0, most(0), 'count', 0, false, 'over'],
  [3, most(0), 'count', Infinity, true, 'over'],
  [Infinity, most(5), 'count', Infinity, true, 'over'],
  // A value that must stay below less than nothing.
  [-10, most(-5), 'score', 0.5, false, 'over'],
  [-4, most(-5), 'score', 1.25, true, 'over'],
  [1, most(-5), 'score', Infinity, true, 'over'],
  [4.41, least(4.5), 'score', 1.0204, true, 'short'],
  [9, least(4.5), 'score', 0.5, false, 'short'],
  [0, least(1), 'count', Infinity, true, 'short'],
  [0, least(0), 'count', 0, false, 'short'],
  [-0.25, least(-0.5), 'score', 0.5, false, 'short'],
  [0.162, least(0.1), 'ratio', 0.6173, false, 'short'],
  // Of a share that is to be most of all, the rest of 1 may be bad.
  [0.9995, least(0.999), 'ratio', 0.5, false, 'short'],
  [0.997, least(0.999), 'ratio', 3, true, 'short'],
  [1, least(1), 'ratio', 0, false, 'short'],
  [50, band(40, 60), 'count', 0, false, 'over'],
  [45, band(40, 60), 'count', 0.5, false, 'short'],
  [60, band(40, 60), 'count', 1, false, 'over'],
  [70, band(40, 60), 'count', 2, true, 'over'],
  [20, band(40, 60), 'count', 3, true, 'short'],
] as const)('%d of %j in %s uses %d of what is allowed', (value, limit, unit, share, beyond, side) => {
  const found = distance(value, limit, unit);
  expect(found).toMatchObject({ beyond, side });
  if (Number.isFinite(share)) expect(found.share).toBeCloseTo(share, 3);
  else expect(found.share).toBe(share);
});

test('a value that warns is near, and one beyond is not near any more', () => {
  expect([0.8, 0.95, 1.1].map((value) => distance(value, most(1, 0.9), 'score').near)).toEqual([false, true, false]);
});

test('the share says the same as the limit, for every kind and value', () => {
  const number = fc.integer({ min: -1e9, max: 1e9 }).map((n) => n / 1000);
  const limit = fc.oneof(
    fc.tuple(number, fc.nat(1000)).map(([n, warn]) => most(n, n - warn / 1000)),
    number.map(least),
    fc.tuple(number, fc.integer({ min: 1, max: 1e6 })).map(([low, width]) => band(low, low + width)),
  );
  const value = fc.oneof(number, fc.constantFrom(Infinity, -Infinity));
  fc.assert(
    fc.property(limit, value, fc.constantFrom('ratio', 'score'), (given, number, unit) => {
      const { share, beyond, near } = distance(number, given, unit);
      expect(share).toBeGreaterThanOrEqual(0);
      expect(beyond).toBe(isBeyond(number, given));
      expect(share > 1).toBe(beyond);
      expect(near).toBe(!beyond && nearness(number, given) !== null);
    }),
  );
});

test('the farther on the bad side, the larger the share', () => {
  const number = fc.integer({ min: -1e6, max: 1e6 }).map((n) => n / 100);
  fc.assert(
    fc.property(number, number, number, fc.constantFrom('ratio', 'score'), (end, a, b, unit) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)];
      expect(distance(low, most(end), unit).share).toBeLessThanOrEqual(distance(high, most(end), unit).share);
      expect(distance(high, least(end), unit).share).toBeLessThanOrEqual(distance(low, least(end), unit).share);
    }),
  );
});
