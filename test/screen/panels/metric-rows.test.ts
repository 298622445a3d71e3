import { expect, test } from 'vitest';
import { promql } from '../../../src/profile/query.ts';
import { makeSafe } from '../../../src/room/safe.ts';
import type { ComparisonMetric } from '../../../src/room/versions/comparison.ts';
import { heldLimits } from '../../../src/room/versions/held.ts';
import type { Samples } from '../../../src/screen/canvas/charts/samples.ts';
import { glyphsFor } from '../../../src/screen/canvas/glyphs.ts';
import type { Line } from '../../../src/screen/canvas/runs.ts';
import { worstFirst } from '../../../src/screen/core/worst.ts';
import { metricDistance, metricTable, metricWindow } from '../../../src/screen/panels/metric-rows.ts';
import { safe } from '../../../src/text/safe.ts';
import { millis } from '../../../src/units.ts';
import { healthy, NOW } from '../rooms.ts';

const known = (value: number) => ({ known: true, value, at: NOW, aging: false }) as const;

const metric = (id: string, more: Partial<ComparisonMetric> = {}): ComparisonMetric => ({
  id,
  label: id,
  unit: 'ratio',
  better: 'lower',
  baseline: known(0.0019),
  candidate: known(0.0705),
  baselineExpr: promql(`rate(${id}{version="v1"}[5m])`),
  candidateExpr: promql(`rate(${id}{version="v2"}[5m])`),
  delta: 0.0686,
  state: 'fail',
  limits: { own: { kind: 'at-most', most: 0.01 }, delta: { kind: 'at-most', most: 0.02 } },
  states: { own: 'fail', delta: 'fail', factor: 'ok' },
  ...more,
});

const textOf = (line: Line): string => line.map(({ text }) => text).join('');

function drawn(metrics: readonly ComparisonMetric[], width: number, past: Samples = []) {
  const shown = makeSafe(metrics);
  const table = metricTable(
    shown,
    { baseline: safe('V1'), candidate: safe('V2') },
    {
      room: makeSafe(healthy),
      width,
      glyphs: glyphsFor(true),
      unicode: true,
      past: (_, columns) => [...past, ...Array.from({ length: columns }, () => null)].slice(0, columns),
      range: { from: millis(NOW - 960_000), to: NOW },
    },
  );
  return {
    header: textOf(table.header(safe(''))),
    rows: shown.map((one) => table.row(one)),
    texts: shown.map((one) => textOf(table.row(one)).trimEnd()),
  };
}

test('a row has both values, the limit that decides, and how far beyond it', () => {
  const { header, texts } = drawn([metric('errors')], 64);
  expect(header).toMatch(/V1 +V2 +limit/);
  expect(texts).toEqual(['✖ errors    0.19 %  7.05 %  ≤ 1.00 %  ████████┊███▍ over']);
});

test('a limit against the other version is told by that version, and leaves the value its colour', () => {
  const apart = metric('accuracy', {
    baseline: known(0.739),
    candidate: known(0.81),
    delta: 0.071,
    limits: { own: { kind: 'at-least', least: 0.8 }, delta: { kind: 'at-least', least: 0.1 } },
    states: { own: 'ok', delta: 'fail', factor: 'ok' },
  });
  const { rows, texts } = drawn([apart], 70);
  expect(texts[0]).toMatch(/73\.9 % +81\.0 % +≥ V1\+10\.0 pt +████████┊█▏ +short/);
  expect(rows[0]?.find(({ text }) => text.includes('81.0 %'))?.tone).toBe('candidate');
  expect(rows[0]?.find(({ text }) => text.includes('V1+10.0 pt'))?.tone).toBe('fail');
});

test('a factor of one is the other version itself, and a factor above it that much more', () => {
  const than = (most: number) =>
    metric('p95', {
      limits: { factor: { kind: 'at-most', most } },
      states: { own: 'ok', delta: 'ok', factor: 'fail' },
    });
  expect(drawn([than(1), than(1.1)], 70).texts.map((text) => /≤ \S+/.exec(text)?.[0])).toEqual(['≤ V1', '≤ V1×1.1']);
});

