import { type AnsiCode, ansiCodesToString, reduceAnsiCodesIncremental, tokenize } from '@alcalzone/ansi-tokenize';
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

/** Reads one line of text with SGR and link sequences into exactly `columns` cells; what does not fit is cut off. */
export function parseRow(line: string, columns: number): Row {
  const cells: Cell[] = [];
  let style = PLAIN;
  for (const token of tokenize(line)) {
    if (token.type === 'ansi') {
      const codes = reduceAnsiCodesIncremental(style.codes, [token]);
      style = codes.length === 0 ? PLAIN : { key: ansiCodesToString(codes), codes };
    } else if (token.type === 'char') {
      const width = widthOf(token.value);
      if (width === 0) continue;
      if (cells.length + width > columns) break;
      cells.push({ text: token.value, width, style });
      for (let rest = 1; rest < width; rest += 1) cells.push({ text: '', width: 0, style });
    }
  }
  while (cells.length < columns) cells.push(BLANK);
  return cells;
}

const widths = new Map<string, number>();
const WIDTHS_KEPT = 4096;

/** A control character has no width, and so never reaches the terminal as one. */
function widthOf(grapheme: string): number {
  if (grapheme.length === 1 && grapheme >= ' ' && grapheme <= '~') return 1;
  const known = widths.get(grapheme);
  if (known !== undefined) return known;
  const width = stringWidth(grapheme);
  if (widths.size >= WIDTHS_KEPT) widths.clear();
  widths.set(grapheme, width);
  return width;
}
