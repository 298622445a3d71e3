import fc from 'fast-check';
import { is, parse } from 'valibot';
import { expect, test } from 'vitest';
import {
  beyondQuery,
  demandText,
  fullAt,
  type Limit,
  limitExtent,
  limitIn,
  limitLevels,
  limitSigns,
  nearness,
  nearQuery,
  valueAgainst,
  warnedAt,
} from '../../src/limits/limit.ts';
import { limitRecord } from '../../src/limits/record.ts';
import { recordedLimit } from '../../src/limits/recorded.ts';
import { judge } from '../../src/room/rings/limits.ts';
import { glyphsFor } from '../../src/screen/canvas/glyphs.ts';

const band = (low: number, high: number, warn?: readonly [number, number]): Limit => ({
  kind: 'between',
  low,
  high,
  ...(warn && { warn }),
});

test.each([
  [40, undefined, 'ok'],
  [60, undefined, 'ok'],
  [39.9, undefined, 'fail'],
  [60.1, undefined, 'fail'],
  [45, [45, 55], 'ok'],
  [55, [45, 55], 'ok'],
  [44.9, [45, 55], 'warn'],
  [55.1, [45, 55], 'warn'],
  [40, [45, 55], 'warn'],
  [60, [45, 55], 'warn'],
  // A side that equals the limit's has nothing to warn of.
  [60, [45, 60], 'ok'],
  [40, [45, 60], 'warn'],
  [Number.NaN, [45, 55], 'unknown'],
  [Infinity, undefined, 'fail'],
  [-Infinity, undefined, 'fail'],
] as const)('%d between 40 and 60, with a warning outside of %j, is %s', (value, warn, state) => {
  expect(judge(value, band(40, 60, warn))).toBe(state);
});

test('a band is as a limit on each side of it', () => {
  const numbers = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(numbers, fc.double(), (ends, value) => {
      const [low = 0, warnLow = 0, warnHigh = 0, high = 0] = ends.toSorted((a, b) => a - b);
      const rank = { ok: 0, warn: 1, unknown: 2, fail: 3 };
      const sides: readonly Limit[] = [
        { kind: 'at-least', least: low, warn: warnLow },
        { kind: 'at-most', most: high, warn: warnHigh },
      ];
      const worst = Math.max(...sides.map((side) => rank[judge(value, side)]));
      expect(rank[judge(value, band(low, high, [warnLow, warnHigh]))]).toBe(worst);
    }),
  );
});

const MOST: Limit = { kind: 'at-most', most: 200e6, warn: 180e6 };
const LEAST: Limit = { kind: 'at-least', least: 0.999 };

test.each([
  [MOST, 'bytes', 'at most 200 MB', 'at most 200 MB is allowed', '200 MB', '≤ 200 MB', '<= 200 MB'],
  [LEAST, 'ratio', 'at least 99.9 %', 'at least 99.9 % is required', '99.9 %', '≥ 99.9 %', '>= 99.9 %'],
  [
    band(0.4, 0.6),
    'ratio',
    'between 40.0 % and 60.0 %',
    'between 40.0 % and 60.0 % is allowed',
    '40.0 % to 60.0 %',
    '40.0–60.0 %',
    '40.0..60.0 %',
  ],
  [
    band(9e5, 1.2e6),
    'bytes',
    'between 900 kB and 1.20 MB',
    'between 900 kB and 1.20 MB is allowed',
    '900 kB to 1.20 MB',
    '900 kB–1.20 MB',
    '900 kB..1.20 MB',
  ],
  [
    band(10, 20),
    'per-second',
    'between 10.0/s and 20.0/s',
    'between 10.0/s and 20.0/s is allowed',
    '10.0/s to 20.0/s',
    '10.0–20.0/s',
    '10.0..20.0/s',
  ],
  [
    band(0.8, 1.2),
    'factor',
    'between ×0.8 and ×1.2',
    'between ×0.8 and ×1.2 is allowed',
    '×0.8 to ×1.2',
    '×0.8–×1.2',
    '×0.8..×1.2',
  ],
  [band(3, 5), 'count', 'between 3 and 5', 'between 3 and 5 is allowed', '3 to 5', '3–5', '3..5'],
  [
    band(-5, 5),
    'score',
    'between −5.00 and 5.00',
    'between −5.00 and 5.00 is allowed',
    '−5.00 to 5.00',
    '−5.00–5.00',
    '−5.00..5.00',
  ],
  [
    band(0.02, 1.5),
    'seconds',
    'between 20 ms and 1.5 s',
    'between 20 ms and 1.5 s is allowed',
    '20 ms to 1.5 s',
    '20 ms–1.5 s',
    '20 ms..1.5 s',
  ],
] as const)('%j in %s is told as "%s"', (limit, unit, words, demand, extent, unicode, ascii) => {
  expect(limitIn(limit, unit)).toBe(words);
  expect(demandText(limit, unit)).toBe(demand);
  expect(limitExtent(limit, unit)).toBe(extent);
  expect(limitSigns(limit, unit, glyphsFor(true))).toBe(unicode);
  expect(limitSigns(limit, unit, glyphsFor(false))).toBe(ascii);
});

