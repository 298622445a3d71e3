import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { type Cell, canvasFor } from '../../../src/screen/canvas/charts/canvas.ts';
import { drawMarks } from '../../../src/screen/canvas/charts/marks.ts';
import type { Mark } from '../../../src/screen/core/marks.ts';
import { sanitiseLine } from '../../../src/text/sanitise.ts';
import { millis } from '../../../src/units.ts';

const time = { from: millis(0), to: millis(20_000), timeZone: 'UTC' };
const mark = (at: number, kind: Mark['kind'], word: string): Mark => ({
  at: millis(at * 1000),
  kind,
  word: sanitiseLine(word),
});

/** Twenty cells wide, with something drawn where there is no blank. */
function drawn(marks: readonly Mark[], below: readonly string[], unicode = true): readonly string[] {
  const canvas = canvasFor({ width: 20, height: 2 });
  below.forEach((row, y) => {
    [...row].forEach((glyph, x) => {
      const cells = canvas[y];
      if (cells && glyph !== ' ') cells[x] = { glyph, role: 'candidate' };
    });
  });
  drawMarks(canvas, marks, time, unicode);
  return canvas.map((cells) => cells.map(({ glyph }) => glyph).join(''));
}

describe('marks on a chart', () => {
  it('stand at their instants, with what happened beside them', () => {
    expect(drawn([mark(2, 'deploy', 'half deployed')], [])).toEqual(['  ▲half deployed    ', '  ┊                 ']);
    expect(drawn([mark(2, 'rollback', 'half back')], [], false)).toEqual([
      '  vhalf back        ',
      '  :                 ',
    ]);
  });

  it('leave what is drawn as it is: their words go where there is room, on either side', () => {
    const curve = ['   ───────          ', '───       ──────────'];
    expect(drawn([mark(17, 'alert', 'Spike')], curve)).toEqual(['   ───────  Spike✖  ', '───       ──────────']);
    expect(drawn([mark(1, 'alert', 'AVeryLongName')], curve)).toEqual([' ✖ ───────          ', '───       ──────────']);
  });

  it('write over the lines of others where there is no other room, the first of them first', () => {
    const all = [mark(18, 'rollback', 'half rolled back'), mark(10, 'alert', 'Spike')];
    expect(drawn(all, [])).toEqual(['  half rolled back▼ ', '          ✖Spike  ┊ ']);
  });

  it('are one where they share a column, of which the first speaks', () => {
    const all = [mark(5, 'deploy', 'half'), mark(5.4, 'alert', 'Spike'), mark(5.9, 'alert', 'Down')];
    expect(drawn(all, [])[0]).toBe('     ▲half +2       ');
  });

  it('are not of other times', () => {
    expect(drawn([mark(-1, 'deploy', 'half'), mark(21, 'alert', 'Spike')], [])[0]?.trim()).toBe('');
  });

  it('change no cell that something is drawn in, and no width, whatever they say', () => {
    const kinds = fc.constantFrom('deploy', 'rollback', 'alert', 'validation');
    const marks = fc.array(fc.tuple(fc.integer({ min: -5, max: 25 }), kinds, fc.string({ unit: 'grapheme' })));
    fc.assert(
      fc.property(marks, fc.array(fc.boolean(), { minLength: 60, maxLength: 60 }), (all, dots) => {
        const canvas = canvasFor({ width: 20, height: 4 });
        const cell: Cell = { glyph: '#', role: 'candidate' };
        dots.forEach((dot, i) => {
          const cells = canvas[Math.floor(i / 20)];
          if (dot && cells) cells[i % 20] = cell;
        });
        drawMarks(
          canvas,
          all.map(([at, kind, word]) => mark(at, kind, word)),
          time,
          true,
        );
        for (const cells of canvas) expect(stringWidth(cells.map(({ glyph }) => glyph).join(''))).toBe(20);
        dots.forEach((dot, i) => {
          if (dot) expect(canvas[Math.floor(i / 20)]?.[i % 20]).toBe(cell);
        });
      }),
    );
  });
});
