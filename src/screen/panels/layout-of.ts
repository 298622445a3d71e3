import type { PanelId } from '../../profile/schema/panels.ts';
import type { Room } from '../../room/shown.ts';
import type { GridPanel, GridRow } from '../canvas/grid.ts';
import { computeLayout, type Layout, type PlacedPanel } from '../canvas/layout.ts';
import { isOfBoard, isPanelKey, type PanelKey } from '../core/panel-key.ts';
import type { ScreenState } from '../core/state.ts';
import { urgency } from '../core/worst.ts';
import { boardRows } from './page.ts';
import { namedPanel, panelKind } from './registry.ts';
import { focusedPanel, pagePanels } from './selection.ts';

/** Some panels with what each needs on a page of this room. */
export const placedPanels = (panels: readonly PanelId[], room: Room, page: number): readonly PlacedPanel[] =>
  panels.map((panel) => {
    const kind = namedPanel(panel);
    return { panel, place: kind.place, need: (size) => kind.need(size, room, page) };
  });

/** The rows of a board with those of its panels that have something to draw; null of a page whose panels place themselves. */
export function gridOf(room: Room, page: number): readonly GridRow[] | null {
  const rows = boardRows(room, page);
  if (rows === null) return null;
  const left = new Set(pagePanels(room, page));
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

/** The layout of a room on a terminal of so many cells; an empty one before the first frame. */
export function layoutOf(room: Room | undefined, state: ScreenState, columns: number, rows: number): Layout {
  const { page, fullScreen } = state;
  if (room === undefined) return computeLayout({ columns, rows, panels: [], focus: null, fullScreen });
  const focus = focusedPanel(state, room);
  const board = gridOf(room, page);
  if (board !== null) return computeLayout({ columns, rows, panels: [], board, focus, fullScreen });
  const panels = placedPanels(pagePanels(room, page).filter(isNamed), room, page);
  return computeLayout({ columns, rows, panels, focus, fullScreen });
}

const isNamed = (panel: PanelKey): panel is PanelId => !isOfBoard(panel);
