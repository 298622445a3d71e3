import { sameOperator } from '../../room/rings/approvals.ts';
import type { Ring, Room, RoomAlert } from '../../room/shown.ts';
import { type Safe, type SafeArgument, safe } from '../../text/safe.ts';
import { sanitiseLine } from '../../text/sanitise.ts';
import { noneForThisText, noneWaitsText } from '../../wording/alerts.ts';
import { askedOf } from '../core/asked.ts';
import { also, flash, only, type Step } from '../core/effects.ts';
import { idSet } from '../core/id-set.ts';
import type { ScreenState } from '../core/state.ts';
import { emptyForm } from '../dialogs/shared/form.ts';
import { focusedPanel, visibleIds } from '../panels/selection.ts';
import { type Action, inRoom } from './action.ts';
import { isOnIncident, lastValidated, ringAlerts, ringInTurn, targetAlert, targetRing } from './target.ts';

const error = <T extends string>(state: ScreenState, text: SafeArgument<T>): Step => flash<T>(state, 'error', text);

/** Begins an act on what is selected: a dialog, or the answer why not. */
const act = (begin: (state: ScreenState, room: Room, operator: string) => Step) =>
  inRoom(({ state, world, scene }) =>
    world.readOnly === null ? begin(state, scene.room, world.operator) : error(state, sanitiseLine(world.readOnly)),
  );

export const acknowledge: Action = {
  keys: ['a'],
  context: 'list',
  hint: safe('ack'),
  description: safe('Acknowledge the selected or marked alerts'),
  isAct: true,
  helps: (state, room) => chosenAlerts(state, room).some(({ ack }) => ack === null),
  run: act(beginAcknowledging),
};

export const unacknowledge: Action = {
  keys: ['A'],
  context: 'list',
  hint: safe('un-ack'),
  description: safe('Take acknowledgements back, selected or marked'),
  isAct: true,
  helps: (state, room) => alertsAt(state, room).some(({ ack }) => ack !== null),
  run: act(takeBack),
};

export const claim: Action = {
  keys: ['c'],
  context: 'list',
  hint: safe('claim'),
  description: safe('Claim alerts: "I am on it"; again to release'),
  isAct: true,
  helps: (state, room) => chosenAlerts(state, room).length > 0,
  run: act(claimOrRelease),
};

export const validate: Action = {
  keys: ['V'],
  context: 'list',
  hint: safe('validate'),
  description: safe('Validate the ring, or confirm a request; typed'),
  danger: true,
  isAct: true,
  offered: ({ rings }) => rings.length > 0,
  run: act((state, room, operator) => {
    const ring = askedRing(state, room, operator) ?? targetRing(state, room) ?? ringInTurn(state, room);
    return ring === undefined ? noRing(state, room, 'validate') : beginValidating(state, ring);
  }),
};

export const revoke: Action = {
  keys: ['X'],
  context: 'list',
  hint: safe('revoke'),
  description: safe('Revoke a validation, or withdraw a request; typed'),
  danger: true,
  isAct: true,
  helps(state, room) {
    const ring = targetRing(state, room) ?? lastValidated(state, room);
    return ring !== undefined && (ring.validated !== null || ring.approval !== null);
  },
  run: act((state, room) => {
    const ring = targetRing(state, room) ?? lastValidated(state, room);
    return ring === undefined ? noRing(state, room, 'revoke') : beginRevoking(state, ring);
  }),
};

const noRing = (state: ScreenState, { rings }: Room, verb: 'validate' | 'revoke'): Step =>
  error(state, safe(rings.length === 0 ? 'The profile names no rings' : `Select a ring first, then ${verb} it`));

/** Unless a ring was chosen by hand, one is meant that somebody else wants confirmed. */
const askedRing = (state: ScreenState, room: Room, operator: string): Ring | undefined =>
  state.views.length === 0 && (state.cursors.rings === undefined || focusedPanel(state, room) !== 'rings')
    ? askedOf(room, operator)[0]
    : undefined;

/** The marked alerts, else the selected one or that of the selected ring, else the worst that fires: the dialog names them before anything happens. */
function chosenAlerts(state: ScreenState, room: Room): readonly RoomAlert[] {
  // On the page of one thing that one is meant, whatever is marked in the list beneath.
  if (state.marks.length > 0 && !isOnIncident(state)) {
    const chosenByMark = markedAlerts(state, room);
    if (chosenByMark.length > 0 || hidesMarks(state, room)) return chosenByMark;
  }
  const ofRing = () => ringAlerts(state, room).find((alert) => alert.state === 'firing');
  const one = targetAlert(state, room) ?? ofRing() ?? worstOpen(state, room);
  return one === undefined ? [] : [one];
}

/** Woken at night, `a` means the alert that woke one; not so on the page of another thing. */
function worstOpen(state: ScreenState, room: Room): RoomAlert | undefined {
  if (isOnIncident(state)) return undefined;
  const shown = state.views.length === 0 ? shownAlerts(state, room) : null;
  return room.alerts.list.find((alert) => alert.state === 'firing' && (shown?.has(alert.fingerprint) ?? true));
}

/** What the filter of the page lets pass: nothing is done to what nobody sees. */
const shownAlerts = ({ page, filter }: ScreenState, room: Room): ReadonlySet<string> =>
  new Set(visibleIds('alerts', room, page, filter));

