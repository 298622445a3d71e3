import type { PlannedInfra } from '../profile/plan.ts';
import { directionOf, judgeReading, type LimitSpec } from './limits.ts';
import { type Observed, readEach, readScalar } from './readings.ts';
import type { InfraItem, Reading } from './room.ts';

/** All infrastructure rows; an item with `each` becomes one row for each value of that label. */
export function buildInfra(planned: readonly PlannedInfra[], observed: Observed): InfraItem[] {
  return planned.flatMap((item) => {
    if (item.each === undefined) return [build(item, item.id, item.label, readScalar(item.expr, observed))];
    const rows = readEach(item.expr, item.each, observed);
    // Nothing to list is a finding of its own: the row stays, and says why.
    if (rows.length === 0) return [build(item, item.id, nameRow(item, 'any'), readScalar(item.expr, observed))];
    return rows.map(({ name, reading }) => build(item, `${item.id}:${name}`, nameRow(item, name), reading));
  });
}

/** `{{label}}` in an item's label stands for the value of its `each` label. */
const nameRow = (item: PlannedInfra, value: string) => item.label.replaceAll(`{{${item.each ?? ''}}}`, () => value);

function build(item: PlannedInfra, id: string, label: string, reading: Reading): InfraItem {
  const { group, unit, show, expr } = item;
  const { direction, limit } = directionOf(item) ?? { direction: null, limit: null };
  // Something that must be up fails when it is not, whatever the profile says about limits.
  const spec: LimitSpec = show === 'up' && direction === null ? { at_least: 1 } : item;
  return { group, id, label, unit, show, reading, state: judgeReading(reading, spec), limit, direction, expr };
}
