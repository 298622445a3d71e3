import type { Row } from '../terminal/cells.ts';

/** A picture of cells as plain text, without the blanks at the ends of its rows. */
export const textOf = (rows: readonly Row[]): string =>
  rows
    .map(
      (row) =>
        `${row
          .map(({ text }) => text)
          .join('')
          .trimEnd()}\n`,
    )
    .join('');
