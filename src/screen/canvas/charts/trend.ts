import { type Limit, limitLevels } from '../../../limits/limit.ts';
import type { Query } from '../../../profile/query.ts';
import type { Trends } from '../../../session/session.ts';
import type { Labels } from '../../../sources/prometheus/types.ts';
import { type Safe, safe } from '../../../text/safe.ts';
import type { Millis, Unit } from '../../../units.ts';
import type { Mark } from '../../core/marks.ts';
import type { Glyphs } from '../glyphs.ts';
import type { Line } from '../runs.ts';
import { bands } from './bands.ts';
import { type Bound, boundLines, isBeyondAny, movingBounds, type RelativeLimit } from './bounds.ts';
import { plotSamples } from './canvas.ts';
import { samplesPerCell } from './ink.ts';
import type { Level } from './levels.ts';
import { chartLines, type PlotOptions, plot } from './plot.ts';
import type { Samples } from './samples.ts';
import type { Series } from './series.ts';
import type { StrokeName } from './strokes.ts';
import { shortValue } from './tick.ts';

export interface Range {
  readonly from: Millis;
  readonly to: Millis;
  /** The instant in it whose values are told; none unless given. */
  readonly cursor?: Millis | null;
}

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
  /** It is drawn beside what the limit is for, and is not held against it. */
  readonly unjudged?: true;
}

/** What else is drawn with curves. */
export interface ChartMore {
  /** It is drawn, and in the scale, where it lies near enough to the curves; else it is told on which side it lies. */
  readonly limit?: Limit | null | undefined;
  /** Limits against another curve. Of several limits the nearest counts, at each instant. */
  readonly relative?: readonly RelativeLimit[];
  /** That curve. */
  readonly base?: Source;
  /** Those that lie near to what is drawn are drawn too. */
  readonly levels?: readonly Level[];
  /** Parts of a whole, each on those before it. */
  readonly stacked?: boolean;
  /** The scale reaches at least from there, and up to there. */
  readonly min?: number | null;
  readonly max?: number | null;
  /** What curves are called stands elsewhere; in the chart it does with their values alone. */
  readonly isNamed?: boolean;
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

/** What all charts of a room have in common. */
export interface ChartSetting {
  readonly range: Range;
  readonly marks: readonly Mark[];
  readonly glyphs: Glyphs;
  readonly timeZone: string;
}

/** Draws charts with axes over one range. */
export const chartOver =
  (trends: Trends, { range, marks: happened, glyphs, timeZone }: ChartSetting): DrawChart =>
  (curves, unit, width, height, more = {}) => {
    const { levels = [], stacked = false, min, max, marks = happened, isNamed = false } = more;
    const { ink } = glyphs;
    const columns = plotSamples(width) * (stacked ? 1 : samplesPerCell(ink));
    const past = pastOver(trends, range);
    const bounds = boundsOf(more, (of) => past(of, columns), unit, glyphs);
    const isBeyond = (value: number, sample: number): boolean => isBeyondAny(bounds, value, sample);
    const series = curves.map(
      (curve): Series => ({
        samples: past(curve, columns),
        line: curve.line,
        ...(curve.name !== undefined && { name: curve.name }),
        ...(bounds.length > 0 && !curve.unjudged && { isBeyond }),
      }),
    );
    const options: PlotOptions = {
      width,
      height,
      unit,
      ink,
      time: { from: range.from, to: range.to, timeZone },
      cursor: range.cursor ?? null,
      marks,
      isNamed,
      levels: [...levels, ...boundLines(bounds, columns)],
      ...(typeof min === 'number' && { min }),
      ...(typeof max === 'number' && { max }),
    };
    const rows = stacked ? bands(series, options) : plot(series, options);
    return chartLines(rows);
  };

/** The ends of all limits, each with the side it keeps values on. */
const boundsOf = (
  { limit = null, relative = [], base }: ChartMore,
  past: (of: Source) => Samples,
  unit: Unit,
  glyphs: Glyphs,
): readonly Bound[] => [
  ...(limit === null ? [] : limitLevels(limit)).map(({ value, keeps }) => {
    const sign = keeps === 'below' ? glyphs.atMost : glyphs.atLeast;
    return { value, keeps, name: safe(`${sign}${shortValue(value, unit)}`) };
  }),
  ...(base === undefined ? [] : relative.flatMap((one) => movingBounds(one, past(base)))),
];
