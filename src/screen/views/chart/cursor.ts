import { formatClock, formatValue } from '../../../text/format.ts';
import { type Millis, millis, type Unit } from '../../../units.ts';
import { plotSamples } from '../../canvas/charts/canvas.ts';
import { strokeOf, strokeSample } from '../../canvas/charts/strokes.ts';
import type { Curve, Range } from '../../canvas/charts/trend.ts';
import { type Line, run } from '../../canvas/runs.ts';
import type { DetailInput } from '../shared/detail.ts';

/** The column an instant stands in, of a chart so wide; null of one that is out of it. */
export function columnOf(at: Millis | null, { from, to }: Range, width: number): number | null {
  if (at === null || at < from || at > to) return null;
  return Math.min(plotSamples(width) - 1, Math.floor(((at - from) / (to - from)) * plotSamples(width)));
}

/** The instant so many columns from another, within the chart; from its end where there is none yet. */
export function instantAfter(at: Millis | null, by: number, { from, to }: Range, width: number): Millis {
  const column = (to - from) / Math.max(1, plotSamples(width));
  const start = at === null ? (by < 0 ? to : from) : Math.min(to, Math.max(from, at));
  // In the middle of a column, so that no rounding leads to its neighbour.
  const next = Math.floor((start - from) / column) + by + 0.5;
  return millis(from + Math.min(plotSamples(width) - 0.5, Math.max(0.5, next)) * column);
}

/** What each curve was at the instant, the uppermost first. */
export function valuesAt(at: Millis, column: number, curves: readonly Curve[], unit: Unit, input: DetailInput): Line {
  const { width, unicode, past, timeZone } = input;
  const values = curves.toReversed().flatMap((curve): Line => {
    const value = past(curve, plotSamples(width))[column] ?? null;
    return [
      run('  '),
      run(strokeSample(curve.line, unicode), strokeOf(curve.line).tone),
      run(curve.name === undefined ? '' : ` ${curve.name}`),
      run(value === null ? ' nothing' : ` ${formatValue(value, unit)}`, value === null ? 'dim' : 'text', {
        bold: true,
      }),
    ];
  });
  return [run(`${unicode ? '┊' : ':'} ${formatClock(at, timeZone)}`, 'accent', { bold: true }), ...values];
}
