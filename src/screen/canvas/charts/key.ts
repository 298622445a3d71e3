import { formatValue } from '../../../text/format.ts';
import { safe } from '../../../text/safe.ts';
import type { Millis, Unit } from '../../../units.ts';
import type { Canvas, Cell } from './canvas.ts';
import { type Ink, lineSample, meetingSample } from './ink.ts';
import type { Series } from './series.ts';
import { strokeOf } from './strokes.ts';
import type { TimeSpan } from './time-axis.ts';
import { cellsOf, isFree, put, putFree } from './words.ts';

/** What a key tells of curves. */
interface KeyOf {
  readonly ink: Ink;
  readonly unit: Unit;
  /** Whether a curve meets another one. */
  readonly met: boolean;
  /** The instant whose values are told; null for none. */
  readonly at: { readonly cursor: Millis; readonly time: TimeSpan } | null;
}

const GAP: readonly Cell[] = cellsOf(safe('  '), 'dim');

/**
 * What each curve is called and was at the cursor, where nothing is drawn, from the top down. What was asked for is told in
 * any case: then it takes the uppermost row.
 */
export function drawKey(canvas: Canvas, series: readonly Series[], of: KeyOf): void {
  const entries = series.toReversed().flatMap((one) => entryOf(one, of));
  if (entries.length === 0) return;
  if (of.met && series.length === 2) entries.push(cellsOf(safe(`${meetingSample(of.ink)} both`), 'dim'));
  const words = entries.flatMap((entry, i) => (i === 0 ? entry : [...GAP, ...entry]));
  if (putFree(canvas, [...canvas.keys()], words) || of.at === null) return;
  const [top] = canvas;
  if (top && words.length <= top.length && !isFree(top, 0, words.length)) put(top, 0, words);
}

/** None of a curve that there is nothing to say of. */
function entryOf({ samples, line, name }: Series, { ink, unit, at }: KeyOf): (readonly Cell[])[] {
  const value = at === null ? undefined : sampleAt(samples, at.cursor, at.time);
  if (name === undefined && value === undefined) return [];
  const told = value === undefined ? [] : [value === null ? safe('nothing') : formatValue(value, unit)];
  const words = [...(name === undefined ? [] : [name]), ...told];
  return [
    [
      ...cellsOf(lineSample(line, ink), strokeOf(line).tone),
      ...words.flatMap((word) => cellsOf(safe(` ${word}`), strokeOf(line).tone)),
    ],
  ];
}

/** The sample that stands at an instant; undefined out of the chart. */
function sampleAt(samples: Series['samples'], at: Millis, { from, to }: TimeSpan): number | null | undefined {
  if (at < from || at > to) return undefined;
  return samples[Math.min(samples.length - 1, Math.floor(((at - from) / (to - from)) * samples.length))] ?? null;
}
