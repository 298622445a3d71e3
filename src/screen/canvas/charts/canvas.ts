import type { Millis } from '../../../units.ts';
import type { Role } from '../theme.ts';
import { TICK_WIDTH } from './tick.ts';
import type { TimeSpan } from './time-axis.ts';

/** A fixed place, so that charts under each other line up. */
export const AXIS = TICK_WIDTH + 1;
const NARROWEST_WITH_AXIS = 22;
const LOWEST_WITH_TIME = 3;

/** How many cells of a chart so wide lie beside its axis. */
export const plotSamples = (width: number): number => (width < NARROWEST_WITH_AXIS ? width : width - AXIS);

/** The column an instant stands in; null of none, and of one out of the chart. */
export function columnOf(
  at: Millis | null,
  { from, to }: Pick<TimeSpan, 'from' | 'to'>,
  columns: number,
): number | null {
  if (at === null || at < from || at > to) return null;
  return Math.min(columns - 1, Math.floor(((at - from) / (to - from)) * columns));
}

/** Null: nothing is drawn there. */
export interface Cell {
  readonly glyph: string;
  readonly role: Role | null;
  /** An upright line that may be drawn over. */
  readonly isLine?: true;
  /** A part of words, which no curve is drawn over. */
  readonly isWord?: true;
}
const BLANK: Cell = { glyph: ' ', role: null };

/** Rows of cells, the uppermost first. */
export type Canvas = Cell[][];

/** An empty canvas for a chart of such a size, without its axes. */
export function canvasFor({ width, height }: { readonly width: number; readonly height: number }): Canvas {
  const columns = plotSamples(width);
  const rows = height < LOWEST_WITH_TIME ? height : height - 1;
  return Array.from({ length: rows }, () => new Array<Cell>(columns).fill(BLANK));
}
