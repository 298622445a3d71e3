import type { IBufferCell, Terminal } from '@xterm/headless';
import { type Cell, PLAIN, type Row, type Style } from '../../src/terminal/cells.ts';

/** What a terminal shows, as cells. */
export function rowsOf({ buffer: { active }, rows, cols }: Terminal): readonly Row[] {
  return Array.from({ length: rows }, (_, y) => {
    const line = active.getLine(active.baseY + y);
    return Array.from({ length: cols }, (_, x) => {
      const cell = line?.getCell(x);
      return cell === undefined ? { text: ' ', width: 1, style: PLAIN } : cellOf(cell);
    });
  });
}

const cellOf = (cell: IBufferCell): Cell => ({
  text: cell.getWidth() === 0 ? '' : cell.getChars() || ' ',
  width: cell.getWidth(),
  style: styleOf(cell),
});

/** The style of a cell as the codes that begin it; the demo is drawn in 24 bits, so that no other colours come. */
function styleOf(cell: IBufferCell): Style {
  const codes = [
    ...(cell.isBold() ? ['1'] : []),
    ...(cell.isDim() ? ['2'] : []),
    ...(cell.isUnderline() ? ['4'] : []),
    ...(cell.isInverse() ? ['7'] : []),
    ...(cell.isFgRGB() ? [`38;2;${rgb(cell.getFgColor())}`] : []),
    ...(cell.isBgRGB() ? [`48;2;${rgb(cell.getBgColor())}`] : []),
  ];
  return {
    key: codes.join(),
    codes: codes.map((code) => ({ type: 'ansi', code: `\u001b[${code}m`, endCode: '\u001b[0m' })),
  };
}

const rgb = (color: number): string => [color >> 16, (color >> 8) & 255, color & 255].join(';');
