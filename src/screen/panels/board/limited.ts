import { byDistance, type Distance, distance } from '../../../limits/distance.ts';
import type { PanelSeries, State } from '../../../room/shown.ts';
import { formatValue } from '../../../text/format.ts';
import { type Safe, safe } from '../../../text/safe.ts';
import { widthOf } from '../../../text/width.ts';
import { isSample } from '../../canvas/charts/samples.ts';
import { limitSparkline, sparkline, sparklineSamples } from '../../canvas/charts/sparkline.ts';
import type { Source } from '../../canvas/charts/trend.ts';
import type { Column } from '../../canvas/columns.ts';
import type { Glyphs } from '../../canvas/glyphs.ts';
import { type Line, run } from '../../canvas/runs.ts';
import { once } from '../../core/once.ts';
import { worstFirst } from '../../core/worst.ts';
import { distanceRuns } from '../distance.ts';
import { limitText } from '../parts.ts';
import type { BoardInput, Content } from './kind.ts';

type Measure = Pick<Content<'stat'>['measure'], 'unit' | 'limit'>;
type Valued = Pick<PanelSeries, 'reading'>;

/** How far a value is from the limit of its measure; null where there is none, or it is not known. */
export const measuredDistance = ({ reading }: Valued, { limit, unit }: Measure): Distance | null =>
  limit === null || !reading.known || Number.isNaN(reading.value) ? null : distance(reading.value, limit, unit);

/** Of several values the one that is farthest. */
export const farthest = (distances: readonly (Distance | null)[]): Distance | null =>
  distances.toSorted(byDistance)[0] ?? null;

/** Series as they are listed: the worst first. */
export const listed = once(
  <T extends Valued & { readonly state: State }>({
    series,
    measure,
  }: {
    readonly series: readonly T[];
    readonly measure: Measure;
  }): readonly T[] => worstFirst(series, (one) => measuredDistance(one, measure)),
);

/** Cells of a distance with its word. */
export const BAR = 19;
const LEAST_BAR = 4;

/** "≤ 200 MB"; empty where there is no limit. */
export const measureLimit = ({ limit, unit }: Measure, glyphs: Glyphs) =>
  limit === null ? safe('') : limitText({ limit, unit }, glyphs);

/** Columns of a limit and of the distance from it, which have no cells where there is none. */
export const limitColumns = (measure: Measure, glyphs: Glyphs) =>
  [
    { name: 'limit', width: widthOf(measureLimit(measure, glyphs)), vanishes: true, gives: 4, align: 'right', gap: 2 },
    { name: 'distance', width: measure.limit === null ? 0 : BAR, least: LEAST_BAR, vanishes: true, gives: 3, gap: 2 },
  ] as const satisfies readonly Column[];

/** What stands in them. */
export const limitCells = (
  series: Valued & { readonly state: State },
  measure: Measure,
  { glyphs, unicode }: Pick<BoardInput, 'glyphs' | 'unicode'>,
) => ({
  limit: run(measureLimit(measure, glyphs), series.state === 'ok' ? 'dim' : series.state),
  distance: (cells: number) =>
    measure.limit === null ? [] : distanceRuns(measuredDistance(series, measure), cells, unicode),
});

/** The past of a value in so many cells: on the scale of its limit, or from zero to a top that is told beside it. */
export function trendRuns(
  series: Valued & Source,
  { measure, top }: Scaled,
  cells: number,
  { past, unicode }: Pick<BoardInput, 'past' | 'unicode'>,
): Line {
  const samples = past(series, sparklineSamples(cells, unicode));
  const { limit, unit } = measure;
  if (limit === null) return [run(sparkline(samples, cells, { unicode, min: 0, max: top }), 'candidate')];
  const shares = samples.map((value) => (isSample(value) ? distance(value, limit, unit).share : null));
  return limitSparkline(shares, cells, unicode).map(({ text, beyond }) => run(text, beyond ? 'fail' : 'candidate'));
}

/** What trends without a limit are drawn up to: all of a panel to the same, so that they can be held beside each other. */
export interface Scaled {
  readonly measure: Measure;
  readonly top: number;
}

export function scaled(
  series: readonly Source[],
  measure: Measure,
  cells: number,
  { past }: Pick<BoardInput, 'past'>,
): Scaled {
  const values = measure.limit === null ? series.flatMap((one) => past(one, cells).filter(isSample)) : [];
  return { measure, top: values.reduce((a, b) => Math.max(a, b), 0) || 1 };
}

/** "trend 0 to 58.7/s"; empty where it is the limit that tells the scale. */
export const scaleText = ({ measure, top }: Scaled): Safe =>
  measure.limit === null ? safe(`trend 0 to ${formatValue(top, measure.unit)}`) : safe('');
