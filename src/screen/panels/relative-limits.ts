import { limitLevels } from '../../limits/limit.ts';
import type { ComparisonMetric } from '../../room/shown.ts';
import { type Safe, safe } from '../../text/safe.ts';
import type { Level } from '../canvas/charts/levels.ts';
import type { Glyphs } from '../canvas/glyphs.ts';
import { heldText } from './metric-rows.ts';

/**
 * Where a chart draws the limits against the baseline: as far from its newest value as they allow now. Beside a limit of its
 * own those alone that are not kept.
 */
export function relativeLevels(metric: ComparisonMetric, baseline: Safe, glyphs: Glyphs): readonly Level[] {
  const { limits, states, unit } = metric;
  if (!metric.baseline.known) return [];
  const { value } = metric.baseline;
  return (['delta', 'factor'] as const).flatMap((of): Level[] => {
    const limit = limits[of];
    if (limit === undefined || (limits.own !== undefined && states[of] === 'ok')) return [];
    const name = safe(
      `limit ${heldText({ of, limit, unit: of === 'factor' ? 'factor' : unit }, { baseline }, glyphs)}, now`,
    );
    return limitLevels(limit).map(
      (level): Level => ({
        value: of === 'delta' ? value + level.value : value * level.value,
        line: 'limit',
        name,
      }),
    );
  });
}
