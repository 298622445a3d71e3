import type { Room } from '../room/room.ts';
import { also, flash, only, type Step } from './effects.ts';
import type { ScreenState } from './state.ts';
import { targetAlert, targetRing, type World } from './world.ts';

type Act = 'acknowledge' | 'unacknowledge' | 'validate' | 'revoke';

const error = (state: ScreenState, text: string): Step => flash(state, 'error', text);

/** Begins an act on what is selected: a dialog, or the answer why not. */
export function beginAct(state: ScreenState, room: Room, act: Act, world: World): Step {
  if (world.readOnly !== null) return error(state, world.readOnly);
  if (act === 'acknowledge') return acknowledge(state, room);
  if (act === 'unacknowledge') return unacknowledge(state, room);
  const ring = targetRing(state, room);
  if (ring === undefined) return error(state, `Select a ring first, then ${act} it.`);
  if (act === 'revoke' && ring.validated === null) return error(state, `${ring.id} is not validated.`);
  const dialog = { kind: act, ring: ring.id, typed: '', note: '', field: 'typed', busy: false, message: '' } as const;
  return only({ ...state, dialog });
}

function acknowledge(state: ScreenState, room: Room): Step {
  const marked = room.alerts.list.filter((alert) => state.marks.includes(alert.fingerprint));
  const one = targetAlert(state, room) ?? worstOpen(room);
  const chosen = marked.length > 0 ? marked : one === undefined ? [] : [one];
  if (chosen.length === 0) return error(state, 'No alert is waiting for an acknowledgement.');
  const open = chosen.filter((alert) => alert.ack === null);
  if (open.length === 0) return error(state, `${chosen[0]?.name ?? 'It'} is already acknowledged.`);
  const targets = open.map((alert) => alert.fingerprint);
  return only({ ...state, dialog: { kind: 'acknowledge', targets, note: '', busy: false, message: '' } });
}

/** Woken at night, `a` means the alert that woke one: the dialog names it before anything happens. */
const worstOpen = (room: Room) => room.alerts.list.find((alert) => alert.state === 'firing');

function unacknowledge(state: ScreenState, room: Room): Step {
  const alert = targetAlert(state, room);
  if (alert === undefined) return error(state, 'Select an alert first.');
  if (alert.ack === null) return error(state, `${alert.name} is not acknowledged.`);
  return also(state, { kind: 'unacknowledge', fingerprint: alert.fingerprint });
}

/** Marks the selected alert, or takes the mark off. */
export function mark(state: ScreenState, room: Room): ScreenState {
  const alert = state.views.length > 0 ? undefined : targetAlert(state, room);
  if (alert === undefined) return state;
  const { fingerprint } = alert;
  const marks = state.marks.includes(fingerprint)
    ? state.marks.filter((id) => id !== fingerprint)
    : [...state.marks, fingerprint];
  return { ...state, marks };
}
