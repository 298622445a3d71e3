import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { columns } from '../../../src/screen/canvas/columns.ts';
import { inFull, wrapLine } from '../../../src/screen/canvas/in-full.ts';
import { type Line, lineWidth, run, selected } from '../../../src/screen/canvas/runs.ts';
import { sanitiseLine } from '../../../src/text/sanitise.ts';

const textOf = (line: Line): string => line.map(({ text }) => text).join('');
const drawn = (lines: readonly Line[]): readonly string[] => lines.map((line) => textOf(line).trimEnd());

const word = fc.string({ unit: fc.constantFrom('a', 'B', 'é', '中', '7'), minLength: 1, maxLength: 9 });
const anyLine = fc
  .array(fc.array(word, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 4 })
  .map((runs): Line => runs.map((words) => run(sanitiseLine(`${words.join(' ')} `))));

describe('a line that is too wide', () => {
  test('is broken into rows that fit, and says all it said', () => {
    fc.assert(
      fc.property(anyLine, fc.integer({ min: 20, max: 80 }), (line, width) => {
        const rows = wrapLine(line, width, Number.POSITIVE_INFINITY);
        for (const row of rows) expect(lineWidth(row)).toBeLessThanOrEqual(width);
        expect(drawn(rows).join(' ').split(/\s+/).filter(Boolean)).toEqual(textOf(line).split(/\s+/).filter(Boolean));
      }),
    );
  });

  test('goes on below what hangs in it', () => {
    const line = [run(' ✖ '), run('queue', 'title'), run('  is longer than it may be by far', 'dim', { hangs: true })];
    expect(drawn(inFull([line], 34, 3))).toEqual([' ✖ queue  is longer than it may be', '          by far']);
  });

  test('stays selected in all its rows', () => {
    const rows = inFull([selected([run('one two three four')])], 10, 3);
    expect(rows.map(lineWidth)).toEqual([10, 10, 10]);
    expect(rows.flat().every(({ tone }) => tone === 'selection')).toBe(true);
  });
});

describe('the lines of a panel', () => {
  test('never take more rows than it has, and leave none empty while one is cut', () => {
    const lines = fc.array(fc.oneof(anyLine, fc.constant<Line>([])), { maxLength: 8 });
    fc.assert(
      fc.property(lines, fc.integer({ min: 20, max: 60 }), fc.integer({ min: 0, max: 12 }), (of, width, height) => {
        const given = of.slice(0, height);
        const shown = inFull(given, width, height);
        expect(shown.length).toBeLessThanOrEqual(height);
        if (!shown.some((line) => lineWidth(line) > width)) return;
        expect(shown).toHaveLength(height);
        expect(shown.filter((line) => textOf(line).trim() === '')).toEqual([]);
      }),
    );
  });

  test('are as they were where nothing is cut', () => {
    const lines = [[run('one')], [], [run('two')]];
    expect(inFull(lines, 20, 9)).toBe(lines);
  });

  test('have below a cell of a table what there was no room for in it', () => {
    const table = columns(
      [
        { name: 'what', width: 8, after: 1 },
        { name: 'value', width: 5, align: 'right' },
      ],
      14,
    );
    const row = table.row({ what: run('user service'), value: run('7 ms') });
    expect(drawn(inFull([row], 14, 1))).toEqual(['user se…  7 ms']);
    expect(drawn(inFull([row], 14, 2))).toEqual(['user      7 ms', 'service']);
  });
});
