import type { Role } from '../theme.ts';
import type { Canvas, Cell } from './canvas.ts';
import { isSample } from './samples.ts';
import { heightOf, type Scale } from './scale.ts';
import type { Course, Series } from './series.ts';
import { beyondPenOf, type Pen, penOf, type StrokeName, strokeOf } from './strokes.ts';

/** Dots of a cell: two beside each other in four rows, the lowest first. */
const DOTS = [
  [0x40, 0x80],
  [0x04, 0x20],
  [0x02, 0x10],
  [0x01, 0x08],
] as const;
const BRAILLE = 0x2800;
export const DOTS_ACROSS = 2;
export const DOTS_UP = 4;

const BITS = DOTS.flat();
const bitOf = (x: number, y: number): number => BITS[(y % DOTS_UP) * DOTS_ACROSS + (x % DOTS_ACROSS)] ?? 0;

/** Dots over a canvas, of which some are set. */
export class DotGrid {
  readonly #canvas: Canvas;
  readonly #columns: number;
  /** Row by row, the uppermost first. */
  readonly #bits: Uint8Array;
  readonly #roles: (Role | undefined)[] = [];

  constructor(canvas: Canvas) {
    this.#canvas = canvas;
    this.#columns = canvas[0]?.length ?? 0;
    this.#bits = new Uint8Array(canvas.length * this.#columns);
  }

  /** Whether a dot can be set, so many from the left and from below: there is one, and it is not set. */
  isFree(x: number, y: number): boolean {
    const cell = this.#cell(x, y);
    return cell >= 0 && ((this.#bits[cell] ?? 0) & bitOf(x, y)) === 0;
  }

  /** Sets a dot. A cell has the colour of what came into it first. @param isLoud it takes the colour of this nevertheless */
  set(x: number, y: number, role: Role, isLoud = false): void {
    const cell = this.#cell(x, y);
    if (cell < 0) return;
    this.#bits[cell] = (this.#bits[cell] ?? 0) | bitOf(x, y);
    if (isLoud || this.#roles[cell] === undefined) this.#roles[cell] = role;
  }

  /** Draws the cells that have dots. */
  draw(): void {
    this.#canvas.forEach((cells, row) => {
      for (let column = 0; column < this.#columns; column += 1) {
        const cell = row * this.#columns + column;
        const bits = this.#bits[cell] ?? 0;
        // Words that were put there since stay.
        if (bits === 0 || cells[column]?.isWord) continue;
        cells[column] = { glyph: String.fromCodePoint(BRAILLE + bits), role: this.#roles[cell] ?? 'text' };
      }
    });
  }

  /** The number of the cell of a dot; less than none where there is none. */
  #cell(x: number, y: number): number {
    const row = this.#canvas.length - 1 - Math.floor(y / DOTS_UP);
    const column = Math.floor(x / DOTS_ACROSS);
    return row < 0 || row >= this.#canvas.length || column < 0 || column >= this.#columns
      ? -1
      : row * this.#columns + column;
  }
}

/**
 * A curve among those that are set already, which lie over it: where it meets one of them it goes beside that, so that both
 * are seen.
 */
export function dotCurve(grid: DotGrid, { samples, line, isBeyond }: Series, scale: Scale): Course {
  const [pen, beyondPen] = [penOf(line), beyondPenOf(line)];
  const { tone } = strokeOf(line);
  let [met, beyond] = [false, false];
  let before: number | null = null;
  let since = 0;
  samples.forEach((value, x) => {
    if (!isSample(value)) {
      before = null;
      return;
    }
    if (before === null) since = x;
    const y = heightOf(scale, value, DOTS_UP);
    const isLoud = isBeyond?.(value, x) ?? false;
    const isEnd = before === null || !isSample(samples[x + 1] ?? null);
    beyond ||= isLoud;
    eachDot(isLoud ? beyondPen : pen, { place: x - since, y, before, isEnd }, (at) => {
      const free = freeNear(grid, x, at);
      met ||= free !== at;
      if (free !== null) grid.set(x, free, isLoud ? 'fail' : tone, isLoud);
    });
    before = y;
  });
  return { met, beyond };
}

/** The dot itself, else one beside it; null where all are set. */
const freeNear = (grid: DotGrid, x: number, y: number): number | null =>
  grid.isFree(x, y) ? y : grid.isFree(x, y + 1) ? y + 1 : grid.isFree(x, y - 1) ? y - 1 : null;

/** A column of a curve: how far along it is, how high it stands, and how high the one before did. */
interface DotColumn {
  readonly place: number;
  readonly y: number;
  readonly before: number | null;
  readonly isEnd: boolean;
}

/** Tells how high the dots of one column stand: those of its own value, and those that lead to it from the one before. */
function eachDot({ width, gap, every }: Pen, { place, y, before, isEnd }: DotColumn, tell: (y: number) => void): void {
  if (isEnd || place % every.of < every.on) for (let i = 0; i < width; i += 1) tell(y + i * (gap + 1));
  if (before === null || Math.abs(y - before) <= 1) return;
  const [low, high] = y > before ? [before + 1, y] : [y + 1, before];
  for (let at = low; at < high; at += 1) if (at % every.of < every.on) tell(at);
}

/** A level of so many dots across, in every other cell, whatever else stands there. */
export function dotLevel(grid: DotGrid, heights: readonly (number | null)[], role: Role): void {
  heights.forEach((y, x) => {
    if (y !== null && Math.floor(x / DOTS_ACROSS) % 2 === 0) grid.set(x, y, role);
  });
}

/** A piece of curves on each other, so many cells long, in the middle of a row. @param beyond of those beyond their limit */
export function dotSample(lines: readonly StrokeName[], cells: number, beyond = false): string {
  // A cell more, because at their ends curves have a dot in any case.
  const row = Array.from({ length: cells + 1 }, (): Cell => ({ glyph: ' ', role: null }));
  const grid = new DotGrid([row]);
  for (const line of lines) {
    const pen = penOf(line);
    const samples = Array.from({ length: DOTS_ACROSS * row.length }, () => (pen.width > 1 ? 1 : 2) + 0.5);
    dotCurve(
      grid,
      { samples, line, ...(beyond && { isBeyond: () => true }) },
      { rows: 1, base: 2, perRow: 4, step: 4 },
    );
  }
  grid.draw();
  return row
    .slice(0, cells)
    .map(({ glyph }) => glyph)
    .join('');
}
