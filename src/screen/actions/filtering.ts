import type { Room } from '../../room/shown.ts';
import { type Safe, safe } from '../../text/safe.ts';
import { only } from '../core/effects.ts';
import type { ActionId } from '../core/kinds.ts';
import { isAbout } from '../core/rows.ts';
import { filterOf, type ScreenState, withTop } from '../core/state.ts';
import type { Here } from '../core/world.ts';
import { lineOf } from '../dialogs/shared/edited-line.ts';
import { panelKind } from '../panels/registry.ts';
import { focusedPanel, pagePanels, selectedIn, visibleIds } from '../panels/selection.ts';
import { viewKind } from '../views/registry.ts';
import { type Action, inRoom } from './action.ts';

/** The first row that matches the filter after the selected one, in the list in view or any panel of the page; round at the end. */
function otherHit(state: ScreenState, room: Room, by: 1 | -1): ScreenState {
  if (filterOf(state) === '') return state;
  const view = state.views.at(-1);
  const moved = view && viewKind(view).nextHit?.(view, by, room);
  if (moved !== undefined) return withTop(state, moved);
  const hits = pagePanels(room, state.page)
    .filter((panel) => isAbout(panelKind(panel, room).rows(room, state.page), state.filter))
    .flatMap((panel) => visibleIds(panel, room, state.page, state.filter).map((id) => ({ panel, id })));
  const focus = focusedPanel(state, room);
  const current = focus === null ? undefined : selectedIn(focus, state, room);
  const at = hits.findIndex((hit) => hit.panel === focus && hit.id === current);
  const from = at < 0 && by < 0 ? 0 : at;
  const hit = hits[(from + by + hits.length) % hits.length];
  if (hit === undefined) return state;
  return { ...state, focus: hit.panel, cursors: { ...state.cursors, [hit.panel]: hit.id }, views: [] };
}

const idle = ({ state }: Here, keyOf: (action: ActionId) => Safe): Safe =>
  filterOf(state) === '' ? safe(`There is no filter: ${keyOf('filter')} sets one`) : safe('No other row matches');

export const filter: Action = {
  keys: ['/'],
  context: 'global',
  hint: safe('filter'),
  description: safe('Only rows with a text, or a field: severity=critical'),
  hintPlace: 3,
  run({ state }) {
    const view = state.views.at(-1);
    const hasRows = view === undefined || 'filter' in view;
    return only(hasRows ? { ...state, dialog: { kind: 'filter', ...lineOf(filterOf(state)) } } : state);
  },
  idle: () => safe('There are no rows to filter here'),
};

export const nextHit: Action = {
  keys: ['n'],
  context: 'global',
  hint: safe('next hit'),
  description: safe('Next row that matches the filter'),
  run: inRoom(({ state, scene }) => only(otherHit(state, scene.room, 1))),
  idle,
};

export const previousHit: Action = {
  keys: ['N'],
  context: 'global',
  hint: safe('previous hit'),
  description: safe('Previous row that matches the filter'),
  run: inRoom(({ state, scene }) => only(otherHit(state, scene.room, -1))),
  idle,
};
