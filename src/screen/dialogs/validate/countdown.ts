import { type Safe, safe } from '../../../text/safe.ts';
import { type Seconds, seconds } from '../../../units.ts';
import { also, flash, only, type ScreenEvent, type Step } from '../../core/effects.ts';
import type { Dialog } from '../../core/kinds.ts';
import type { ScreenState } from '../../core/state.ts';
import type { World } from '../../core/world.ts';
import { keyOf } from '../shared/typing.ts';
import { type Outlook, outlookOf } from './outlook.ts';
import type { ValidateStage } from './state.ts';

type Countdown = Extract<ValidateStage, { kind: 'countdown' }>;

/** Long enough to see what one is about to do, short enough to wait for. */
export const COUNTDOWN: Seconds = seconds(5);

/** A tick this long after the end, in milliseconds, was not seen coming: the machine slept, or the process stood still. */
const LATE = 1500;

/**
 * The time in which a validation can be taken back. It ends in the act only if the operator could see it count, and if
 * nothing has come up meanwhile that would have made the act another one.
 */
export function countDown(
  state: ScreenState,
  dialog: Dialog<'validate'>,
  stage: Countdown,
  event: ScreenEvent,
  world: World,
): Step {
  const { ring } = dialog;
  const closed = { ...state, dialog: null };
  if (keyOf(event) === 'esc') return flash(closed, 'info', `Taken back: ${ring} was not validated`);
  if (event.type !== 'tick' || event.until !== stage.until) return only(state);
  if (!world.dialogsFit || world.now > stage.until + LATE)
    return flash(closed, 'error', `${ring} was not validated: its countdown was not shown to the end`);
  const outlook = world.scene && outlookOf(world.scene.room, ring, world.operator);
  const message = changed(stage, outlook);
  if (message !== null) return only({ ...state, dialog: { ...dialog, stage: { kind: 'review' }, message } });
  if (world.now >= stage.until) return sendOff(state, dialog, stage.override);
  const left = Math.ceil((stage.until - world.now) / 1000);
  return also({ ...state, dialog: { ...dialog, stage: { ...stage, left } } }, { kind: 'tick', until: stage.until });
}

/** What came up since the countdown began; null when the act is still the one that was confirmed. */
function changed({ becomes, against }: Countdown, outlook: Outlook | undefined): Safe | null {
  if (outlook === undefined) return safe('Stopped, nothing was done: the ring is no longer there.');
  const [more] = outlook.against.flatMap((key, i) => (against.includes(key) ? [] : (outlook.reasons[i] ?? [])));
  if (more !== undefined) return safe(`Stopped, nothing was done: meanwhile ${more}.`);
  const now = outlook.kind === 'refused' ? outlook.override : outlook.kind;
  return now === becomes ? null : safe('Stopped, nothing was done: the request has changed.');
}

/** What was confirmed is done. */
export function sendOff(state: ScreenState, dialog: Dialog<'validate'>, override: string | null): Step {
  const { ring, form } = dialog;
  const busy = { ...state, dialog: { ...dialog, stage: { kind: 'busy', override } as const, message: safe('') } };
  const note = form.values.note.trim();
  return also(busy, { kind: 'validate', ring, note, ...(override !== null && { override }) });
}