test('its past is on the scale of its limits: the highest dots, in red, are beyond', () => {
  const [row = []] = drawn([metric('errors')], 100, [0.001, 0.005, 0.009, 0.02, 0.5, null]).rows;
  const trend = row.filter(({ text }) => /[⠁-⣿]/.test(text));
  expect(trend.map(({ text, tone }) => [text, tone])).toEqual([
    ['⣠', 'candidate'],
    ['⣾⡇', 'fail'],
  ]);
});

test('without a limit the past says its scale, which begins at zero', () => {
  const free = metric('consumers', {
    unit: 'count',
    limits: {},
    state: 'ok',
    states: { own: 'ok', delta: 'ok', factor: 'ok' },
  });
  expect(drawn([free], 110, [230, 235, 240]).texts[0]).toContain('max 240');
});

test('of what is not known stands why, and its limit all the same', () => {
  const gone = metric('errors', {
    candidate: {
      known: false,
      reason: 'stale',
      at: NOW,
      part: false,
      error: null,
      last: { value: 0.02, at: millis(NOW - 45_000) },
    },
    delta: null,
    state: 'unknown',
  });
  expect(drawn([gone], 100).texts[0]).toMatch(/stale +≤ 1\.00 % +was 2\.00 % 45s ago$/);
});

test('a number of another window than most says so', () => {
  const day = metric('rare', { baselineExpr: promql('rate(a[1d])'), candidateExpr: promql('rate(b[1d])') });
  const metrics = [metric('errors'), metric('slow'), day];
  expect(metricWindow(makeSafe(metrics))).toBe(300);
  expect(drawn(metrics, 70).texts.map((text) => /^\S (\S+(?: · \d+ \w+)?) /.exec(text)?.[1])).toEqual([
    'errors',
    'slow',
    'rare · 24 h',
  ]);
});

test('where there is less room the difference goes first, then the past, and of limit and bar one stays', () => {
  const parts = { limit: /≤ 1\.00 %/, bar: /█┊/, past: /[⠁-⣿]/, delta: /\+6\.86 pt/ };
  const seen = [120, 80, 50, 36, 30].map((width) =>
    Object.entries(parts).flatMap(([name, part]) =>
      part.test(drawn([metric('errors')], width, [0.001]).texts[0] ?? '') ? [name] : [],
    ),
  );
  expect(seen).toEqual([
    ['limit', 'bar', 'past', 'delta'],
    ['limit', 'bar', 'past'],
    ['limit', 'bar'],
    ['limit'],
    ['bar'],
  ]);
});

test('the limit that decides is the worst: missed before near, and far before little beyond', () => {
  expect(heldLimits(metric('errors')).map(({ of }) => of)).toEqual(['own', 'delta']);
  expect(heldLimits(metric('errors', { candidate: known(0.021), baseline: known(0) })).map(({ of }) => of)).toEqual([
    'own',
    'delta',
  ]);
  expect(
    heldLimits(
      metric('errors', { limits: { own: { kind: 'at-most', most: 0.06 }, delta: { kind: 'at-most', most: 0.001 } } }),
    ).map(({ of }) => of),
  ).toEqual(['delta', 'own']);
});

test('rows come worst first, also those that are well, and nothing moves for little', () => {
  const at = (id: string, value: number, state: ComparisonMetric['state']) =>
    metric(id, { candidate: known(value), state, limits: { own: { kind: 'at-most', most: 0.01 } } });
  const order = (...metrics: readonly ComparisonMetric[]) =>
    worstFirst(makeSafe(metrics), metricDistance).map(({ id }) => id);
  expect(
    order(
      at('a', 0.001, 'ok'),
      at('b', 0.009, 'ok'),
      at('c', 0.011, 'fail'),
      at('d', 0.07, 'fail'),
      at('e', 0.0095, 'warn'),
    ),
  ).toEqual(['d', 'c', 'e', 'b', 'a']);
  expect(order(at('a', 0.011, 'fail'), at('b', 0.012, 'fail'))).toEqual(
    order(at('a', 0.012, 'fail'), at('b', 0.011, 'fail')),
  );
});
