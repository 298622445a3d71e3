import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { promql } from '../../../src/profile/query.ts';
import { type ChartMore, chartOver } from '../../../src/screen/canvas/charts/trend.ts';
import { glyphsFor } from '../../../src/screen/canvas/glyphs.ts';
import type { Line } from '../../../src/screen/canvas/runs.ts';
import { safe } from '../../../src/text/safe.ts';
import { millis } from '../../../src/units.ts';

/*
 * Charts of a candidate and of the baseline that limits are against, of so many values each over one range. They are 20 cells
 * wide, which leaves no room for axes: a cell holds two values in braille, and one in ASCII.
 */

type Values = readonly (number | null)[];
const CELLS = 20;
const ROWS = 16;
const young = promql('young');
const old = promql('old');

function charted(candidate: Values, baseline: Values, more: Omit<ChartMore, 'base'>, unicode = true): readonly Line[] {
  const trends = {
    since: millis(0),
    slice: (expr: typeof young) => (expr === young ? candidate : baseline),
    sliceOf: () => [],
  };
  const setting = {
    range: { from: millis(0), to: millis(1000) },
    marks: [],
    glyphs: glyphsFor(unicode),
    timeZone: 'UTC',
  };
  const curves = [{ expr: young, line: 'candidate' }] as const;
  return chartOver(trends, setting)(curves, 'count', CELLS, ROWS, { base: { expr: old }, isNamed: true, ...more });
}

/** The role of every cell of a chart, column by column. */
const rolesOf = (lines: readonly Line[]) =>
  Array.from({ length: CELLS }, (_, column) =>
    lines.map((line) => line.flatMap(({ text, tone }) => [...text].map((glyph) => ({ glyph, tone })))[column]),
  );
/** Whether anything in each column has the colour of what fails. */
const failing = (lines: readonly Line[]) =>
  rolesOf(lines).map((cells) => cells.some((cell) => cell?.tone === 'fail' && cell.glyph !== ' '));

const of = (...parts: readonly (readonly [number, number | null])[]): Values =>
  parts.flatMap(([count, value]) => Array.from({ length: count }, () => value));
const atMost = (most: number) => ({ kind: 'at-most', most }) as const;
const delta = (most: number) => ({ of: 'delta', limit: atMost(most), name: safe('≤ V1+') }) as const;
const columns = (from: number, to: number) => Array.from({ length: CELLS }, (_, i) => i >= from && i < to);

describe.each([
  ['braille', true, 2],
  ['ASCII', false, 1],
])('in %s a limit against the baseline', (_, unicode, each) => {
  const cells = (count: number) => count * each;

  it('is held against what the baseline was then, and not against what it is by now', () => {
    const baseline = of([cells(10), 1], [cells(10), 8]);
    const lines = charted(of([cells(20), 6]), baseline, { relative: [delta(2)] }, unicode);
    expect(failing(lines)).toEqual(columns(0, 10));
  });

  it('fails nothing where the baseline was not measured', () => {
    const lines = charted(of([cells(20), 6]), of([cells(5), null], [cells(15), 1]), { relative: [delta(2)] }, unicode);
    expect(failing(lines)).toEqual(columns(5, 20));
  });

  it('leaves it to a limit of its own where that is nearer', () => {
    const baseline = of([cells(10), 1], [cells(10), 8]);
    const more = { limit: atMost(5), relative: [delta(2)] };
    const text = (lines: readonly Line[]) =>
      lines
        .flat()
        .map((run) => run.text)
        .join('');
    const both = charted(of([cells(20), 4]), baseline, more, unicode);
    expect(failing(both)).toEqual(columns(0, 10));
    const above = charted(of([cells(20), 4]), of([cells(20), 8]), more, unicode);
    expect(failing(above)).toEqual(columns(0, 0));
    expect(text(above)).toMatch(/limit (≤|<=)5/);
    expect(text(above)).not.toContain('V1+');
  });

  it('is seen without colours: what is beyond it is drawn otherwise than what keeps it', () => {
    const lines = charted(of([cells(20), 6]), of([cells(10), 1], [cells(10), 8]), { relative: [delta(2)] }, unicode);
    // The curve is alone in its row here: the limit and the baseline lie elsewhere.
    const row =
      lines.map((line) => line.map(({ text }) => text).join('')).find((text) => /^(\S)\1{7}/u.test(text)) ?? '';
    expect(row[15]).toMatch(/\S/);
    expect(row[5]).not.toBe(row[15]);
  });

  it('marks just the columns in which a value is beyond the nearest limit', () => {
    const value = fc.option(fc.integer({ min: 0, max: 9 }), { freq: 6 });
    const values = fc.array(value, { minLength: cells(20), maxLength: cells(20) });
    fc.assert(
      fc.property(
        values,
        values,
        fc.integer({ min: 0, max: 9 }),
        fc.integer({ min: 0, max: 5 }),
        (c, b, most, more) => {
          const lines = charted(c, b, { limit: atMost(most), relative: [delta(more)] }, unicode);
          const isBeyond = (i: number) => {
            const [own, other] = [c[i] ?? null, b[i] ?? null];
            return own !== null && (own > most || (other !== null && own > other + more));
          };
          const expected = Array.from({ length: CELLS }, (_, column) =>
            Array.from({ length: each }, (_, i) => column * each + i).some(isBeyond),
          );
          expect(failing(lines)).toEqual(expected);
        },
      ),
    );
  });
});
