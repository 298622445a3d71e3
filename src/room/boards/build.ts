import type { PlannedPanel } from '../../profile/plan/boards.ts';
import { panelPasts } from '../../profile/plan/panel-queries.ts';
import type { Plan } from '../../profile/plan/plan.ts';
import type { PanelId } from '../../profile/schema/panels.ts';
import { pagesOf, type RoomCell, type RoomPage, type RoomRow } from '../pages.ts';
import type { Observed } from '../readings.ts';
import { BoardAnswers } from './answers.ts';
import { buildPanel, type Part } from './build-panel.ts';
import type { RoomPanel } from './panel.ts';

/** What boards show, and where it stands. */
export interface Boards {
  readonly panels: readonly RoomPanel[];
  readonly pages: readonly RoomPage[];
}

/** Values for which a row or panel is repeated, at most; what has no panel of its own stands in one more. */
const MOST_VALUES = 500;

type Row = NonNullable<NonNullable<Plan['profile']['pages']>[number]['rows']>[number];

/** Every panel of every board, those that are repeated for each value found, and the pages with their places. */
export function buildBoards(plan: Plan, observed: Observed): Boards {
  const answers = new BoardAnswers(observed);
  const planned = new Map(plan.panels.map((panel) => [`${panel.page}/${panel.id}`, panel]));
  const panels: RoomPanel[] = [];
  const partsOf = (list: readonly PlannedPanel[], label: string): readonly (Part | null)[] => {
    const values = answers.values(list.flatMap(panelPasts), label);
    if (values.length === 0) return [null];
    const parts = values.slice(0, MOST_VALUES).map((value): Part => ({ value }));
    const others = values.slice(MOST_VALUES);
    return others.length > 0 ? [...parts, { others }] : parts;
  };

  const cellsOf = (page: string, row: Row, spec: Row['panels'][number], part: Part | null): readonly RoomCell[] => {
    const { priority } = row;
    if (typeof spec === 'string') return [{ panel: spec satisfies PanelId, width: 1, priority }];
    const panel = planned.get(`${page}/${spec.id}`);
    if (!panel) return [];
    const own = row.repeat === undefined && panel.repeat !== null ? partsOf([panel], panel.repeat) : [part];
    return own.map((one) => {
      const made = buildPanel(panel, one, answers);
      panels.push(made);
      return { panel: made.key, width: spec.width, priority: spec.priority ?? priority };
    });
  };

  const rowsOf = (page: string, row: Row): readonly RoomRow[] => {
    const { height, repeat } = row;
    const all = row.panels.flatMap((spec) =>
      typeof spec === 'string' ? [] : (planned.get(`${page}/${spec.id}`) ?? []),
    );
    const parts = repeat === undefined ? [null] : partsOf(all, repeat);
    return parts.map((part) => ({ height, cells: row.panels.flatMap((spec) => cellsOf(page, row, spec, part)) }));
  };

  const specs = new Map(plan.profile.pages?.map((page) => [page.id, page.rows]));
  const pages = pagesOf(plan).map((page): RoomPage => {
    const rows = specs.get(page.id);
    return rows ? { ...page, rows: rows.flatMap((row) => rowsOf(page.id, row)) } : page;
  });
  return { panels, pages };
}
