import type { Ring, Room } from '../../room/shown.ts';
import type { ActionId } from '../core/keymap.ts';
import { listSelection, pagePanels, selectedId, visibleIds } from '../core/rows.ts';
import { filterOf, isList, type ScreenState, type View } from '../core/state.ts';
import { focusedPanel } from '../core/world.ts';
import { worstFirst } from '../core/worst.ts';

/** How far a moving action goes, in rows; null when the action does not move. */
export function distance(action: ActionId, screenful: number): number | null {
  switch (action) {
    case 'up':
      return -1;
    case 'down':
      return 1;
    case 'first':
      return -Infinity;
    case 'last':
      return Infinity;
    case 'page-up':
      return -screenful;
    case 'page-down':
      return screenful;
    case 'half-page-up':
      return -Math.ceil(screenful / 2);
    case 'half-page-down':
      return Math.ceil(screenful / 2);
    default:
      return null;
  }
}

const clamp = (n: number, most: number): number => Math.max(0, Math.min(most, n));

/** The identity `by` rows further in a list; stops at its ends. */
function step(ids: readonly string[], from: string | undefined, by: number): string | undefined {
  const at = from === undefined ? 0 : ids.indexOf(from);
  return ids[clamp(at + by, ids.length - 1)];
}

/** Another panel of the page; round at the ends. */
export function otherPanel(state: ScreenState, room: Room, by: number): ScreenState {
  const panels = pagePanels(room, state.page);
  const focus = focusedPanel(state, room);
  if (focus === null) return state;
  const next = panels[(panels.indexOf(focus) + by + panels.length) % panels.length];
  return next === undefined ? state : { ...state, focus: next, views: [] };
}

/** Another row of the panel with the focus. */
export function otherRow(state: ScreenState, room: Room, by: number): ScreenState {
  const panel = focusedPanel(state, room);
  if (panel === null) return state;
  const ids = visibleIds(panel, room, state.page, state.filter);
  const selected = selectedId(ids, state.cursors[panel]);
  const next = step(ids, selected, by);
  return next === undefined || next === selected ? state : { ...state, cursors: { ...state.cursors, [panel]: next } };
}

/** The first row of any panel of the page that matches the filter, after the selected one; round at the end. */
export function nextHit(state: ScreenState, room: Room, by: 1 | -1): ScreenState {
  if (filterOf(state) === '') return state;
  const view = state.views.at(-1);
  if (view !== undefined && isList(view)) {
    const { ids, selected } = listSelection(view, room);
    const chosen = ids[(ids.indexOf(selected ?? '') + by + ids.length) % ids.length] ?? null;
    return withTop(state, { ...view, chosen, scroll: 0 });
  }
  const hits = pagePanels(room, state.page).flatMap((panel) =>
    visibleIds(panel, room, state.page, state.filter).map((id) => ({ panel, id })),
  );
  const focus = focusedPanel(state, room);
  const ids = focus === null ? [] : visibleIds(focus, room, state.page, state.filter);
  const current = focus === null ? undefined : selectedId(ids, state.cursors[focus]);
  const at = hits.findIndex((hit) => hit.panel === focus && hit.id === current);
  const from = at < 0 && by < 0 ? 0 : at;
  const hit = hits[(from + by + hits.length) % hits.length];
  if (hit === undefined) return state;
  return { ...state, focus: hit.panel, cursors: { ...state.cursors, [hit.panel]: hit.id }, views: [] };
}

const withTop = (state: ScreenState, view: View): ScreenState => ({
  ...state,
  views: [...state.views.slice(0, -1), view],
});

/** The check selected in a ring's details: the chosen one, else the worst. */
export const selectedCheck = (ring: Ring, check: string | null): string | undefined =>
  ring.checks.find((c) => c.id === check)?.id ?? worstFirst(ring.checks)[0]?.id;

/** Moves in whatever is in view; undefined when the action does not move. */
export function move(state: ScreenState, room: Room, action: ActionId, screenful: number): ScreenState | undefined {
  const view = state.views.at(-1);
  if (action === 'left' || action === 'right') {
    const by = action === 'left' ? -1 : 1;
    if (view !== undefined && isList(view))
      return withTop(state, { ...view, scroll: Math.max(0, view.scroll + by * 5) });
    if (view !== undefined) return state;
    return focusedPanel(state, room) === 'rings' ? otherRow(state, room, by) : otherPanel(state, room, by);
  }
  const by = distance(action, screenful);
  if (by === null) return undefined;
  if (view === undefined) return otherRow(state, room, by);
  if (view.kind === 'alert' || view.kind === 'verdict')
    return withTop(state, { ...view, scroll: Math.max(0, view.scroll + by) });
  if (view.kind === 'chart' || view.kind === 'logs') return state;
  if (isList(view)) {
    const { ids, selected } = listSelection(view, room);
    const next = step(ids, selected, by);
    return next === undefined || next === selected ? state : withTop(state, { ...view, chosen: next, scroll: 0 });
  }
  const ring = room.rings.find((r) => r.id === view.ring);
  if (ring === undefined) return state;
  const selected = selectedCheck(ring, view.check);
  const next = step(
    ring.checks.map((c) => c.id),
    selected,
    by,
  );
  return next === undefined || next === selected ? state : withTop(state, { ...view, check: next });
}
