import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Limit } from '../../../src/limits/limit.ts';
import { judge, worst } from '../../../src/room/rings/limits.ts';

test.each([
  [0.1, { kind: 'at-most', most: 0.1 }, 'ok'],
  [0.11, { kind: 'at-most', most: 0.1 }, 'fail'],
  [0.09, { kind: 'at-most', most: 0.1, warn: 0.08 }, 'warn'],
  [99.9, { kind: 'at-least', least: 99.9 }, 'ok'],
  [99.8, { kind: 'at-least', least: 99.9 }, 'fail'],
  [99.95, { kind: 'at-least', least: 99.9, warn: 99.99 }, 'warn'],
  [Infinity, { kind: 'at-most', most: 1 }, 'fail'],
  [5, null, 'ok'],
  [Number.NaN, { kind: 'at-most', most: 1 }, 'unknown'],
  [Number.NaN, null, 'unknown'],
  [-Infinity, { kind: 'at-most', most: 1 }, 'unknown'],
  [Infinity, { kind: 'at-least', least: 1 }, 'unknown'],
  [-Infinity, { kind: 'at-least', least: 1 }, 'fail'],
] as const)('%d against %j is %s', (value, limit, state) => {
  expect(judge(value, limit)).toBe(state);
});

test('worse values never stand better', () => {
  const rank = { ok: 0, warn: 1, unknown: 2, fail: 3 };
  fc.assert(
    fc.property(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      (a, b) => {
        const limit: Limit = { kind: 'at-most', most: 10, warn: 5 };
        return rank[judge(Math.min(a, b), limit)] <= rank[judge(Math.max(a, b), limit)];
      },
    ),
  );
});

test('the worst of states is unknown before warn, and fail before all', () => {
  expect(worst([])).toBe('ok');
  expect(worst(['ok', 'warn', 'unknown'])).toBe('unknown');
  expect(worst(['unknown', 'fail', 'ok'])).toBe('fail');
});
