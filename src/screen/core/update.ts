import type { ActResult } from '../../operations/operations.ts';
import type { Shown } from '../../room/safe.ts';
import type { Background } from '../../terminal/background.ts';
import { formatClock } from '../../text/format.ts';
import { type Safe, safe } from '../../text/safe.ts';
import { sanitiseLine } from '../../text/sanitise.ts';
import type { Millis } from '../../units.ts';
import { actionOf } from '../actions/registry.ts';
import { runAction } from '../actions/run.ts';
import { suits } from '../canvas/shipped-themes.ts';
import { dialogKind, isBusy } from '../dialogs/registry.ts';
import { keyOf } from '../dialogs/shared/typing.ts';
import { withRunbook } from '../views/runbook/came.ts';
import { type Act, also, beginsAct, flash, isAct, only, type ScreenEvent, type Step } from './effects.ts';
import { idSet } from './id-set.ts';
import { shownKey } from './key-names.ts';
import { keysOf } from './keymap.ts';
import { remembering } from './places.ts';
import { isSilent, whyNothing } from './silent.ts';
import { type ScreenState, withTop, zoneOf } from './state.ts';
import { viewedAt } from './viewing.ts';
import type { World } from './world.ts';

/** The screen after an event, and what the event asks of the world. Pure. */
export function update(state: ScreenState, event: ScreenEvent, world: World): Step {
  const step = answerTo(state, event, world);
  const { flash } = step.state;
  // What was done is no news for long, and on a small terminal it stands where something worse might.
  const fades = flash !== null && flash !== state.flash && flash.kind !== 'error';
  return fades ? also(step.state, ...step.effects, { kind: 'fade', flash }) : step;
}

function answerTo(state: ScreenState, event: ScreenEvent, world: World): Step {
  switch (event.type) {
    case 'faded':
      return only(state.flash === event.flash ? silenced(state) : state);
    case 'background':
      return onBackground(state, event.background, world);
    case 'result':
      return afterAct(withoutDone(state, event.act, event.came, world), event.act, event.came);
    case 'runbook':
      return only(withRunbook(state, event.file, event.came));
    case 'failed':
      return flash(state, 'error', event.message);
    case 'copied':
    case 'saved':
      return flash(state, event.ok ? 'done' : 'error', event.message);
    case 'action':
    case 'text':
    case 'field':
    case 'unbound':
    case 'tick':
      return afterKey(state, event, world);
    default:
      return event satisfies never;
  }
}

/** What a key leads to, or a tick of what it began. */
function afterKey(state: ScreenState, event: ScreenEvent, world: World): Step {
  const calm = state.flash !== null && state.flash.kind !== 'error' ? silenced(state) : state;
  const heard = closingLogs(state, withinEnds(inRoomOrDialog(calm, event, world), world));
  const past = world.scene === undefined ? null : viewedAt(world.scene.playback);
  if (past !== null && (isActKey(event) || beginsAct(calm, heard)))
    return flash({ ...calm, dialog: null }, 'error', notThen(past, calm, world));
  const step = isSilent(state, calm, event, heard)
    ? aside(heard.state, whyNothing(state, event, world))
    : remembering(state, heard, world);
  return world.dialogsFit || mayHappenUnseen(step)
    ? refusing(state, step)
    : flash(calm, 'info', 'The terminal is too small for this: enlarge it');
}

/** A refusal stands where it was made, until something else is looked at; what went wrong stands until it is dismissed. */
function refusing(before: ScreenState, step: Step): Step {
  const { state } = step;
  const { flash } = state;
  if (flash?.kind !== 'error') return step;
  // One that a passing word stood before is there again.
  const isNew = flash !== before.flash && flash !== before.flash?.before;
  if (isNew) return { ...step, state: { ...state, flash: { ...flash, refusal: true } } };
  return flash.refusal && looksElsewhere(before, state) ? { ...step, state: silenced(state) } : step;
}

const looksElsewhere = (before: ScreenState, after: ScreenState): boolean =>
  after.views.length !== before.views.length ||
  after.views.at(-1)?.kind !== before.views.at(-1)?.kind ||
  after.dialog?.kind !== before.dialog?.kind ||
  after.page !== before.page ||
  after.focus !== before.focus ||
  after.cursors !== before.cursors;

const isActKey = (event: ScreenEvent): boolean => event.type === 'action' && actionOf(event.action).isAct === true;

