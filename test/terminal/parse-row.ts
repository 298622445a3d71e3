import { ansiCodesToString, reduceAnsiCodesIncremental, tokenize } from '@alcalzone/ansi-tokenize';
import { BLANK, type Cell, graphemeWidth, PLAIN, type Row } from '../../src/terminal/cells.ts';
import type { Picture } from '../../src/terminal/painter.ts';

/** Reads one line of text with SGR and link sequences into exactly `columns` cells; what does not fit is cut off. */
function parseRow(line: string, columns: number): Row {
  const cells: Cell[] = [];
  let style = PLAIN;
  for (const token of tokenize(line)) {
    if (token.type === 'ansi') {
      const codes = reduceAnsiCodesIncremental(style.codes, [token]);
      style = codes.length === 0 ? PLAIN : { key: ansiCodesToString(codes), codes };
    } else if (token.type === 'char') {
      const width = graphemeWidth(token.value);
      if (width === 0) continue;
      if (cells.length + width > columns) break;
      cells.push({ text: token.value, width, style });
      for (let rest = 1; rest < width; rest += 1) cells.push({ text: '', width: 0, style });
    }
  }
  while (cells.length < columns) cells.push(BLANK);
  return cells;
}

/** Lines of text with SGR and link sequences as a picture. */
export const pictureOf = (text: string): Picture => ({
  rows(columns, rows) {
    const lines = text.split('\n', rows);
    return Array.from({ length: rows }, (_, y) => parseRow(lines[y] ?? '', columns));
  },
});
