import type { PanelSeries, Room } from '../../../room/shown.ts';
import type { Scene } from '../../../session/session.ts';
import { seriesFields } from '../../core/fields.ts';
import { once } from '../../core/once.ts';
import type { BoardKey } from '../../core/panel-key.ts';
import type { Row } from '../../core/rows.ts';
import { chartView } from '../../views/chart/state.ts';
import { subjectCopy, subjectLogs } from '../../views/chart/subjects.ts';

/** Series, one row each: found by their names, their labels and how they stand. */
export const seriesRows = once((series: readonly PanelSeries[]): readonly Row[] =>
  series.map((one) => ({
    id: one.id,
    text: [one.name, ...Object.values(one.labels), one.state].join(' '),
    fields: seriesFields(one),
  })),
);

/** Those that the filter lets pass. */
export const passing = <T extends { readonly id: string }>(
  items: readonly T[],
  ids: readonly string[],
): readonly T[] => {
  if (items.length === ids.length) return items;
  const shown = new Set(ids);
  return items.filter(({ id }) => shown.has(id));
};

const subject = (panel: BoardKey, row: string) => ({ kind: 'panel', panel, row }) as const;

/** What the rows of a panel do that can be drawn over time. */
export const charted = {
  open: ({ key }: Keyed, row: string) => chartView(subject(key, row)),
  copy: ({ key }: Keyed, row: string, room: Room) => subjectCopy(subject(key, row), room),
  logs: ({ key }: Keyed, row: string, scene: Scene) => subjectLogs(subject(key, row), scene),
};

interface Keyed {
  readonly key: BoardKey;
}
