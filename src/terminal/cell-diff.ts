import { ansiCodesToString, diffAnsiCodes } from '@alcalzone/ansi-tokenize';
import { BLANK, type Cell, PLAIN, type Row, type Style } from './cells.ts';

const CSI = '\u001b[';
/** Unchanged cells that cost less to write again than to jump over. */
const SHORT_GAP = 4;
const UNSURE = -1;

/** Clears the terminal and leaves the pen as `diff` expects it. */
export const CLEAR = `${CSI}0m${CSI}H${CSI}2J`;

/**
 * The bytes that turn one screen into another; a row that is missing from `before` is blank. The pen is plain before
 * and after; where the cursor stands does not matter. Empty when nothing changed.
 */
export function diff(before: readonly Row[], after: readonly Row[]): string {
  const pen = new Pen();
  after.forEach((row, y) => {
    const old = before[y];
    if (old !== row) diffRow(pen, old ?? [], row, y);
  });
  return pen.finish();
}

function diffRow(pen: Pen, before: Row, after: Row, y: number): void {
  const end = contentEnd(after);
  let suspect = false;
  for (let x = 0; x < end; x += 1) {
    const cell = after[x] ?? BLANK;
    if (cell.width === 0 || (!suspect && same(before[x] ?? BLANK, cell))) continue;
    // Terminals disagree about the width of emoji and clusters: what follows one is written again, at a sure place.
    suspect = cell.text.length > 1;
    pen.moveTo(x, y, after);
    pen.write(cell, suspect);
  }
  if (end < after.length && (suspect || contentEnd(before) > end)) {
    pen.moveTo(end, y, after);
    pen.eraseToEnd();
  }
}

/** Where the blanks start that reach to the end of the row. */
function contentEnd(row: Row): number {
  let end = row.length;
  while (end > 0 && same(row[end - 1] ?? BLANK, BLANK)) end -= 1;
  return end;
}

const same = (a: Cell, b: Cell): boolean => a === b || (a.text === b.text && a.style.key === b.style.key);

/** Moves and restyles only as far as it must. */
class Pen {
  #out = '';
  #style: Style = PLAIN;
  #x = UNSURE;
  #y = UNSURE;

  /** `row` is what the terminal shows between the pen and the place it goes to. */
  moveTo(x: number, y: number, row: Row): void {
    if (this.#y !== y || this.#x === UNSURE) this.#out += `${CSI}${y + 1};${x + 1}H`;
    else if (this.#x < x) this.#out += this.#gap(row.slice(this.#x, x));
    this.#x = x;
    this.#y = y;
  }

  write(cell: Cell, suspect: boolean): void {
    this.#restyle(cell.style);
    this.#out += cell.text;
    this.#x = suspect ? UNSURE : this.#x + cell.width;
  }

  eraseToEnd(): void {
    this.#restyle(PLAIN);
    this.#out += `${CSI}K`;
  }

  finish(): string {
    this.#restyle(PLAIN);
    return this.#out;
  }

  #gap(cells: Row): string {
    const cheap =
      cells.length <= SHORT_GAP && cells.every(({ text, style }) => text.length === 1 && style.key === this.#style.key);
    return cheap ? cells.map(({ text }) => text).join('') : `${CSI}${cells.length}C`;
  }

  #restyle(style: Style): void {
    if (style.key === this.#style.key) return;
    this.#out += ansiCodesToString(diffAnsiCodes(this.#style.codes, style.codes));
    this.#style = style;
  }
}
