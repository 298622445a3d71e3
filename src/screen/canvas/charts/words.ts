import { graphemesOf, type Safe } from '../../../text/safe.ts';
import { widthOf } from '../../../text/width.ts';
import type { Role } from '../theme.ts';
import type { Canvas, Cell } from './canvas.ts';

/** A text in cells; a wide character takes two, of which the second holds nothing. */
export const cellsOf = (text: Safe, role: Role): readonly Cell[] =>
  graphemesOf(text).flatMap((glyph): readonly Cell[] =>
    Array.from({ length: widthOf(glyph) }, (_, i) => ({ glyph: i === 0 ? glyph : '', role, isWord: true })),
  );

/** Whether nothing is drawn in so many cells, or nothing that matters. */
export const isFree = (
  cells: readonly Cell[],
  start: number,
  width: number,
  isBlank: (cell: Cell) => boolean = ({ role }) => role === null,
): boolean => start >= 0 && start + width <= cells.length && cells.slice(start, start + width).every(isBlank);

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
    const start = cells.findIndex((_, column) => isFree(cells, column, words.length + 2));
    if (start < 0) continue;
    put(cells, start + 1, words);
    return true;
  }
  return false;
}
