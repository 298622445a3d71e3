import type { PanelId } from '../../profile/schema/panels.ts';
import type { Room } from '../../room/shown.ts';
import type { GridPanel, GridRow } from '../canvas/grid.ts';
import { computeLayout, type Layout, type PlacedPanel } from '../canvas/layout.ts';
import { isOfBoard, isPanelKey, type PanelKey } from '../core/panel-key.ts';
import type { ScreenState } from '../core/state.ts';
import { urgency } from '../core/worst.ts';
import { boardRows } from './page.ts';
import { namedPanel, panelKind } from './registry.ts';
import { focusedPanel, pagePanels, visibleIds } from './selection.ts';

/** Some panels with what each needs on a page of this room. */
export const placedPanels = (panels: readonly PanelId[], room: Room, page: number): readonly PlacedPanel[] =>
  panels.map((panel) => {
    const kind = namedPanel(panel);
    return { panel, place: kind.place, need: (size) => kind.need(size, room, page) };
  });

/** The rows of a board with those of its panels that have something to show; null of a page whose panels place themselves. */
export function gridOf(room: Room, state: Pick<ScreenState, 'page' | 'filter' | 'focus'>): readonly GridRow[] | null {
  const { page } = state;
  const rows = boardRows(room, page);
  if (rows === null) return null;
  const left = new Set(withHits(pagePanels(room, page), room, state));
  return rows.map(({ height, cells }) => ({
    weight: height,
    panels: cells.flatMap(({ panel, width, priority }): readonly GridPanel[] => {
      // A panel stands where it is named first.
      if (!isPanelKey(panel) || !left.delete(panel)) return [];
      const kind = panelKind(panel, room);
      const { least, good, inOneRow } = kind;
      return [
        { panel, weight: width, priority, urgency: urgency({ state: kind.state(room, page) }), least, good, inOneRow },
      ];
    }),
  }));
}

/** The panels in which the filter lets a row pass, and the one with the focus; all of them where there is none. */
function withHits(
  panels: readonly PanelKey[],
  room: Room,
  { page, filter, focus }: Pick<ScreenState, 'page' | 'filter' | 'focus'>,
): readonly PanelKey[] {
  if (filter === '') return panels;
  const hits = new Set(panels.filter((panel) => visibleIds(panel, room, page, filter).length > 0));
  return hits.size === 0 ? panels : panels.filter((panel) => panel === focus || hits.has(panel));
}

/** The layout of a room on a terminal of so many cells; an empty one before the first frame. */
export function layoutOf(room: Room | undefined, state: ScreenState, columns: number, rows: number): Layout {
  const { page, fullScreen } = state;
  if (room === undefined) return computeLayout({ columns, rows, panels: [], focus: null, fullScreen });
  const focus = focusedPanel(state, room);
  const board = gridOf(room, { ...state, focus });
  if (board !== null) return computeLayout({ columns, rows, panels: [], board, focus, fullScreen });
  const panels = placedPanels(pagePanels(room, page).filter(isNamed), room, page);
  return computeLayout({ columns, rows, panels, focus, fullScreen });
}

const isNamed = (panel: PanelKey): panel is PanelId => !isOfBoard(panel);
