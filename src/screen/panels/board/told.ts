import type { PanelSeries } from '../../../room/shown.ts';
import type { Safe } from '../../../text/safe.ts';
import type { Millis, Unit } from '../../../units.ts';
import { isSample } from '../../canvas/charts/samples.ts';
import type { Glyphs } from '../../canvas/glyphs.ts';
import { type Line, lineWidth, type Run, run, type Tone } from '../../canvas/runs.ts';
import { readingText, stateMark, unknownDetail } from '../parts.ts';

/** A value as a panel tells it. */
export type Told = Pick<PanelSeries, 'reading' | 'state' | 'tone' | 'text'>;

/** The value, what stands in its place, or a word for why there is none. */
export const toldText = ({ reading, text }: Told, unit: Unit): Safe => text ?? readingText(reading, unit);

const TONES: Readonly<Record<NonNullable<Told['tone']>, Tone>> = {
  ok: 'ok',
  warn: 'warn',
  fail: 'fail',
  info: 'accent',
  plain: 'text',
};

/** How it stands; of what is well the colour that the profile gives it. */
export const toldTone = ({ state, tone }: Told): Tone => {
  if (state !== 'ok') return state;
  return tone === null ? 'text' : TONES[tone];
};

/** The value in its tone: old, it is dim. */
export const toldRun = (told: Told, unit: Unit, style: Pick<Run, 'bold'> = {}): Run =>
  run(toldText(told, unit), toldTone(told), { ...style, dim: told.reading.known && told.reading.aging });

/** The same behind the sign of its state, where it is not well. */
export const toldLine = (told: Told, unit: Unit, glyphs: Glyphs): Line => [
  ...(told.state === 'ok' ? [] : [stateMark(told.state, glyphs), run(' ')]),
  toldRun(told, unit),
];

/** Cells of the widest of some values with their signs. */
export const valueWidth = (all: readonly Told[], unit: Unit, glyphs: Glyphs): number =>
  Math.max(LEAST_VALUE, ...all.map((told) => lineWidth(toldLine(told, unit, glyphs))));

const LEAST_VALUE = 6;

/** Why it is not known, or the last value that was; empty of one that is. */
export const whyUnknown = (told: Told, unit: Unit, { at }: { readonly at: Millis }): Line =>
  told.reading.known ? [] : [run(unknownDetail(told.reading, unit, at), 'dim')];

/**
 * The least and the most of a value over what is drawn of it, and what it is now among that: it never reads as less than its least.
 * Null where nothing is known. @param samples what is drawn of it @param ends of the drawing, where it may end before now
 */
export function extremesOf(
  { reading }: Pick<Told, 'reading'>,
  samples: readonly (number | null)[],
  ends?: { readonly from: Millis; readonly to: Millis },
): { readonly min: number; readonly max: number } | null {
  const isDrawn = reading.known && (ends === undefined || (reading.at >= ends.from && reading.at <= ends.to));
  const values = [...samples.filter(isSample), ...(isDrawn ? [reading.value].filter(isSample) : [])];
  return values.length === 0 ? null : { min: Math.min(...values), max: Math.max(...values) };
}
