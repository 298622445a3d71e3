import { type Millis, millis } from '../../../units.ts';
import { plotSamples } from '../../canvas/charts/canvas.ts';
import type { Range } from '../../canvas/charts/trend.ts';

/** The instant so many columns from another, within a chart so wide; from its end where there is none yet. */
export function instantAfter(at: Millis | null, by: number, { from, to }: Range, width: number): Millis {
  const column = (to - from) / Math.max(1, plotSamples(width));
  const start = at === null ? (by < 0 ? to : from) : Math.min(to, Math.max(from, at));
  // In the middle of a column, so that no rounding leads to its neighbour.
  const next = Math.floor((start - from) / column) + by + 0.5;
  return millis(from + Math.min(plotSamples(width) - 0.5, Math.max(0.5, next)) * column);
}
