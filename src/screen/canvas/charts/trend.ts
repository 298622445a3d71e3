import { type Limit, limitLevels } from '../../../limits/limit.ts';
import type { Query } from '../../../profile/query.ts';
import type { Trends } from '../../../session/session.ts';
import type { Labels } from '../../../sources/prometheus/types.ts';
import { type Safe, safe } from '../../../text/safe.ts';
import type { Millis, Unit } from '../../../units.ts';
import type { Mark } from '../../core/marks.ts';
import { type Line, run } from '../runs.ts';
import { bands } from './bands.ts';
import { plotSamples } from './canvas.ts';
import { type PlotOptions, plot, type Series } from './plot.ts';
import { type Samples, scaleOf } from './samples.ts';
import { sparkline, sparklineSamples } from './sparkline.ts';
import type { StrokeName } from './strokes.ts';

export interface Range {
  readonly from: Millis;
  readonly to: Millis;
}

/** Draws sparklines of queries over one range. */
export const trendOver =
  (trends: Trends, range: Range, unicode: boolean) =>
  (expr: Query, columns: number): Safe => {
    if (columns <= 0) return safe('');
    const samples = trends.slice(expr, range.from, range.to, sparklineSamples(columns, unicode));
    return sparkline(samples, columns, { unicode });
  };

/** A query with one answer, or one of the series of its answer. */
export interface Source {
  readonly expr: Query;
  /** As the servers have them; absent where the query answers one number. */
  readonly exactLabels?: Labels;
}

/** @returns so many means over one range, the oldest first */
export type Past = (of: Source, columns: number) => Samples;

/** The past of queries, and of series, over one range. */
export const pastOver =
  (trends: Trends, { from, to }: Range): Past =>
  ({ expr, exactLabels }, columns) =>
    exactLabels === undefined
      ? trends.slice(expr, from, to, columns)
      : trends.sliceOf(expr, exactLabels, from, to, columns);

export interface Curve extends Source {
  readonly line: StrokeName;
  /** What it is called beside others. */
  readonly name?: Safe;
}

/** A line across the chart, where something changes its colour. */
export interface Level {
  readonly value: number;
  readonly line: StrokeName;
}

/** What else is drawn with curves. */
export interface ChartMore {
  /** Its levels are drawn below the curves, and are in the scale. */
  readonly limit?: Limit | null | undefined;
  /** Those that lie near to what is drawn are drawn too. */
  readonly levels?: readonly Level[];
  /** Parts of a whole, each on those before it. */
  readonly stacked?: boolean;
  /** The scale reaches at least from there, and up to there. */
  readonly min?: number | null;
  readonly max?: number | null;
  /** Column of an upright line, from the left of what is drawn. */
  readonly cursor?: number | null;
  /** What happened; all that the room knows of unless given. */
  readonly marks?: readonly Mark[];
}

export type DrawChart = (
  curves: readonly Curve[],
  unit: Unit,
  width: number,
  height: number,
  more?: ChartMore,
) => readonly Line[];

/** Draws charts with axes over one range. */
export const chartOver =
  (trends: Trends, range: Range, unicode: boolean, timeZone: string, happened: readonly Mark[] = []): DrawChart =>
  (
    curves,
    unit,
    width,
    height,
    { limit = null, levels = [], stacked = false, min, max, cursor = null, marks = happened } = {},
  ) => {
    const columns = plotSamples(width);
    const past = pastOver(trends, range);
    const series = curves.map((curve): Series => ({ samples: past(curve, columns), line: curve.line }));
    const options: PlotOptions = {
      width,
      height,
      unit,
      unicode,
      time: { from: range.from, to: range.to, timeZone },
      cursor,
      marks,
      ...(typeof min === 'number' && { min }),
      ...(typeof max === 'number' && { max }),
    };
    const limits = (limit === null ? [] : limitLevels(limit)).map((level) => flat(level, 'limit', columns));
    const rows = stacked
      ? bands(series, options)
      : plot([...near(levels, [...limits, ...series], options, columns), ...limits, ...series], options);
    return rows.map((row) => row.map(({ text, role }) => run(text, role)));
  };

const flat = (value: number, line: StrokeName, columns: number): Series => ({
  samples: Array.from({ length: columns }, () => value),
  line,
});

/** The levels among what is drawn anyway, and no farther from it than half of its height: others would press it flat. */
function near(
  levels: readonly Level[],
  series: readonly Series[],
  options: PlotOptions,
  columns: number,
): readonly Series[] {
  const scale = scaleOf(
    series.map(({ samples }) => samples),
    options,
  );
  if (scale === null) return [];
  const margin = Math.max(scale.max - scale.min, Math.abs(scale.max)) / 2;
  return levels
    .filter(({ value }) => value >= scale.min - margin && value <= scale.max + margin)
    .map(({ value, line }) => flat(value, line, columns));
}
