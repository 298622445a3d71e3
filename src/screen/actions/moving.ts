import type { Room } from '../../room/shown.ts';
import { type Safe, safe } from '../../text/safe.ts';
import { distance, type Moving } from '../core/distance.ts';
import { only } from '../core/effects.ts';
import { rowAfter } from '../core/rows.ts';
import { type ScreenState, withTop } from '../core/state.ts';
import { panelKind } from '../panels/registry.ts';
import { atHeadline, focusedPanel, pagePanels, selectedIn, toHeadline, visibleIds } from '../panels/selection.ts';
import { viewKind } from '../views/registry.ts';
import { type Action, inRoom } from './action.ts';
import { otherPanel } from './panels.ts';

/** Another row of the panel with the focus. */
function otherRow(state: ScreenState, room: Room, by: number): ScreenState {
  if (atHeadline(state, room)) return by > 0 ? otherPanel(state, room, 1) : state;
  const panel = focusedPanel(state, room);
  if (panel === null) return state;
  const ids = visibleIds(panel, room, state.page, state.filter);
  const selected = selectedIn(panel, state, room);
  const next = rowAfter(ids, selected, by);
  // Whoever went into a panel stays there when something goes wrong elsewhere.
  if (next !== undefined && next !== selected)
    return { ...state, focus: panel, cursors: { ...state.cursors, [panel]: next } };
  const isFirst = by === -1 && panel === pagePanels(room, state.page)[0];
  return isFirst ? toHeadline(state, room) : state;
}

/** Goes through the rows of whatever is in view. */
function move(state: ScreenState, room: Room, by: number): ScreenState {
  const view = state.views.at(-1);
  if (view === undefined) return otherRow(state, room, by);
  const moved = viewKind(view).move?.(view, by, room);
  return moved === undefined ? state : withTop(state, moved);
}

/** To the left or right in whatever is in view. */
function moveSideways(state: ScreenState, room: Room, by: 1 | -1): ScreenState {
  const view = state.views.at(-1);
  if (view !== undefined) {
    const moved = viewKind(view).moveSideways?.(view, by);
    return moved === undefined ? state : withTop(state, moved);
  }
  const panel = focusedPanel(state, room);
  // The headline is above all panels, and beside none.
  if (atHeadline(state, room)) return otherPanel(state, room, by);
  const through = panel !== null && panelKind(panel, room).sideBySide;
  return through ? otherRow(state, room, by) : otherPanel(state, room, by);
}

/** An action that goes through rows. */
const rowAction = (
  action: Moving,
  { keys, hint, description }: Pick<Action, 'keys' | 'hint' | 'description'>,
): Action => ({
  keys,
  hint,
  description,
  context: 'list',
  forKeysAlone: true,
  run: inRoom(({ state, world, scene }) => only(move(state, scene.room, distance(action, world.screenful) ?? 0))),
  idle({ state }, keyOf) {
    if (state.views.at(-1)?.kind === 'chart')
      return safe(`A chart has no rows; ${keyOf('earlier')} and ${keyOf('later')} move it in time`);
    return (distance(action, 1) ?? 0) < 0 ? BEGINNING : END;
  },
});

/** Why a key goes no further. */
export const BEGINNING: Safe = safe('This is the beginning');
export const END: Safe = safe('This is the end');

export const up = rowAction('up', { keys: ['up', 'k'], hint: safe('up'), description: safe('Row above') });
export const down = rowAction('down', { keys: ['down', 'j'], hint: safe('down'), description: safe('Row below') });
export const first = rowAction('first', { keys: ['g', 'home'], hint: safe('first'), description: safe('First row') });
export const last = rowAction('last', { keys: ['G', 'end'], hint: safe('last'), description: safe('Last row') });
export const pageUp = rowAction('page-up', {
  keys: ['pgup'],
  hint: safe('page up'),
  description: safe('One screenful up'),
});
export const pageDown = rowAction('page-down', {
  keys: ['pgdn'],
  hint: safe('page down'),
  description: safe('One screenful down'),
});
export const halfPageUp = rowAction('half-page-up', {
  keys: ['ctrl-u'],
  hint: safe('half up'),
  description: safe('Half a screenful up'),
});
export const halfPageDown = rowAction('half-page-down', {
  keys: ['ctrl-d'],
  hint: safe('half down'),
  description: safe('Half a screenful down'),
});

const sideways = {
  context: 'list',
  forKeysAlone: true,
  idle: () => safe('There is nothing on that side'),
} as const;

export const left: Action = {
  ...sideways,
  keys: ['left', 'h'],
  hint: safe('left'),
  description: safe('Panel or row to the left'),
  run: inRoom(({ state, scene }) => only(moveSideways(state, scene.room, -1))),
};

export const right: Action = {
  ...sideways,
  keys: ['right'],
  hint: safe('right'),
  description: safe('Panel or row to the right'),
  run: inRoom(({ state, scene }) => only(moveSideways(state, scene.room, 1))),
};
