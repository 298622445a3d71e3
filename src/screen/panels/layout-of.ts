import type { PanelId } from '../../profile/schema/panels.ts';
import type { Room } from '../../room/shown.ts';
import { computeLayout, type Layout, type PlacedPanel } from '../canvas/layout.ts';
import type { ScreenState } from '../core/state.ts';
import { panelKind } from './registry.ts';
import { focusedPanel, pagePanels } from './selection.ts';

/** Some panels with what each needs on a page of this room. */
export const placedPanels = (panels: readonly PanelId[], room: Room, page: number): readonly PlacedPanel[] =>
  panels.map((panel) => {
    const kind = panelKind(panel);
    return { panel, place: kind.place, need: (size) => kind.need(size, room, page) };
  });

/** The layout of a room on a terminal of so many cells; an empty one before the first frame. */
export function layoutOf(room: Room | undefined, state: ScreenState, columns: number, rows: number): Layout {
  const { page, fullScreen } = state;
  if (room === undefined) return computeLayout({ columns, rows, panels: [], focus: null, fullScreen });
  const panels = placedPanels(pagePanels(room, page), room, page);
  return computeLayout({ columns, rows, panels, focus: focusedPanel(state, room), fullScreen });
}