test.each([
  [185e6, MOST, { side: 'above', from: 180e6 }],
  [170e6, MOST, null],
  [0.9995, { ...LEAST, warn: 0.9999 }, { side: 'below', from: 0.9999 }],
  [44, band(40, 60, [45, 55]), { side: 'below', from: 45 }],
  [56, band(40, 60, [45, 55]), { side: 'above', from: 55 }],
  [50, band(40, 60, [45, 55]), null],
  [40, band(40, 60), null],
] as const)('%d is near to %j on the side it warns of', (value, limit, near) => {
  expect(nearness(value, limit)).toEqual(near);
});

test.each([
  [0.40001, '>40.0 %'],
  [0.4, '40.0 %'],
  [0.5, '50.0 %'],
  [0.6, '60.0 %'],
  [0.60001, '>60.0 %'],
  [0.59999, '<60.0 %'],
])('%d beside 40 % to 60 % never looks like an end that it is not', (value, text) => {
  expect(valueAgainst(value, band(0.4, 0.6), 'ratio')).toBe(text);
});

test('a chart draws where a limit ends, with the side it keeps values on, and a bar is full at its upper end', () => {
  expect([MOST, LEAST, band(40, 60)].map((limit) => limitLevels(limit).map(({ keeps }) => keeps))).toEqual([
    ['below'],
    ['above'],
    ['above', 'below'],
  ]);
  expect([MOST, LEAST, band(40, 60)].map(fullAt)).toEqual([200e6, 0.999, 60]);
});

/** One of each kind. */
const SAMPLES = {
  'at-most': MOST,
  'at-least': LEAST,
  between: band(40, 60, [45, 55]),
} satisfies { readonly [K in Limit['kind']]: Limit };

test.each(Object.entries(SAMPLES))('%s is told, drawn and written down like every kind', (kind, limit) => {
  expect(limit.kind).toBe(kind);
  expect(parse(recordedLimit, JSON.parse(JSON.stringify(limitRecord(limit))))).toEqual(limit);
  const texts = [
    limitIn(limit, 'bytes'),
    limitExtent(limit, 'bytes'),
    demandText(limit, 'bytes'),
    limitSigns(limit, 'bytes', glyphsFor(true)),
  ];
  for (const text of texts) expect(text).toMatch(/\d B|MB/);
  expect(limitSigns(limit, 'bytes', glyphsFor(false))).not.toMatch(/[≤≥–]/);
  expect(judge(Number.NaN, limit)).toBe('unknown');
  expect(Number.isFinite(fullAt(limit))).toBe(true);
});

test.each<[Limit, object]>([
  [MOST, { direction: 'at-most', limit: 200e6, warn: 180e6 }],
  [LEAST, { direction: 'at-least', limit: 0.999 }],
  [band(40, 60, [45, 55]), { direction: 'between', limits: [40, 60], warn: [45, 55] }],
  [band(40, 60), { direction: 'between', limits: [40, 60] }],
])('%j is written down as %j, and read back', (limit, record) => {
  expect(JSON.stringify(limitRecord(limit))).toBe(JSON.stringify(record));
  expect(parse(recordedLimit, record)).toEqual(limit);
});

test.each([
  { direction: 'at-most', limit: null },
  { direction: 'at-most', limits: [1, 2] },
  { direction: 'between', limit: 1 },
  { direction: 'between', limits: [2, 1] },
  { direction: 'outside', limits: [1, 2] },
])('%j is no limit', (record) => {
  expect(is(recordedLimit, record)).toBe(false);
});

test.each<[Limit, string, string | null]>([
  [{ kind: 'at-most', most: 0.1 }, 'x > 0.1', null],
  [{ kind: 'at-most', most: 0.1, warn: 0.09 }, 'x > 0.1', '(x > 0.09) unless (x > 0.1)'],
  [{ kind: 'at-least', least: 8, warn: 9 }, 'x < 8', '(x < 9) unless (x < 8)'],
  [band(40, 60, [45, 55]), 'x < 40 or x > 60', '(x < 45 or x > 55) unless (x < 40 or x > 60)'],
])('is asked of Prometheus: %j', (limit, beyond, near) => {
  expect(beyondQuery('x', limit)).toBe(beyond);
  expect(nearQuery('x', limit)).toBe(near);
});

test('that warns by a part of itself warns on its good side, and keeps a warning that it has', () => {
  const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  const limit = fc.oneof(
    number.map((most): Limit => ({ kind: 'at-most', most })),
    number.map((least): Limit => ({ kind: 'at-least', least })),
    fc.tuple(number, number).map(([a, b]): Limit => band(Math.min(a, b), Math.max(a, b) + 1)),
  );
  fc.assert(
    fc.property(limit, fc.constantFrom('ratio', 'seconds'), (given, unit) => {
      const warned = warnedAt(given, 0.9, unit);
      const ends = warned.warn === undefined ? [] : [warned.warn].flat();
      for (const end of ends) expect(judge(end, given)).toBe('ok');
      expect(warnedAt(warned, 0.5, unit)).toEqual(warned.warn === undefined ? warnedAt(given, 0.5, unit) : warned);
    }),
  );
});
