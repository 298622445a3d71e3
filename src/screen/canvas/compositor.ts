import { BLANK, type Cell, type Row } from '../../terminal/cells.ts';
import type { Block } from './block.ts';
import type { Look } from './look.ts';
import type { Line } from './runs.ts';
import { Sheet, sameRun } from './sheet.ts';

/** What a block has in one row of the screen. */
interface Span {
  readonly x: number;
  readonly width: number;
  readonly line: Line;
}

interface Composed {
  readonly blocks: readonly Block[];
  readonly columns: number;
  /** What each row was made of, the lowest first. */
  readonly spans: readonly (readonly Span[])[];
  readonly rows: readonly Row[];
}

const EMPTY: Line = [];

/** Puts blocks on top of each other. A row in which nothing changed is the very row it was before. */
export class Compositor {
  #sheet: Sheet | null = null;
  #last: Composed | null = null;

  /** The rows of a picture on a terminal of so many cells. */
  compose(blocks: readonly Block[], look: Look, columns: number, rows: number): readonly Row[] {
    const sheet = this.#sheetOf(look);
    const last = this.#last?.columns === columns && this.#last.rows.length === rows ? this.#last : null;
    if (last !== null && sameItems(last.blocks, blocks)) return last.rows;
    const spans = spansOf(blocks, rows).map((made, y) => kept(last?.spans[y], made));
    const made = spans.map((row, y) => {
      const known = row === last?.spans[y] ? last.rows[y] : undefined;
      return known ?? rowOf(row, sheet, columns);
    });
    this.#last = { blocks, columns, spans, rows: made };
    return made;
  }

  #sheetOf(look: Look): Sheet {
    if (this.#sheet?.look === look) return this.#sheet;
    this.#last = null;
    this.#sheet = new Sheet(look);
    return this.#sheet;
  }
}

const sameItems = <T>(a: readonly T[], b: readonly T[]): boolean =>
  a.length === b.length && a.every((item, i) => item === b[i]);

function spansOf(blocks: readonly Block[], rows: number): readonly (readonly Span[])[] {
  const spans = Array.from({ length: rows }, (): Span[] => []);
  for (const { at, lines } of blocks) {
    const { x, y, width, height } = at;
    if (width <= 0) continue;
    for (let i = 0; i < height; i += 1) spans[y + i]?.push({ x, width, line: lines[i] ?? EMPTY });
  }
  return spans;
}

/** The spans as they were where they are drawn alike: what was made of them is known. */
function kept(before: readonly Span[] = [], after: readonly Span[]): readonly Span[] {
  let isSame = before.length === after.length;
  const spans = after.map((span, i) => {
    const old = before[i];
    if (old !== undefined && sameSpan(old, span)) return old;
    isSame = false;
    return span;
  });
  return isSame ? before : spans;
}

const sameSpan = (a: Span, b: Span): boolean => a.x === b.x && a.width === b.width && sameLine(a.line, b.line);

const sameLine = (a: Line, b: Line): boolean =>
  a === b ||
  (a.length === b.length &&
    a.every((part, i) => {
      const other = b[i];
      return other !== undefined && sameRun(part, other);
    }));

function rowOf(spans: readonly Span[], sheet: Sheet, columns: number): Row {
  const row: Cell[] = Array.from({ length: columns }, () => BLANK);
  for (const { x, width, line } of spans) {
    // Of a wide character that is covered in part the rest is empty, in its own colours.
    halve(row, x);
    halve(row, x + width);
    const cells = sheet.cellsOf(line, width);
    const end = Math.min(width, columns - x);
    for (let i = Math.max(0, -x); i < end; i += 1) row[x + i] = cells[i] ?? BLANK;
    halve(row, 0);
    halveLast(row, columns);
  }
  return row;
}

/** Makes blanks of a wide character on both sides of a column. */
function halve(row: Cell[], column: number): void {
  const right = row[column];
  if (right?.width !== 0) return;
  for (let x = column; row[x]?.width === 0; x += 1) row[x] = blankLike(right);
  for (let x = column - 1; x >= 0; x -= 1) {
    const isHead = row[x]?.width !== 0;
    row[x] = blankLike(right);
    if (isHead) return;
  }
}

/** What does not fit into the last column is not begun there. */
function halveLast(row: Cell[], columns: number): void {
  const last = row[columns - 1];
  if (last !== undefined && last.width > 1) row[columns - 1] = blankLike(last);
}

const blankLike = ({ style }: Cell): Cell => ({ text: ' ', width: 1, style });
