import type { PanelId } from '../../profile/schema/panels.ts';
import type { Room } from '../../room/shown.ts';
import { glyphsFor } from '../canvas/glyphs.ts';
import type { GridPanel, GridRow } from '../canvas/grid.ts';
import { computeLayout, type Layout } from '../canvas/layout.ts';
import type { PlacedPanel } from '../canvas/placing.ts';
import { isOfBoard, isPanelKey, type PanelKey } from '../core/panel-key.ts';
import type { ScreenState } from '../core/state.ts';
import { urgency } from '../core/worst.ts';
import { boardPanel } from './board/board-panel.ts';
import { boardRows } from './page.ts';
import { namedPanel, panelKind } from './registry.ts';
import { focusedPanel, pagePanels, visibleIds } from './selection.ts';

/** Some panels with what each needs on a page of this room. */
export const placedPanels = (panels: readonly PanelId[], room: Room, state: OnPage): readonly PlacedPanel[] =>
  panels.map((panel) => {
    const kind = namedPanel(panel);
    const { page, filter, focus } = state;
    // What somebody looks at, or looks for, gives nothing away.
    const isSought = panel === focus || filter !== '';
    return {
      panel,
      place: kind.place,
      need(size, width) {
        const { tells, ...need } = kind.need(size, room, page, width);
        return isSought || tells === undefined ? need : { ...need, tells };
      },
      quiet: isQuiet(panel, room, state),
      gives: (size) => (isSought ? [] : (kind.gives?.(size, room, page) ?? [])),
    };
  });

/** Of the state of a screen, what decides which panels of its page are drawn, and how. */
type OnPage = Pick<ScreenState, 'page' | 'filter' | 'focus'>;

/** Whether a panel has nothing to tell: not while it was chosen, nor while the filter finds something in it. */
const isQuiet = (panel: PanelKey, room: Room, { page, filter, focus }: OnPage): boolean =>
  panel !== focus &&
  (panelKind(panel, room).quiet?.(room, page, SIGNS) ?? null) !== null &&
  (filter === '' || visibleIds(panel, room, page, filter).length === 0);

/** Whether something is told does not depend on the signs it is told with. */
const SIGNS = glyphsFor(true);

/** The rows of a board with those of its panels that have something to show; null of a page whose panels place themselves. */
export function gridOf(room: Room, state: OnPage): readonly GridRow[] | null {
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
      const quiet = isQuiet(panel, room, state);
      const soon = urgency({ state: kind.state(room, page) });
      const needs = (cells: number) => rowsNeeded(panel, room, page, cells);
      return [{ panel, weight: width, priority, urgency: soon, least, good, needs, inOneRow, quiet }];
    }),
  }));
}

/** Rows in which a panel tells all it has in so many cells; null where more tell more. */
function rowsNeeded(panel: PanelKey, room: Room, page: number, width: number): number | null {
  if (isOfBoard(panel)) return boardPanel(panel, room).needs?.(width) ?? null;
  const { want, grow } = namedPanel(panel).need('wall', room, page, width);
  return grow === 0 ? want : null;
}

/** The panels in which the filter lets a row pass, and the one with the focus; all of them where there is none. */
function withHits(panels: readonly PanelKey[], room: Room, { page, filter, focus }: OnPage): readonly PanelKey[] {
  if (filter === '') return panels;
  const hits = new Set(panels.filter((panel) => visibleIds(panel, room, page, filter).length > 0));
  return hits.size === 0 ? panels : panels.filter((panel) => panel === focus || hits.has(panel));
}

/** The layout of a room on a terminal of so many cells; an empty one before the first frame. @param band whether a row is to say that it is not of now */
export function layoutOf(
  room: Room | undefined,
  state: ScreenState,
  columns: number,
  rows: number,
  band = false,
): Layout {
  const { page, fullScreen } = state;
  if (room === undefined) return computeLayout({ columns, rows, band, panels: [], focus: null, fullScreen });
  const focus = focusedPanel(state, room);
  const board = gridOf(room, state);
  if (board !== null) return computeLayout({ columns, rows, band, panels: [], board, focus, fullScreen });
  const panels = placedPanels(pagePanels(room, page).filter(isNamed), room, state);
  return computeLayout({ columns, rows, band, panels, focus, fullScreen });
}

const isNamed = (panel: PanelKey): panel is PanelId => !isOfBoard(panel);
