import { graphemesOf, type Safe } from '../../../text/safe.ts';
import { widthOf } from '../../../text/width.ts';
import type { Role } from '../theme.ts';
import type { Canvas, Cell } from './canvas.ts';

/** A text in cells; a wide character takes two, of which the second holds nothing. */
export const cellsOf = (text: Safe, role: Role): readonly Cell[] =>
  // Each sign of plain text is a cell: what it is made of need not be looked into.
  PLAIN.test(text)
    ? Array.from(text, (glyph): Cell => ({ glyph, role, isWord: true }))
    : graphemesOf(text).flatMap((glyph): readonly Cell[] =>
        Array.from({ length: widthOf(glyph) }, (_, i) => ({ glyph: i === 0 ? glyph : '', role, isWord: true })),
      );

const PLAIN = /^[ -~]*$/;

/** Whether nothing is drawn in so many cells, or nothing that matters. */
export function isFree(
  cells: readonly Cell[],
  start: number,
  width: number,
  isBlank: (cell: Cell) => boolean = ({ role }) => role === null,
): boolean {
  if (start < 0 || start + width > cells.length) return false;
  for (let i = start; i < start + width; i += 1) {
    const cell = cells[i];
    if (cell === undefined || !isBlank(cell)) return false;
  }
  return true;
}

export function put(cells: Cell[], start: number, words: readonly Cell[]): void {
  words.forEach((cell, i) => {
    cells[start + i] = cell;
  });
}

/** Puts words where nothing is drawn, nor beside them, as far to the left as there is room in the first such row. @returns whether there was */
export function putFree(canvas: Canvas, rows: readonly number[], words: readonly Cell[]): boolean {
  for (const row of rows) {
    const cells = canvas[row];
    if (cells === undefined) continue;
    const start = firstFree(cells, words.length + 2);
    if (start < 0) continue;
    put(cells, start + 1, words);
    return true;
  }
  return false;
}

/** Where the first so many cells begin in which nothing is drawn; less than nothing where there are none. */
function firstFree(cells: readonly Cell[], width: number): number {
  let free = 0;
  for (let column = 0; column < cells.length; column += 1) {
    free = cells[column]?.role === null ? free + 1 : 0;
    if (free === width) return column + 1 - width;
  }
  return -1;
}
