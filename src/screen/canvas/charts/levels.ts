import { literals, type Safe, safe } from '../../../text/safe.ts';
import type { Canvas } from './canvas.ts';
import type { Ink } from './ink.ts';
import { isSample, type Samples } from './samples.ts';
import { type Extent, heightOf, type Scale, sideOf } from './scale.ts';
import { type StrokeName, strokeOf } from './strokes.ts';
import { cellsOf, putFree } from './words.ts';

/** A line across the chart. */
export interface Level {
  /** The same at all times, or at each sample of the curves; null where it is not known. */
  readonly value: number | Samples;
  readonly line: StrokeName;
  /** What it is called; absent where it is but a change of colour. */
  readonly name?: Safe;
}

/** So many times their own height curves may be pressed flat, so that a level is seen: one with a name matters more. */
const NAMED = 5;
const NAMELESS = 0.5;

/** Those values of a level that lie near enough to what is drawn anyway to be drawn, too. */
export function reached({ low, high }: Extent, { value, name }: Level): readonly number[] {
  const margin = (high - low) * (name === undefined ? NAMELESS : NAMED);
  return valuesOf(value).filter((one) => one >= low - margin && one <= high + margin);
}

/** Every value of a level that is known. */
export const valuesOf = (value: Level['value']): readonly number[] =>
  typeof value === 'number' ? [value] : value.filter(isSample);

/** The value at a sample; null where it is not known. */
export function levelAt({ value }: Pick<Level, 'value'>, sample: number): number | null {
  const own = typeof value === 'number' ? value : (value[sample] ?? null);
  return isSample(own) ? own : null;
}

/** How high it stands at each of so many samples, in parts of rows; null where it is not known, or lies beyond the rows. */
export const heightsOf = (level: Level, count: number, scale: Scale, parts: number): readonly (number | null)[] =>
  Array.from({ length: count }, (_, sample) => {
    const value = levelAt(level, sample);
    return value === null || sideOf(scale, value) !== 'in' ? null : heightOf(scale, value, parts);
  });

/** The newest value that is known; null where none is. */
export const newestOf = ({ value }: Level): number | null =>
  typeof value === 'number' ? value : (value.findLast(isSample) ?? null);

const AWAY = literals({
  braille: { below: ' ↓', in: '', above: ' ↑' },
  ascii: { below: ' v', in: '', above: ' ^' },
});

/** The name of a level on its line, else beside that; of one that lies out of the chart by now, on which side it does. */
export function writeLevel(canvas: Canvas, level: Level, scale: Scale, ink: Ink): void {
  const { line, name } = level;
  const value = newestOf(level);
  if (name === undefined || value === null) return;
  const row = canvas.length - 1 - heightOf(scale, value, 1);
  const words = cellsOf(safe(`${name}${AWAY[ink][sideOf(scale, value)]}`), strokeOf(line).tone);
  putFree(canvas, [row, row - 1, row + 1], words);
}
