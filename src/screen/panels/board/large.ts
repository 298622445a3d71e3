import { safe } from '../../../text/safe.ts';
import { widthOf } from '../../../text/width.ts';
import type { Unit } from '../../../units.ts';
import { DIGIT_ROWS, largeNumber, numberAndRest } from '../../canvas/charts/digits.ts';
import { type Line, run } from '../../canvas/runs.ts';
import { stateMark } from '../parts.ts';
import type { BoardInput } from './kind.ts';
import { type Told, toldText, toldTone } from './told.ts';

/** A number in three rows with its sign before it and its unit behind; null where there is no room for it, or no number. */
export function largeLines(
  told: Told,
  unit: Unit,
  { width, height, unicode, glyphs }: Pick<BoardInput, 'width' | 'height' | 'unicode' | 'glyphs'>,
): readonly Line[] | null {
  const { reading, text, state } = told;
  if (!reading.known || text !== null || height < DIGIT_ROWS) return null;
  const parts = numberAndRest(toldText(told, unit));
  const digits = parts && largeNumber(parts.number, unicode);
  if (!parts || !digits) return null;
  const sign: Line = state === 'ok' ? [] : [stateMark(state, glyphs), run(' ')];
  const behind = parts.rest.trimStart();
  const last = digits.length - 1;
  if (2 * sign.length + widthOf(digits[0] ?? safe('')) + 1 + widthOf(behind) > width) return null;
  const tone = toldTone(told);
  const style = { bold: true, dim: reading.aging };
  return digits.map((row, i) => [
    ...(i === last ? sign : sign.map(() => run(' '))),
    run(row, tone, style),
    ...(i === last ? [run(` ${behind}`, tone, style)] : []),
  ]);
}
