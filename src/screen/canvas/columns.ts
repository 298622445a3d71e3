import { own } from '../../own.ts';
import { type Safe, safe } from '../../text/safe.ts';
import { widthOf } from '../../text/width.ts';
import { blank, cell, type Line, lineWidth, type Run, run, toWidth } from './runs.ts';

/** One column of a table. */
export interface Column<N extends string = string> {
  readonly name: N;
  /**
   * Cells it has where there is room for all: so many; with `rest` what the others leave, `most` at most. In the last
   * column words may also stand one after the other, uncut: it `flows`, and what the row stands in cuts it.
   */
  readonly width: number | 'rest' | 'flows';
  /** Cells that are kept for it, to which it shrinks: all of a fixed width unless given, and one of it; none of another. */
  readonly least?: number;
  /** Of a column that takes the rest. */
  readonly most?: number;
  /** Where there is no room for its least it is left out, with the space around it. Others stay, come what may. */
  readonly vanishes?: true;
  /** Which gives way first where there is no room for all: the lowest; those without a number last, the rest before all. */
  readonly gives?: number;
  readonly align?: 'left' | 'right';
  /** Empty cells before it, and behind it. */
  readonly gap?: number;
  readonly after?: number;
}

/** What stands in a column. The space around a single run belongs to it and is drawn like it; that around a line is empty. */
export type Cell = Run | Line;
/** A cell, or one that fills its column: so many cells. */
export type Filling = Cell | ((cells: number) => Cell);

export interface Table<N extends string> {
  /** Cells of each column; 0 of one that gave way. */
  readonly widths: Readonly<Record<N, number>>;
  /** Up to the last cell given: as wide as the table where a column takes the rest, else no wider, but where one flows. */
  row(cells: Readonly<Partial<Record<N, Filling>>>): Line;
  /** What stands above the columns: names, drawn dim, or runs. */
  header(names: Readonly<Partial<Record<N, Safe | Run>>>): Line;
}

/** Cells of the widest of some texts, between `least` and `most`. */
export const widest = (texts: readonly Safe[], { least = 0, most = Infinity } = {}): number =>
  Math.max(
    least,
    Math.min(
      most,
      texts.reduce((widest, text) => Math.max(widest, widthOf(text)), 0),
    ),
  );

/** A table of so many cells: where they do not suffice for all columns, these give way in their order. */
export function columns<const N extends string>(of: readonly Column<N>[], width: number): Table<N> {
  const cells = shared(of, width);
  const shown = of.filter(({ name }) => (cells.get(name) ?? 0) > 0);
  const isOpen = of.some((column) => column.width === 'flows');
  const lineOf = (contents: (name: N) => Filling | undefined, empty: Cell): Line => {
    const last = shown.findLast(({ name }) => contents(name) !== undefined);
    const line = shown.slice(0, last === undefined ? 0 : shown.indexOf(last) + 1).flatMap((column) => {
      const space = cells.get(column.name) ?? 0;
      const what = contents(column.name) ?? empty;
      return placed(column, typeof what === 'function' ? what(space) : what, space);
    });
    return isOpen || lineWidth(line) <= width ? line : toWidth(line, width);
  };
  return {
    widths: Object.fromEntries(cells) as Record<N, number>,
    row: (contents) => lineOf((name) => own<Filling | undefined>(contents, name), []),
    header: (names) =>
      lineOf(
        (name) => {
          const text = own<Safe | Run | undefined>(names, name);
          return typeof text === 'string' ? run(text, 'dim') : text;
        },
        run('', 'dim'),
      ),
  };
}

const leastOf = ({ width, least }: Column): number =>
  typeof width === 'number' ? Math.max(1, least ?? width) : (least ?? 0);
const spaceOf = ({ gap = 0, after = 0 }: Column): number => gap + after;
const orderOf = ({ width, gives }: Column): number => gives ?? (typeof width === 'number' ? Infinity : -Infinity);

/** Cells of each column: what is kept for those that stay, then as much as there is for each, the last to give way first. */
function shared<N extends string>(of: readonly Column<N>[], width: number): ReadonlyMap<N, number> {
  const cells = new Map(of.map(({ name }): [N, number] => [name, 0]));
  const staying = of.filter((column) => !column.vanishes && column.width !== 0);
  let left = width - staying.reduce((sum, column) => sum + leastOf(column) + spaceOf(column), 0);
  const inTurn = of.filter((column) => column.width !== 0).toSorted((a, b) => orderOf(b) - orderOf(a) || 0);
  for (const column of inTurn) {
    const kept = column.vanishes ? 0 : leastOf(column);
    const space = column.vanishes ? spaceOf(column) : 0;
    const free = left + kept - space;
    if (column.vanishes && free < Math.max(1, leastOf(column))) continue;
    const most = typeof column.width === 'number' ? column.width : (column.most ?? free);
    // What takes the rest has less than its least rather than makes the row too wide.
    const taken = Math.max(column.width === 'rest' ? 0 : kept, Math.min(most, free));
    cells.set(column.name, taken);
    left -= taken + space - kept;
  }
  return cells;
}

/** A cell with the space around it. */
function placed({ width, gap = 0, after = 0, align }: Column, what: Cell, cells: number): Line {
  const flows = width === 'flows';
  if ('text' in what) {
    const text = flows ? what.text : cell(what.text, cells, align);
    const isCut = !flows && widthOf(what.text) > cells;
    const more = { ...(flows && { hangs: true }), ...(isCut && { whole: { text: what.text, cells, gap } }) };
    return [{ ...what, text: safe(`${blank(gap)}${text}${blank(after)}`), ...more }];
  }
  const before = align === 'right' ? Math.max(0, cells - lineWidth(what)) : 0;
  const inside = flows
    ? what.map((part, i) => (i === 0 ? { ...part, hangs: true } : part))
    : toWidth(what, cells - before);
  return [run(blank(gap + before)), ...inside, run(blank(after))];
}
