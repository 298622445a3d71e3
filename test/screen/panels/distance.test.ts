import fc from 'fast-check';
import { expect, test } from 'vitest';
import { distance } from '../../../src/limits/distance.ts';
import type { Limit } from '../../../src/limits/limit.ts';
import { lineWidth } from '../../../src/screen/canvas/runs.ts';
import { distanceRuns } from '../../../src/screen/panels/distance.ts';

const MOST: Limit = { kind: 'at-most', most: 1, warn: 0.9 };
const LEAST: Limit = { kind: 'at-least', least: 4.5 };

const drawn = (value: number, limit: Limit, cells: number, unicode = true) =>
  distanceRuns(distance(value, limit, 'score'), cells, unicode)
    .map(({ text }) => text)
    .join('');

test.each([
  [0, MOST, '        ┊          '],
  [0.5, MOST, '━━━━    ┊          '],
  [0.95, MOST, '━━━━━━━╸┊     near '],
  [1, MOST, '━━━━━━━━┊     near '],
  [1.001, MOST, '████████┊▏    over '],
  [2, MOST, '████████┊██   over '],
  [37, MOST, '████████┊███▉ over '],
  [Infinity, MOST, '████████┊████ over '],
  [4.41, LEAST, '████████┊▏    short'],
  [9, LEAST, '━━━━    ┊          '],
])('%d of %j is drawn up to its limit, the tick, or past it', (value, limit, text) => {
  expect(drawn(value, limit, 19)).toBe(text);
});

test('in ASCII, and where there is no room for a word, the tick still parts well from beyond', () => {
  expect([0.99, 1.001].map((value) => drawn(value, MOST, 19, false))).toEqual([
    '======= |     near ',
    '########|#    over ',
  ]);
  expect([0.99, 1.001].map((value) => drawn(value, MOST, 6))).toEqual(['━━╸┊  ', '███┊▏ ']);
  expect(drawn(2, MOST, 2)).toBe('  ');
});

test('what is not known looks like no distance', () => {
  expect(distanceRuns(null, 6, true)).toEqual([{ text: '╌╌╌╌╌╌', tone: 'unknown', solid: true }]);
});

test('it is exactly as wide as asked for, and crosses the tick when beyond, and only then', () => {
  const limit = fc.constantFrom<Limit>(MOST, LEAST, { kind: 'between', low: 2, high: 3 });
  fc.assert(
    fc.property(limit, fc.double({ noNaN: true }), fc.nat(60), fc.boolean(), (limit, value, cells, unicode) => {
      const { beyond } = distance(value, limit, 'score');
      const line = distanceRuns(distance(value, limit, 'score'), cells, unicode);
      expect(lineWidth(line)).toBe(cells);
      if (cells < 4) return;
      const [bar, , past] = line.map(({ text }) => text);
      expect(past?.trim() !== '').toBe(beyond);
      expect(/^[█#]+$/.test(bar ?? '')).toBe(beyond);
    }),
  );
});
