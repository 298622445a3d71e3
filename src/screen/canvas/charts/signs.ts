import { plot as asciichart } from 'asciichart';
import type { Canvas } from './canvas.ts';
import { isSample, type Samples } from './samples.ts';
import { heightOf, type Scale } from './scale.ts';
import type { Course, Series } from './series.ts';
import { type StrokeName, strokeOf } from './strokes.ts';

/** Where a curve that is drawn over another meets it. */
export const MEETING = '+';
/** What stands where a curve is beyond its limit. */
export const BEYOND = '!';

/**
 * A curve of one sample a cell in signs of ASCII, over what is there. asciichart draws each unbroken stretch, in row numbers rather
 * than values: so it cannot round to another height.
 */
export function signCurve(canvas: Canvas, curve: Series, scale: Scale): Course {
  const { samples, line, isBeyond } = curve;
  const { tone, ascii } = strokeOf(line);
  let [met, beyond] = [false, false];
  for (const { start, values } of stretches(samples)) {
    const levels = values.map((value) => heightOf(scale, value, 1));
    // It draws from point to point, so the last one is given twice to have a column of its own.
    const drawn = asciichart([[...levels, ...levels.slice(-1)]], {
      min: 0,
      max: canvas.length - 1,
      height: canvas.length - 1,
      offset: 1,
      symbols: [...ascii],
      format: () => ' ', // an empty label would take a cell away from its row
    });
    drawn.split('\n').forEach((text, row) => {
      // The first column is the axis, which is drawn elsewhere.
      [...text.slice(1)].forEach((glyph, column) => {
        const cells = canvas[row];
        const value = values[column];
        if (!cells || value === undefined || glyph === ' ') return;
        const isLoud = isBeyond?.(value, start + column) ?? false;
        const meets = glyph === ascii[4] && (cells[start + column]?.role ?? null) !== null;
        beyond ||= isLoud;
        met ||= meets && !isLoud;
        cells[start + column] = isLoud
          ? { glyph: BEYOND, role: 'fail' }
          : { glyph: meets ? MEETING : glyph, role: tone };
      });
    });
  }
  return { met, beyond };
}

/** A level, in every other cell that nothing is drawn in. */
export function signLevel(canvas: Canvas, heights: readonly (number | null)[], line: StrokeName): void {
  const { tone: role, ascii } = strokeOf(line);
  heights.forEach((height, column) => {
    const cells = height === null ? undefined : canvas[canvas.length - 1 - height];
    if (cells && column % 2 === 0 && cells[column]?.role === null) cells[column] = { glyph: ascii[4], role };
  });
}

function stretches(samples: Samples): { start: number; values: number[] }[] {
  const found: { start: number; values: number[] }[] = [];
  samples.forEach((value, column) => {
    if (!isSample(value)) return;
    const last = found.at(-1);
    if (last && last.start + last.values.length === column) last.values.push(value);
    else found.push({ start: column, values: [value] });
  });
  return found;
}
