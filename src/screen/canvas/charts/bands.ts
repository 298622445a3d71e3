import { formatValue } from '../../../text/format.ts';
import { type Canvas, canvasFor, plotSamples } from './canvas.ts';
import { drawKey } from './key.ts';
import { type PlotOptions, type Run, withAxes } from './plot.ts';
import { isSample, newest, type Samples } from './samples.ts';
import { extentOf, type Scale, scaleFor, valueAt } from './scale.ts';
import type { Series } from './series.ts';
import { bandSample, type StrokeName, strokeOf } from './strokes.ts';

/**
 * Parts of a whole over time, each a band on those before it, with axes, exactly `height` rows of exactly `width` cells.
 * Where a part was not sampled it has no height, and where none was nothing is drawn. Less than nothing counts as nothing.
 */
export function bands(parts: readonly Series[], options: PlotOptions): readonly (readonly Run[])[] {
  const { width, height, unit } = options;
  if (width <= 0 || height <= 0) return Array.from({ length: Math.max(0, height) }, () => []);
  const columns = plotSamples(width);
  const shown = parts.map((one) => ({ ...one, samples: newest(one.samples, columns) }));
  const wholes = sums(shown.map(({ samples }) => samples));
  const extent = extentOf(wholes, unit, { ...options, min: Math.min(0, options.min ?? 0) });
  const canvas = canvasFor(options);
  const scale = extent && scaleFor(extent, unit, canvas.length, options.leastStep);
  if (scale)
    shown.forEach(({ line }, i) => {
      fill(canvas, i === 0 ? null : (wholes[i - 1] ?? null), wholes[i] ?? [], line, scale, options.ink !== 'ascii');
    });
  const sampleOf = (line: StrokeName) => bandSample(line, options.ink !== 'ascii');
  const { cursor = null, time, isNamed = false } = options;
  const told = (value: number) => formatValue(value, unit);
  const signs = { sampleOf, both: [], beyond: null };
  drawKey(canvas, shown, { ...signs, levels: [], told, cursor, time, isElsewhere: isNamed, crowded: NONE });
  return withAxes(canvas, scale, options);
}

const NONE: ReadonlySet<number> = new Set();

/** Each with all before it, column by column. */
function sums(parts: readonly Samples[]): readonly Samples[] {
  let below: Samples = [];
  return parts.map((part) => {
    below = part.map((value, i) => {
      const under = below[i] ?? null;
      return isSample(value) ? Math.max(0, value) + (under ?? 0) : under;
    });
    return below;
  });
}

/** The cells whose middle lies between two sums: the lowest are those of zero, which whatever is more is seen in. */
function fill(
  canvas: Canvas,
  from: Samples | null,
  to: Samples,
  line: Series['line'],
  scale: Scale,
  unicode: boolean,
): void {
  const { band, tone } = strokeOf(line);
  const cell = { glyph: unicode ? band.unicode : band.ascii, role: tone };
  canvas.forEach((cells, row) => {
    const middle = valueAt(scale, canvas.length - 1 - row);
    to.forEach((upper, column) => {
      if (upper === null || upper <= middle) return;
      if ((from?.[column] ?? 0) <= middle) cells[column] = cell;
    });
  });
}
