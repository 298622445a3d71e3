import type { Role } from '../theme.ts';

/** Ten cells hold every value; the axis takes one more. A fixed place, so that charts under each other line up. */
export const AXIS = 11;
const NARROWEST_WITH_AXIS = 2 * AXIS;
const LOWEST_WITH_TIME = 3;

/** How many cells of a chart so wide lie beside its axis. */
export const plotSamples = (width: number): number => (width < NARROWEST_WITH_AXIS ? width : width - AXIS);

/** Null: nothing is drawn there. */
export interface Cell {
  readonly glyph: string;
  readonly role: Role | null;
}
const BLANK: Cell = { glyph: ' ', role: null };

/** Rows of cells, the uppermost first. */
export type Canvas = Cell[][];

/** An empty canvas for a chart of such a size, without its axes. */
export function canvasFor({ width, height }: { readonly width: number; readonly height: number }): Canvas {
  const columns = plotSamples(width);
  const rows = height < LOWEST_WITH_TIME ? height : height - 1;
  return Array.from({ length: rows }, () => Array.from({ length: columns }, (): Cell => BLANK));
}
