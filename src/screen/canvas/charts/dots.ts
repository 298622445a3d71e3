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

const bitOf = (x: number, y: number): number => DOTS[y % DOTS_UP]?.[x % DOTS_ACROSS] ?? 0;

/** Dots over a canvas, of which some are set. */
export class DotGrid {
  readonly #canvas: Canvas;
  readonly #bits: number[][];
  readonly #roles: (Role | null)[][];

  constructor(canvas: Canvas) {
    this.#canvas = canvas;
    this.#bits = canvas.map((cells) => cells.map(() => 0));
    this.#roles = canvas.map((cells) => cells.map(() => null));
  }

  /** Whether a dot can be set, so many from the left and from below: there is one, and it is not set. */
  isFree(x: number, y: number): boolean {
    const bits = this.#bits[this.#row(y)]?.[Math.floor(x / DOTS_ACROSS)];
    return bits !== undefined && (bits & bitOf(x, y)) === 0;
  }

  /** Sets a dot. A cell has the colour of what came into it first. @param isLoud it takes the colour of this nevertheless */
  set(x: number, y: number, role: Role, isLoud = false): void {
    const bits = this.#bits[this.#row(y)];
    const roles = this.#roles[this.#row(y)];
    const column = Math.floor(x / DOTS_ACROSS);
    if (bits?.[column] === undefined || roles === undefined) return;
    bits[column] |= bitOf(x, y);
    roles[column] = isLoud ? role : (roles[column] ?? role);
  }

  /** Draws the cells that have dots. */
  draw(): void {
    this.#canvas.forEach((cells, row) => {
      this.#bits[row]?.forEach((bits, column) => {
        // Words that were put there since stay.
        if (bits === 0 || cells[column]?.isWord) return;
        cells[column] = { glyph: String.fromCodePoint(BRAILLE + bits), role: this.#roles[row]?.[column] ?? 'text' };
      });
    });
  }

  #row(y: number): number {
    return this.#canvas.length - 1 - Math.floor(y / DOTS_UP);
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
    beyond ||= isLoud;
    const isEnd = before === null || !isSample(samples[x + 1] ?? null);
    for (const at of dotsAt(isLoud ? beyondPen : pen, x - since, y, before, isEnd)) {
      const free = [at, at + 1, at - 1].find((one) => grid.isFree(x, one));
      met ||= free !== at;
      if (free !== undefined) grid.set(x, free, isLoud ? 'fail' : tone, isLoud);
    }
    before = y;
  });
  return { met, beyond };
}

/** How high the dots of one column stand: those of its own value, and those that lead to it from the one before. */
function dotsAt({ width, gap, every }: Pen, place: number, y: number, before: number | null, isEnd: boolean): number[] {
  const isOn = isEnd || place % every.of < every.on;
  const own = isOn ? Array.from({ length: width }, (_, i) => y + i * (gap + 1)) : [];
  if (before === null || Math.abs(y - before) <= 1) return own;
  const [low, high] = y > before ? [before + 1, y] : [y + 1, before];
  const way = Array.from({ length: high - low }, (_, i) => low + i);
  return [...own, ...way.filter((at) => at % every.of < every.on)];
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
