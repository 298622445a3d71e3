import type { Limit } from '../limits/limit.ts';
import type { PlannedInfra } from '../profile/plan/plan.ts';
import type { Query } from '../profile/query.ts';
import type { Labels } from '../sources/prometheus/types.ts';
import type { Unit } from '../units.ts';
import { type Observed, type Reading, readEach, readScalar, silentServers } from './readings.ts';
import { judgeReading } from './rings/limits.ts';
import type { State } from './state.ts';

export interface InfraItem {
  readonly group: string;
  readonly id: string;
  readonly label: string;
  readonly unit: Unit;
  /** How to draw it: a `bar` fills to `limit` or 100 %, an `up` is a yes or no, a `value` a number. */
  readonly show: 'bar' | 'up' | 'value';
  readonly reading: Reading;
  readonly state: State;
  readonly limit: Limit | null;
  readonly expr: Query;
  /** The label that tells this row from the others of its query, as the servers have it; none where it is the only one. */
  readonly exactLabels: Labels;
}

/** Something that must be up fails when it is not, whatever the profile says about limits. */
const UP: Limit = { kind: 'at-least', least: 1 };

/**
 * All infrastructure rows; an item with `each` becomes one row for each value of that label. Where several items in a row
 * have the same `each`, all rows of one value stand together: those of one application, of one ring.
 */
export function buildInfra(planned: readonly PlannedInfra[], observed: Observed): InfraItem[] {
  const runs: [PlannedInfra, ...PlannedInfra[]][] = [];
  for (const item of planned) {
    const run = runs.at(-1);
    if (run?.[0].each !== undefined && run[0].each === item.each && run[0].group === item.group) run.push(item);
    else runs.push([item]);
  }
  return runs.flatMap((run) => {
    const rows = run.flatMap((item) => rowsOf(item, observed));
    const byName = Map.groupBy(rows, ({ name }) => name);
    return [...byName.keys()].sort().flatMap((name) => (byName.get(name) ?? []).map(({ item }) => item));
  });
}

/** The rows of one item, each by the value of its label. */
function rowsOf(item: PlannedInfra, observed: Observed): { readonly name: string; readonly item: InfraItem }[] {
  const { each } = item;
  if (each === undefined)
    return [{ name: '', item: build(item, item.id, item.label, readScalar(item.expr, observed)) }];
  const rows = readEach(item.expr, each, observed);
  const silent = silentServers(item.expr, observed).map(({ server, reading }) => ({
    name: server,
    item: build(item, `${item.id}@${server}`, nameRow(item, server), reading),
  }));
  // Nothing to list is a finding of its own: the row stays, and says why.
  if (rows.length + silent.length === 0)
    return [{ name: '', item: build(item, item.id, nameRow(item, 'any'), readScalar(item.expr, observed)) }];
  const listed = rows.map(({ name, reading }) => ({
    name,
    item: build(item, `${item.id}:${name}`, nameRow(item, name), reading, { [each]: name }),
  }));
  return [...listed, ...silent];
}

/** `{{label}}` in an item's label stands for the value of its `each` label. */
const nameRow = (item: PlannedInfra, value: string) => item.label.replaceAll(`{{${item.each ?? ''}}}`, () => value);

function build(item: PlannedInfra, id: string, label: string, reading: Reading, exactLabels: Labels = {}): InfraItem {
  const { group, unit, show, expr, limit } = item;
  return {
    group,
    id,
    label,
    unit,
    show,
    reading,
    state: judgeReading(reading, limit ?? (show === 'up' ? UP : null)),
    limit,
    expr,
    exactLabels,
  };
}
