import { literals, type Safe, safe } from '../../../text/safe.ts';
import type { Canvas } from './canvas.ts';
import type { Ink } from './ink.ts';
import { type Extent, heightOf, type Scale, sideOf } from './scale.ts';
import { type StrokeName, strokeOf } from './strokes.ts';
import { cellsOf, putFree } from './words.ts';

/** A line across the chart. */
export interface Level {
  readonly value: number;
  readonly line: StrokeName;
  /** What it is called; absent where it is but a change of colour. */
  readonly name?: Safe;
}

/** So many times their own height curves may be pressed flat, so that a level is seen: one with a name matters more. */
const NAMED = 5;
const NAMELESS = 0.5;

/** Whether a level lies near enough to what is drawn anyway to be drawn, too. */
export function reachedBy({ low, high }: Extent, { value, name }: Level): boolean {
  const margin = (high - low) * (name === undefined ? NAMELESS : NAMED);
  return value >= low - margin && value <= high + margin;
}

const AWAY = literals({
  braille: { below: ' ↓', in: '', above: ' ↑' },
  ascii: { below: ' v', in: '', above: ' ^' },
});

/** The name of a level on its line, else beside that; of one that lies out of the chart, on which side it does. */
export function writeLevel(canvas: Canvas, { value, line, name }: Level, scale: Scale, ink: Ink): void {
  if (name === undefined) return;
  const row = canvas.length - 1 - heightOf(scale, value, 1);
  const words = cellsOf(safe(`${name}${AWAY[ink][sideOf(scale, value)]}`), strokeOf(line).tone);
  putFree(canvas, [row, row - 1, row + 1], words);
}
