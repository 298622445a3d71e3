import type { Room, RoomPage } from '../../room/shown.ts';
import { once } from '../core/once.ts';
import { isPanelKey, type PanelKey } from '../core/panel-key.ts';
import { passing } from '../core/rows.ts';
import { cursorIn, type ScreenState } from '../core/state.ts';
import { boardRows, pageOf } from './page.ts';
import { panelKind } from './registry.ts';

/** The panels of a page that have something to draw in this room. */
export function pagePanels(room: Room, page: number): readonly PanelKey[] {
  const rows = boardRows(room, page);
  const named = pageOf(room, page)?.panels ?? [];
  return (rows === null ? named : keysOf(rows)).filter((panel) => panelKind(panel, room).present(room, page));
}

/** Each panel of some rows, once. */
const keysOf = once((rows: NonNullable<RoomPage['rows']>): readonly PanelKey[] => [
  ...new Set(rows.flatMap(({ cells }) => cells.flatMap(({ panel }) => (isPanelKey(panel) ? [panel] : [])))),
]);

/** The identities of the rows of a panel on a page that pass the filter. */
export const visibleIds = (panel: PanelKey, room: Room, page: number, filter: string): readonly string[] =>
  passing(panelKind(panel, room).rows(room, page), filter, room.at);

/** Whether keys go to the headline: no panel was chosen, nothing is filtered, and something is wrong. */
export const atHeadline = ({ focus, fullScreen, filter }: ScreenState, { state }: Pick<Room, 'state'>): boolean =>
  focus === null && !fullScreen && filter === '' && state !== 'ok';

/** The same screen with keys going to the headline, where something is wrong. */
export const toHeadline = (state: ScreenState, room: Pick<Room, 'state'>): ScreenState =>
  atHeadline({ ...state, focus: null }, room) && state.focus !== null ? { ...state, focus: null } : state;

/** The panel keys go to: the chosen one while the page has it, else the first with a row that passes the filter; null while they go to the headline. */
export function focusedPanel(state: ScreenState, room: Room): PanelKey | null {
  if (atHeadline(state, room)) return null;
  const panels = pagePanels(room, state.page);
  if (state.focus !== null && panels.includes(state.focus)) return state.focus;
  const hit = panels.find((panel) => visibleIds(panel, room, state.page, state.filter).length > 0);
  return hit ?? panels[0] ?? null;
}

/** The selected row of a panel: the one chosen last while it is there, else the worst. */
export function selectedIn(panel: PanelKey, state: ScreenState, room: Room): string | undefined {
  const ids = visibleIds(panel, room, state.page, state.filter);
  const chosen = cursorIn(state, panel);
  const landing = panelKind(panel, room).landing?.(room);
  return [chosen, landing].find((id) => id !== undefined && ids.includes(id)) ?? ids[0];
}

/** The same screen with keys going to a panel: in one in which something is wrong they land on the worst. */
export function toPanel(state: ScreenState, panel: PanelKey, room: Room): ScreenState {
  const isWell = panelKind(panel, room).state(room, state.page) === 'ok';
  const cursors = isWell || panel === state.focus ? state.cursors : without(state.cursors, panel);
  return { ...state, focus: panel, cursors, views: [] };
}

const without = (cursors: ScreenState['cursors'], panel: PanelKey): ScreenState['cursors'] =>
  Object.fromEntries(Object.entries(cursors).filter(([key]) => key !== panel));

/** The selected row of the panel with the focus. */
export function selection(state: ScreenState, room: Room): { readonly panel: PanelKey; readonly id: string } | null {
  const panel = focusedPanel(state, room);
  const id = panel === null ? undefined : selectedIn(panel, state, room);
  return panel === null || id === undefined ? null : { panel, id };
}
