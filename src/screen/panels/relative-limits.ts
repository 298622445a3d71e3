import type { ComparisonMetric } from '../../room/shown.ts';
import type { Safe } from '../../text/safe.ts';
import type { RelativeLimit } from '../canvas/charts/bounds.ts';
import type { ChartMore } from '../canvas/charts/trend.ts';
import type { Glyphs } from '../canvas/glyphs.ts';
import { heldText } from './metric-rows.ts';

/** What a chart of a metric holds the candidate against: its own limit, and those against the baseline. */
export const metricLimits = (
  { limits, unit, baselineExpr }: Pick<ComparisonMetric, 'limits' | 'unit' | 'baselineExpr'>,
  baseline: Safe,
  glyphs: Glyphs,
): Pick<ChartMore, 'limit' | 'relative' | 'base'> => ({
  limit: limits.own ?? null,
  base: { expr: baselineExpr },
  relative: (['delta', 'factor'] as const).flatMap((of): readonly RelativeLimit[] => {
    const limit = limits[of];
    if (limit === undefined) return [];
    const name = heldText({ of, limit, unit: of === 'factor' ? 'factor' : unit }, { baseline }, glyphs);
    return [{ of, limit, name }];
  }),
});
