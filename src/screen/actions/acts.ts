import { sameOperator } from '../../room/rings/approvals.ts';
import type { Ring, Room, RoomAlert } from '../../room/shown.ts';
import { type SafeArgument, safe } from '../../text/safe.ts';
import { sanitiseLine } from '../../text/sanitise.ts';
import { askedOf } from '../bars/asks.ts';
import { also, flash, only, type Step } from '../core/effects.ts';
import { visibleIds } from '../core/rows.ts';
import type { ScreenState } from '../core/state.ts';
import { focusedPanel, targetAlert, targetRing, type World } from '../core/world.ts';
import { emptyForm } from '../dialogs/shared/form.ts';

type ActKey = 'acknowledge' | 'unacknowledge' | 'claim' | 'validate' | 'revoke';

const error = <T extends string>(state: ScreenState, text: SafeArgument<T>): Step => flash<T>(state, 'error', text);

/** Begins an act on what is selected: a dialog, or the answer why not. */
export function beginAct(state: ScreenState, room: Room, act: ActKey, world: World): Step {
  if (world.readOnly !== null) return error(state, sanitiseLine(world.readOnly));
  switch (act) {
    case 'acknowledge':
      return acknowledge(state, room);
    case 'unacknowledge':
      return unacknowledge(state, room);
    case 'claim':
      return claim(state, room, world.operator);
    default: {
      const ring = (act === 'validate' ? askedRing(state, room, world.operator) : undefined) ?? targetRing(state, room);
      if (ring === undefined) return error(state, `Select a ring first, then ${act} it.`);
      return act === 'validate' ? validate(state, ring) : revoke(state, ring);
    }
  }
}

/** Unless a ring was chosen by hand, one is meant that somebody else wants confirmed. */
const askedRing = (state: ScreenState, room: Room, operator: string): Ring | undefined =>
  state.views.length === 0 && (state.cursors.rings === undefined || focusedPanel(state, room) !== 'rings')
    ? askedOf(room, operator)[0]
    : undefined;

/** The marked alerts, else the selected one, else the worst that fires: the dialog names them before anything happens. */
function chosenAlerts(state: ScreenState, room: Room): readonly RoomAlert[] {
  const marked = room.alerts.list.filter((alert) => state.marks.includes(alert.fingerprint));
  // In the details of one alert that one is meant, whatever is marked in the list beneath.
  if (marked.length > 0 && state.views.at(-1)?.kind !== 'alert') return marked;
  const one = targetAlert(state, room) ?? worstOpen(room);
  return one === undefined ? [] : [one];
}

/** Woken at night, `a` means the alert that woke one. */
const worstOpen = (room: Room) => room.alerts.list.find((alert) => alert.state === 'firing');

const idsOf = (alerts: readonly RoomAlert[]): readonly string[] => alerts.map(({ fingerprint }) => fingerprint);

function acknowledge(state: ScreenState, room: Room): Step {
  const chosen = chosenAlerts(state, room);
  if (chosen.length === 0) return error(state, 'No alert is waiting for an acknowledgement.');
  const open = chosen.filter((alert) => alert.ack === null);
  if (open.length === 0) return error(state, `${chosen[0]?.name ?? 'It'} is already acknowledged.`);
  const form = emptyForm('note', 'duration');
  return only({
    ...state,
    dialog: { kind: 'acknowledge', targets: idsOf(open), form, came: [], busy: false, message: safe('') },
  });
}

function unacknowledge(state: ScreenState, room: Room): Step {
  const marked = room.alerts.list.filter((alert) => state.marks.includes(alert.fingerprint));
  const one = targetAlert(state, room);
  const chosen = marked.length > 0 && state.views.length === 0 ? marked : one === undefined ? [] : [one];
  if (chosen.length === 0) return error(state, 'Select an alert first.');
  const acked = chosen.filter((alert) => alert.ack !== null);
  if (acked.length === 0) return error(state, `${chosen[0]?.name ?? 'It'} is not acknowledged.`);
  return also(state, { kind: 'unacknowledge', fingerprints: idsOf(acked) });
}

/** "I am on it", or no longer: whoever has all of the chosen alerts gives them back. */
function claim(state: ScreenState, room: Room, operator: string): Step {
  const chosen = chosenAlerts(state, room);
  if (chosen.length === 0) return error(state, 'No alert fires that one could be on.');
  const others = chosen.filter(({ claim }) => claim === null || !sameOperator(claim.by, operator));
  if (others.length === 0) return also(state, { kind: 'release', fingerprints: idsOf(chosen) });
  const form = emptyForm('note');
  return only({ ...state, dialog: { kind: 'claim', targets: idsOf(others), form, busy: false, message: safe('') } });
}

function validate(state: ScreenState, { id: ring }: Ring): Step {
  const form = emptyForm('typed', 'note', 'reason');
  return only({ ...state, dialog: { kind: 'validate', ring, stage: { kind: 'review' }, form, message: safe('') } });
}

/** Takes back whatever stands: a validation, or a request for one. */
function revoke(state: ScreenState, ring: Ring): Step {
  if (ring.validated === null && ring.approval === null) return error(state, `${ring.id} is not validated.`);
  const kind = ring.validated === null ? 'withdraw' : 'revoke';
  const form = emptyForm('typed', 'note');
  return only({ ...state, dialog: { kind, ring: ring.id, form, busy: false, message: safe('') } });
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

/** Marks every alert the filter lets pass; when they all are, takes their marks off. */
export function markAll(state: ScreenState, room: Room): ScreenState {
  const shown = visibleIds('alerts', room, state.page, state.filter);
  const others = state.marks.filter((id) => !shown.includes(id));
  const all = shown.every((id) => state.marks.includes(id));
  return { ...state, marks: all ? others : [...others, ...shown] };
}
