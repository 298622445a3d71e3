import { joined, type Safe, safe } from '../../text/safe.ts';
import { sanitiseLine } from '../../text/sanitise.ts';
import { widthOf } from '../../text/width.ts';

/** Rows as lines of text, each column as wide as its widest cell. */
export function table(rows: readonly (readonly string[])[]): Safe {
  const cells = rows.map((row) => row.map(sanitiseLine));
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => widthOf(row[column] ?? ''))));
  const pad = (cell: Safe, width: number) => safe(`${cell}${safe(' ').repeat(width - widthOf(cell))}`);
  const lines = cells.map((row) => {
    const line = joined(
      row.map((cell, i) => pad(cell, widths[i] ?? 0)),
      '  ',
    );
    return safe(`${line.trimEnd()}\n`);
  });
  return joined(lines, '');
}
