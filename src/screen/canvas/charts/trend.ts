import { type Limit, limitLevels } from '../../../limits/limit.ts';
import type { Query } from '../../../profile/query.ts';
import type { Trends } from '../../../session/session.ts';
import { type Safe, safe } from '../../../text/safe.ts';
import type { Millis, Unit } from '../../../units.ts';
import { type Line, run } from '../runs.ts';
import { plot, plotSamples, type Series } from './plot.ts';
import { sparkline, sparklineSamples } from './sparkline.ts';

/** Draws sparklines of queries over one range. */
export const trendOver =
  (trends: Trends, range: { readonly from: Millis; readonly to: Millis }, unicode: boolean) =>
  (expr: Query, columns: number): Safe => {
    if (columns <= 0) return safe('');
    const samples = trends.slice(expr, range.from, range.to, sparklineSamples(columns, unicode));
    return sparkline(samples, columns, { unicode });
  };

export interface Curve {
  readonly expr: Query;
  readonly line: 'baseline' | 'candidate';
}

/** @param limit its levels are drawn below the curves, and are in the scale */
export type DrawChart = (
  curves: readonly Curve[],
  unit: Unit,
  width: number,
  height: number,
  limit?: Limit | null,
) => readonly Line[];

/** Draws charts with axes over one range. */
export const chartOver =
  (
    trends: Trends,
    range: { readonly from: Millis; readonly to: Millis },
    unicode: boolean,
    timeZone: string,
  ): DrawChart =>
  (curves, unit, width, height, limit = null) => {
    const columns = plotSamples(width);
    const levels = (limit === null ? [] : limitLevels(limit)).map(
      (level): Series => ({ samples: Array.from({ length: columns }, () => level), line: 'limit' }),
    );
    const series = curves.map(
      ({ expr, line }): Series => ({ samples: trends.slice(expr, range.from, range.to, columns), line }),
    );
    const rows = plot([...levels, ...series], {
      width,
      height,
      unit,
      unicode,
      time: { from: range.from, to: range.to, timeZone },
    });
    return rows.map((row) => row.map(({ text, role }) => run(text, role)));
  };
