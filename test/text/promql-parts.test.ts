import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asksStored, partsOf } from '../../src/text/promql-parts.ts';

const shapes = (query: string) => partsOf(query).map(({ shape }) => shape);

test.each([
  ['up == 1', ['up']],
  ['max by (a) (v2:p95{job="api"}) > 0.05', ['v2:p95']],
  [
    'sum by (v) (rate(http_total{s=~"5.."}[5m])) / sum(rate(all_total[5m])) > bool 0.1',
    ['sum ( rate ( http_total ) ) / sum ( rate ( all_total ) )'],
  ],
  [
    'histogram_quantile(0.95, sum(rate(b_bucket[5m])) by (le)) > 1e3',
    ['histogram_quantile ( 0.95 , sum ( rate ( b_bucket ) ) )'],
  ],
  ['up{job="a} b"} == 0 unless on(job) absent(c) or down', ['up', 'absent ( c )', 'down']],
  ['v2:errors > 2 * v1:errors and on() traffic > 10', ['v2:errors', '2 * v1:errors', 'traffic']],
  ['100 * (1 - avg by (i) (rate(idle[5m]))) > 90', ['1 - avg ( rate ( idle ) )']],
  ['(a / b) * 100', ['a / b']],
  ['a / (b / c)', ['a / ( b / c )']],
  ['min(a{x="1"} or b) or vector(0)', ['a', 'b']],
  ['{__name__="x", a="1"} > 0', ['x']],
  ['a offset 5m > NaN', ['a offset 5m']],
  ['count(up == 0)', ['count ( up == 0 )']],
  ['1 + 2 > vector(3)', []],
  // What lacks a bracket is like no whole query.
  ['sum(rate(up[1m])', ['sum rate ( up )']],
])('%s has the parts %j', (query, expected) => {
  expect(shapes(query)).toEqual(expected);
});

test('a part knows its labels and what it keeps apart', () => {
  const [part] = partsOf(`sum by (i, "j") (a{b="c", d!~'e'}) > 1`);
  expect(part?.by).toEqual(['i']);
  expect([...(part?.selectors[0]?.matchers ?? [])]).toEqual([
    ['b', { operator: '=', value: 'c' }],
    ['d', { operator: '!~', value: 'e' }],
  ]);
});

test('any text has parts, and as many selectors as it takes', () => {
  const piece = fc.constantFrom(
    'sum',
    'max',
    '(',
    ')',
    '{',
    '}',
    '[',
    ']',
    'a',
    'b="c"',
    ',',
    '>',
    'or',
    '*',
    '100',
    'by',
    '"',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      for (const { selectors } of partsOf(pieces.join(' '))) expect(selectors.length).toBeGreaterThan(0);
    }),
  );
});

test.each(['sum(a)', 'a{b="vector(0)"} > 1', 'rate(a[5m]) or b', '{__name__="a"}'])(
  '%s rests on what is stored',
  (query) => {
    expect(asksStored(query)).toBe(true);
  },
);

test.each([
  'vector(3)',
  'sum(a) or vector(0)',
  'absent(up{job="a"})',
  'scalar(a) > 1',
  'time()',
  'a or hour( )',
  '1 + 2',
  '',
])('%s answers of itself', (query) => {
  expect(asksStored(query)).toBe(false);
});
