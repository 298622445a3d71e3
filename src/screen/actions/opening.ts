import type { LogJump } from '../../logs/jump.ts';
import type { Room } from '../../room/shown.ts';
import type { Scene } from '../../session/session.ts';
import { safe } from '../../text/safe.ts';
import { also, flash, only } from '../core/effects.ts';
import type { View } from '../core/kinds.ts';
import type { ScreenState } from '../core/state.ts';
import { panelKind } from '../panels/registry.ts';
import { atHeadline, selection } from '../panels/selection.ts';
import { isWell, troubledRow } from '../views/incident/standing.ts';
import { incidentView } from '../views/incident/state.ts';
import { viewInForce, worstView } from '../views/incident/worst.ts';
import { openLogs } from '../views/logs/open-logs.ts';
import { viewKind } from '../views/registry.ts';
import { FIRST_ROW } from '../views/shared/list-state.ts';
import { type Action, inRoom } from './action.ts';

/** The view `enter` leads to from here; null when there is nothing more to see. */
function viewBeneath(state: ScreenState, room: Room): View | null {
  const view = state.views.at(-1);
  if (view !== undefined) {
    const beneath = viewKind(view).open?.(view, room) ?? null;
    return view.kind === 'incident' ? beneath : asTrouble(beneath, room);
  }
  if (atHeadline(state, room)) return worstView(room);
  const chosen = selection(state, room);
  return chosen && asTrouble(panelKind(chosen.panel, room).open(chosen.id), room);
}

/** What is not well is told in full before it is charted alone. */
const asTrouble = (view: View | null, room: Room): View | null =>
  view?.kind === 'chart' && !isWell(view.subject, room) ? incidentView(troubledRow(view.subject, room)) : view;

/** The selected thing as one would paste it into a chat: what it is, then how to find it. */
function copyOf(state: ScreenState, room: Room): string | null {
  const view = viewInForce(state, room);
  if (view !== undefined) return viewKind(view).copy?.(view, room) ?? null;
  const chosen = selection(state, room);
  return chosen && (panelKind(chosen.panel, room).copy(chosen.id, room) ?? chosen.id);
}

/** The logs of the selected thing; null when nothing is selected that has any. */
function logsOf(state: ScreenState, scene: Scene): LogJump | null {
  const view = viewInForce(state, scene.room);
  if (view !== undefined) return viewKind(view).logs?.(view, scene, state) ?? null;
  const chosen = selection(state, scene.room);
  return (chosen && panelKind(chosen.panel, scene.room).logs?.(chosen.id, scene)) ?? null;
}

/** A view on top of the others; the key that opened it closes it again. */
function toggled(state: ScreenState, view: View): ScreenState {
  const others = state.views.filter(({ kind }) => kind !== view.kind);
  return { ...state, views: state.views.at(-1)?.kind === view.kind ? others : [...others, view] };
}

export const open: Action = {
  keys: ['enter'],
  context: 'list',
  hint: safe('open'),
  description: safe('Details of the selected row; on the headline, why'),
  forKeysAlone: true,
  run: inRoom((here) => {
    const { state, scene } = here;
    const chosen = state.views.length > 0 ? null : selection(state, scene.room);
    const entered = chosen && panelKind(chosen.panel, scene.room).enter?.(chosen.id, here);
    if (entered) return entered;
    const view = viewBeneath(state, scene.room);
    return only(view === null ? state : { ...state, views: [...state.views, view] });
  }),
  idle: () => safe('There is nothing else to open here'),
};

export const copy: Action = {
  keys: ['y'],
  context: 'global',
  hint: safe('copy'),
  description: safe('Copy the selected thing to the clipboard'),
  run: inRoom(({ state, scene }) => {
    const text = copyOf(state, scene.room);
    return text === null ? only(state) : also(state, { kind: 'copy', text });
  }),
  idle: () => safe('Nothing is selected to copy'),
};

export const logs: Action = {
  keys: ['l'],
  context: 'list',
  hint: safe('logs'),
  description: safe('Logs of the selected thing, around its time'),
  run: inRoom(({ state, world, scene }) => openLogs(state, scene, world.logs !== null, logsOf(state, scene))),
};

export const silences: Action = {
  keys: ['S'],
  context: 'global',
  hint: safe('silences'),
  description: safe('Silences of others, and what they cover'),
  hintPlace: 12,
  run: inRoom(({ state }) => only(toggled(state, { kind: 'silences', ...FIRST_ROW }))),
};

export const journal: Action = {
  keys: ['J'],
  context: 'global',
  hint: safe('journal'),
  description: safe('Who did what, on which evidence'),
  hintPlace: 13,
  run: inRoom(({ state }) => only(toggled(state, { kind: 'journal', ...FIRST_ROW }))),
};

export const patterns: Action = {
  keys: ['D'],
  context: 'global',
  hint: safe('log diff'),
  description: safe('What the candidate logs and the baseline does not'),
  hintPlace: 11,
  offered: ({ comparison }) => comparison !== null,
  run: inRoom(({ state }) => only(toggled(state, { kind: 'patterns', ...FIRST_ROW }))),
};

export const verdict: Action = {
  keys: ['v'],
  context: 'global',
  hint: safe('verdict'),
  description: safe('Whether the candidate is worse, how sure, and why'),
  hintPlace: 10,
  offered: ({ comparison }) => comparison !== null,
  run: inRoom(({ state, scene }) =>
    scene.room.comparison === null
      ? flash(state, 'info', 'The profile compares no versions: there is no verdict')
      : only(toggled(state, { kind: 'verdict', scroll: 0 })),
  ),
};
