import type { PanelId } from '../../profile/schema/panels.ts';
import type { Room } from '../../room/shown.ts';
import { passing, selectedId } from '../core/rows.ts';
import type { ScreenState } from '../core/state.ts';
import { pageOf } from './page.ts';
import { panelKind } from './registry.ts';

/** The panels of a page that have something to draw in this room. */
export const pagePanels = (room: Room, page: number): readonly PanelId[] =>
  (pageOf(room, page)?.panels ?? []).filter((panel) => panelKind(panel).present(room, page));

/** The identities of the rows of a panel on a page that pass the filter. */
export const visibleIds = (panel: PanelId, room: Room, page: number, filter: string): readonly string[] =>
  passing(panelKind(panel).rows(room, page), filter);

/** The panel keys go to: the chosen one while the page has it, else the page's first. */
export function focusedPanel(state: ScreenState, room: Room): PanelId | null {
  const panels = pagePanels(room, state.page);
  return state.focus !== null && panels.includes(state.focus) ? state.focus : (panels[0] ?? null);
}

/** The selected row of the panel with the focus. */
export function selection(state: ScreenState, room: Room): { readonly panel: PanelId; readonly id: string } | null {
  const panel = focusedPanel(state, room);
  if (panel === null) return null;
  const id = selectedId(visibleIds(panel, room, state.page, state.filter), state.cursors[panel]);
  return id === undefined ? null : { panel, id };
}