/** Alerts that are marked, and not hidden. */
function markedAlerts(state: ScreenState, room: Room): readonly RoomAlert[] {
  const marks = idSet(state.marks);
  const shown = shownAlerts(state, room);
  return room.alerts.list.filter(({ fingerprint }) => marks.has(fingerprint) && shown.has(fingerprint));
}

/** Whether there are marked alerts that the filter hides. */
function hidesMarks(state: ScreenState, room: Room): boolean {
  const marks = idSet(state.marks);
  const shown = shownAlerts(state, room);
  return room.alerts.list.some(({ fingerprint }) => marks.has(fingerprint) && !shown.has(fingerprint));
}

/** Why there is nothing to act on. */
const noneText = (state: ScreenState, room: Room): Safe =>
  isOnIncident(state)
    ? noneForThisText(room.alerts)
    : hidesMarks(state, room)
      ? safe('the filter hides what is marked; esc clears the filter')
      : state.filter !== '' && room.alerts.counts.firing > 0
        ? safe('the filter hides every alert that fires; esc clears it')
        : noneWaitsText(room.alerts);

const idsOf = (alerts: readonly RoomAlert[]): readonly string[] => alerts.map(({ fingerprint }) => fingerprint);

function beginAcknowledging(state: ScreenState, room: Room): Step {
  const chosen = chosenAlerts(state, room);
  if (chosen.length === 0) return error(state, safe(`Nothing to acknowledge: ${noneText(state, room)}`));
  const open = chosen.filter((alert) => alert.ack === null);
  if (open.length === 0) return error(state, `${chosen[0]?.name ?? 'It'} is already acknowledged.`);
  const form = emptyForm('note', 'duration');
  return only({
    ...state,
    dialog: { kind: 'acknowledge', targets: idsOf(open), form, came: [], busy: false, message: safe('') },
  });
}

/**
 * The marked alerts, else the selected one, else those of the selected ring that are acknowledged: nobody takes anything back from
 * what happens to fire.
 */
function alertsAt(state: ScreenState, room: Room): readonly RoomAlert[] {
  if (state.marks.length > 0 && state.views.length === 0) {
    const chosenByMark = markedAlerts(state, room);
    if (chosenByMark.length > 0 || hidesMarks(state, room)) return chosenByMark;
  }
  const one = targetAlert(state, room);
  const ofRing = isOnIncident(state) ? [] : ringAlerts(state, room);
  const acked = one?.ack ? [] : ofRing.filter(({ ack }) => ack !== null);
  return acked.length > 0 ? acked : [one ?? ofRing[0]].filter((alert) => alert !== undefined);
}

function takeBack(state: ScreenState, room: Room): Step {
  const chosen = alertsAt(state, room);
  if (chosen.length === 0) return error(state, noneToTakeBack(state, room));
  const acked = chosen.filter((alert) => alert.ack !== null);
  if (acked.length === 0) return error(state, `${chosen[0]?.name ?? 'It'} is not acknowledged.`);
  // Marked ones were chosen one by one.
  if (acked.length > 1 && (state.marks.length === 0 || state.views.length > 0))
    return error(state, safe(`${acked.length} alerts of it are acknowledged: select one of them`));
  return also(state, { kind: 'unacknowledge', fingerprints: idsOf(acked) });
}

/** Why there is nothing to take back. */
function noneToTakeBack(state: ScreenState, room: Room): Safe {
  if (hidesMarks(state, room)) return safe('The filter hides what is marked; esc clears the filter.');
  if (room.alerts.list.length === 0) return safe(`Nothing to take back: ${noneText(state, room)}`);
  if (room.alerts.list.every(({ ack }) => ack === null)) return safe('Nothing to take back: no alert is acknowledged');
  const ring = targetRing(state, room);
  return ring === undefined ? safe('Select an alert first.') : safe(`No alert is about ${ring.id}: select one first.`);
}

/** "I am on it", or no longer: whoever has all of the chosen alerts gives them back. */
function claimOrRelease(state: ScreenState, room: Room, operator: string): Step {
  const chosen = chosenAlerts(state, room);
  if (chosen.length === 0) return error(state, safe(`Nothing to claim: ${noneText(state, room)}`));
  const others = chosen.filter(({ claim }) => claim === null || !sameOperator(claim.by, operator));
  if (others.length === 0) return also(state, { kind: 'release', fingerprints: idsOf(chosen) });
  const form = emptyForm('note');
  return only({ ...state, dialog: { kind: 'claim', targets: idsOf(others), form, busy: false, message: safe('') } });
}

function beginValidating(state: ScreenState, { id: ring }: Ring): Step {
  const form = emptyForm('typed', 'note', 'reason');
  return only({ ...state, dialog: { kind: 'validate', ring, stage: { kind: 'review' }, form, message: safe('') } });
}

/** Takes back whatever stands: a validation, or a request for one. */
function beginRevoking(state: ScreenState, ring: Ring): Step {
  if (ring.validated === null && ring.approval === null) return error(state, `${ring.id} is not validated.`);
  const kind = ring.validated === null ? 'withdraw' : 'revoke';
  const form = emptyForm('typed', 'note');
  return only({ ...state, dialog: { kind, ring: ring.id, form, busy: false, message: safe('') } });
}