/** Whoever acts must see the room as it is. */
function notThen(past: Millis, state: ScreenState, { keymap, localZone }: World): Safe {
  const [key = 'live'] = keysOf(keymap, 'live');
  const clock = formatClock(past, zoneOf(state, localZone));
  return safe(`This is the room of ${clock}: no act is possible in the past. ${shownKey(key, true)} goes back to now.`);
}

/** What was said is gone; an error that it stood before is there again. */
const silenced = (state: ScreenState): ScreenState => ({ ...state, flash: state.flash?.before ?? null });

/** A word on a key, for a moment: an error that nobody has dismissed comes back. */
const aside = (state: ScreenState, text: Safe): Step =>
  only({ ...state, flash: { kind: 'info', text, ...(state.flash && { before: state.flash }) } });

/** What scrolls stops at its end: keys would otherwise have to come all the way back, unseen. */
function withinEnds(step: Step, world: World): Step {
  const { state } = step;
  const { dialog } = state;
  const view = state.views.at(-1);
  if (dialog !== null) {
    if (!('scroll' in dialog) || dialog.scroll === 0) return step;
    const scroll = Math.min(dialog.scroll, world.scrollEnd(state));
    return { ...step, state: { ...state, dialog: { ...dialog, scroll } } };
  }
  if (view === undefined || !('scroll' in view) || view.scroll === 0) return step;
  const scroll = Math.min(view.scroll, world.scrollEnd(state));
  return { ...step, state: withTop(state, { ...view, scroll }) };
}

const hasLogs = ({ views }: ScreenState): boolean => views.some(({ kind }) => kind === 'logs');

/** Logs that are no longer in view are not followed any more. */
const closingLogs = (before: ScreenState, step: Step): Step =>
  hasLogs(before) && !hasLogs(step.state)
    ? also(step.state, ...step.effects, { kind: 'logs', command: { do: 'close' } })
    : step;

/** Whether a step neither needs a dialog nor changes anything on a server. Leaving is always possible. */
const mayHappenUnseen = ({ state, effects }: Step): boolean =>
  effects.some(({ kind }) => kind === 'quit') || (state.dialog === null && !effects.some(isAct));

function inRoomOrDialog(state: ScreenState, event: ScreenEvent, world: World): Step {
  const { dialog } = state;
  if (dialog !== null) {
    if (keyOf(event) === 'ctrl-c') return also(state, { kind: 'quit' });
    return dialogKind(dialog).keys(dialog, event, { state, world });
  }
  return event.type === 'action' ? runAction(event.action, event.index, { state, world }) : only(state);
}

/** An act that was done closes its dialog and no other; one that was not says why in it, where the operator looks. */
function afterAct(state: ScreenState, act: Act['kind'], came: Shown<ActResult>): Step {
  const { result, message } = came;
  const { dialog } = state;
  const own = dialog?.kind === act && isBusy(dialog) ? dialog : null;
  if (result === 'done' || result === 'pending') {
    return flash({ ...state, dialog: own === null ? dialog : null }, 'done', message);
  }
  return own === null
    ? flash(state, 'error', message)
    : only({ ...state, dialog: dialogKind(own).answered?.(own, came) ?? own });
}

/**
 * Marks go from the alerts that an act is done with, however it went with others, which may be tried again; and after
 * acknowledging from those that had been acknowledged before.
 */
function withoutDone(
  state: ScreenState,
  act: Act['kind'],
  { alerts = [] }: Shown<ActResult>,
  { scene }: World,
): ScreenState {
  if (state.marks.length === 0) return state;
  const before = act === 'acknowledge' ? (scene?.room.alerts.list ?? []).filter(({ ack }) => ack !== null) : [];
  const done = idSet(
    [...alerts.filter(({ result }) => result === 'done'), ...before].map(({ fingerprint }) => fingerprint),
  );
  return { ...state, marks: state.marks.filter((id) => !done.has(id)) };
}

/** The theme that suits the terminal; of one that the operator chose, and that does not, he is told. */
function onBackground(state: ScreenState, background: Background, { keymap }: World): Step {
  const { theme } = state;
  const told = { ...state, background };
  if (suits(theme, background)) return only(told);
  const [key = 'theme'] = keysOf(keymap, 'theme');
  const made = background === 'dark' ? safe('a light') : safe('a dark');
  return aside(
    told,
    safe(
      `The theme ${sanitiseLine(theme)} is for ${made} terminal, and this one is ${background}: ${shownKey(key, true)} lists others`,
    ),
  );
}
