import type { AnsiCode } from '@alcalzone/ansi-tokenize';
import stringWidth from 'string-width';

/** Colours, weight and link of a cell. Two styles that look alike have the same key. */
export interface Style {
  readonly key: string;
  readonly codes: AnsiCode[];
}

/** One place of the terminal. A wide character stands in the first of its places; the others are empty, of width 0. */
export interface Cell {
  readonly text: string;
  readonly width: number;
  readonly style: Style;
}

export type Row = readonly Cell[];

export const PLAIN: Style = { key: '', codes: [] };
export const BLANK: Cell = { text: ' ', width: 1, style: PLAIN };

const widths = new Map<string, number>();
const WIDTHS_KEPT = 4096;

/** Cells that one character takes. A control character has no width, and so never reaches the terminal as one. */
export function graphemeWidth(grapheme: string): number {
  if (grapheme.length === 1 && grapheme >= ' ' && grapheme <= '~') return 1;
  const known = widths.get(grapheme);
  if (known !== undefined) return known;
  const width = stringWidth(grapheme);
  if (widths.size >= WIDTHS_KEPT) widths.clear();
  widths.set(grapheme, width);
  return width;
}
