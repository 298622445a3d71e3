import { runbookFile } from '../../room/alerts/runbook.ts';
import type { Room, RoomAlert } from '../../room/shown.ts';
import { safe } from '../../text/safe.ts';
import { noneForThisText } from '../../wording/alerts.ts';
import { also, flash, only, type Step } from '../core/effects.ts';
import type { ScreenState } from '../core/state.ts';
import { hasRunbook } from '../views/incident/troubles.ts';
import { type Action, inRoom } from './action.ts';
import { isOnIncident, targetAlert } from './target.ts';

export const runbook: Action = {
  keys: ['o'],
  context: 'alert',
  hint: safe('runbook'),
  description: safe('Runbook of the selected alert; again to close'),
  helps(state, room) {
    const alert = alertMeant(state, room);
    return state.views.at(-1)?.kind === 'runbook' || (alert !== undefined && hasRunbook(alert, room));
  },
  run: inRoom(({ state, scene: { room } }) => {
    if (state.views.at(-1)?.kind === 'runbook') return only({ ...state, views: state.views.slice(0, -1) });
    const alert = alertMeant(state, room);
    if (alert === undefined && isOnIncident(state))
      return flash(state, 'info', safe(`No runbook: ${noneForThisText(room.alerts)}`));
    if (alert === undefined) return flash(state, 'info', 'Select an alert first: runbooks belong to alerts');
    return opened(state, alert, runbookFile(alert, room.runbooks));
  }),
};

/** Woken at night, it is that of the alert that woke one; not so on the page of another thing. */
const alertMeant = (state: ScreenState, room: Room): RoomAlert | undefined =>
  targetAlert(state, room) ??
  (isOnIncident(state) ? undefined : room.alerts.list.find((one) => one.state === 'firing'));

function opened(state: ScreenState, { fingerprint, name, runbook: link }: RoomAlert, file: string | null): Step {
  if (file === null && link === null) return flash(state, 'info', `The rule of ${name} gives no runbook`);
  const view = {
    kind: 'runbook',
    fingerprint,
    name,
    file,
    link,
    text: { state: file === null ? 'none' : 'reading' },
    scroll: 0,
    filter: '',
    command: 0,
    hit: null,
  } as const;
  const shown: ScreenState = { ...state, views: [...state.views, view] };
  return file === null ? only(shown) : also(shown, { kind: 'runbook', file });
}
