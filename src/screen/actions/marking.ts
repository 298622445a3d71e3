import type { Room } from '../../room/shown.ts';
import { type Safe, safe } from '../../text/safe.ts';
import { noneWaitsText } from '../../wording/alerts.ts';
import { only } from '../core/effects.ts';
import { idSet } from '../core/id-set.ts';
import type { ScreenState } from '../core/state.ts';
import type { InRoom } from '../core/world.ts';
import { panelKind } from '../panels/registry.ts';
import { atHeadline, focusedPanel, visibleIds } from '../panels/selection.ts';
import { type Action, inRoom } from './action.ts';
import { targetAlert } from './target.ts';

/** Why nothing was marked. */
const idle = ({ state, scene: { room } }: InRoom): Safe =>
  room.alerts.list.length === 0
    ? safe(`Nothing to mark: ${noneWaitsText(room.alerts)}`)
    : state.filter !== '' && alertsHere(state, room).length === 0
      ? safe('Nothing to mark: the filter hides every alert')
      : safe('Only alerts can be marked: select one in their panel');

export const mark: Action = {
  keys: ['space'],
  context: 'list',
  hint: safe('mark'),
  description: safe('Mark an alert, to act on several at once'),
  helps: (state, room) => toggle(state, room) !== state,
  run: inRoom(({ state, scene }) => only(toggle(state, scene.room))),
  idle,
};

export const markAll: Action = {
  keys: ['*'],
  context: 'list',
  hint: safe('mark all'),
  description: safe('Mark all alerts the filter lets pass, or none'),
  helps: (state, room) => alertsHere(state, room).length > 0,
  run: inRoom(({ state, scene }) => only(toggleAll(state, scene.room))),
  idle,
};

/** Marks the selected alert, or takes the mark off. */
function toggle(state: ScreenState, room: Room): ScreenState {
  const alert = state.views.length > 0 || atHeadline(state, room) ? undefined : targetAlert(state, room);
  if (alert === undefined) return state;
  const { fingerprint } = alert;
  const marks = idSet(state.marks).has(fingerprint)
    ? state.marks.filter((id) => id !== fingerprint)
    : [...state.marks, fingerprint];
  return { ...state, marks };
}

/** Those of the panel with the focus, if its rows are alerts; else all. */
function alertsHere(state: ScreenState, room: Room): readonly string[] {
  const panel = focusedPanel(state, room) ?? 'alerts';
  const ids = visibleIds(panel, room, state.page, state.filter);
  const about = panelKind(panel, room).about?.(ids[0] ?? '');
  return about?.alert === undefined ? visibleIds('alerts', room, state.page, state.filter) : ids;
}

/** Marks every alert the filter lets pass; when they all are, takes their marks off. */
function toggleAll(state: ScreenState, room: Room): ScreenState {
  const shown = alertsHere(state, room);
  const [isShown, marks] = [new Set(shown), idSet(state.marks)];
  const others = state.marks.filter((id) => !isShown.has(id));
  const all = shown.every((id) => marks.has(id));
  return { ...state, marks: all ? others : [...others, ...shown] };
}
