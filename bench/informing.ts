import type { Block } from '../src/screen/canvas/block.ts';
import type { Run, Tone } from '../src/screen/canvas/runs.ts';
import { graphemeWidth } from '../src/terminal/cells.ts';
import { graphemesOf } from '../src/text/safe.ts';

/** Blanks, of braille too. */
const BLANK = /^[\s\u2800]*$/u;
/** Lines, as of borders, rules, axes and some curves, and what fills the rest of a bar. */
const DRAWN = /^[\u2500-\u257f░]$/u;
/** Tones of lines that are no curves. */
const RULES: ReadonlySet<Tone | undefined> = new Set<Tone | undefined>([
  undefined,
  ...(['text', 'title', 'dim', 'border', 'borderFocus'] as const),
]);

/** How many cells of a picture tell anything: no blank, no border, no rule or axis, not the empty rest of a bar. */
export function informing(blocks: readonly Block[], columns: number, rows: number): number {
  const told = Array.from({ length: rows }, () => Array.from({ length: columns }, () => false));
  for (const { at, lines } of blocks)
    for (let y = 0; y < at.height; y += 1) {
      const row = told[at.y + y];
      const cells = (lines[y] ?? []).flatMap(cellsOf);
      if (row) for (let x = 0; x < at.width && at.x + x < columns; x += 1) row[at.x + x] = cells[x] ?? false;
    }
  return told.flat().filter(Boolean).length;
}

/** Of each cell of a run whether it tells anything. */
const cellsOf = (run: Run): readonly boolean[] =>
  graphemesOf(run.text).flatMap((grapheme) =>
    Array.from({ length: graphemeWidth(grapheme) }, () => informs(grapheme, run)),
  );

function informs(grapheme: string, { tone, outline = false }: Run): boolean {
  if (outline || BLANK.test(grapheme)) return false;
  return !DRAWN.test(grapheme) || (grapheme !== '░' && !RULES.has(tone));
}
