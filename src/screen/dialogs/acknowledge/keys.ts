import { parseDuration } from '../../../profile/duration.ts';
import { safe } from '../../../text/safe.ts';
import { sanitiseLine } from '../../../text/sanitise.ts';
import { type Seconds, seconds } from '../../../units.ts';
import { also, only, type ScreenEvent, type Step } from '../../core/effects.ts';
import type { Dialog } from '../../core/kinds.ts';
import type { Here } from '../../core/world.ts';
import { whyNoDuration } from '../shared/duration.ts';
import { inField, withValues } from '../shared/form.ts';
import { fillIn, keyOf } from '../shared/typing.ts';
import type { AcknowledgeDialog } from './state.ts';

/** How long one is usually on something. The arrows choose; anything else can be typed. */
export const DURATIONS = ['5m', '15m', '30m', '1h', '2h', '4h'] as const;

/** A note, for how long, then `enter`. */
export function acknowledgeKeys(dialog: Dialog<'acknowledge'>, event: ScreenEvent, { state, world }: Here): Step {
  const { form, targets } = dialog;
  const to = (more: Partial<AcknowledgeDialog>) => only({ ...state, dialog: { ...dialog, ...more } });
  const key = keyOf(event);
  if (dialog.busy) return only(state);
  if (key === 'esc') return only({ ...state, dialog: null });
  if (key === 'enter') {
    const typed = form.values.duration.trim();
    const duration = typed === '' ? undefined : parseDuration(typed);
    if (duration === null || duration === seconds(0)) {
      const message = safe(`"${sanitiseLine(typed)}": ${whyNoDuration(typed)}.`);
      return to({ form: inField(form, 'duration'), message });
    }
    const note = form.values.note.trim();
    const busy = { ...state, dialog: { ...dialog, came: [], busy: true, message: safe('') } };
    return also(busy, {
      kind: 'acknowledge',
      fingerprints: targets,
      note,
      ...(duration !== undefined && { duration }),
    });
  }
  const step = key === 'up' ? -1 : key === 'down' ? 1 : 0;
  if (step !== 0) {
    if (form.field !== 'duration') return only(state);
    const usual = world.scene?.room.ackLife.duration ?? seconds(0);
    return to({
      form: withValues(form, { duration: neighbour(form.values.duration, usual, step) }),
      message: safe(''),
    });
  }
  return to({ form: fillIn(form, ['note', 'duration'], event), message: safe('') });
}

/** The usual duration before or after the one typed, or, where none is, the one that is meant then. */
function neighbour(typed: string, meant: Seconds, step: 1 | -1): string {
  const now = typed.trim() === '' ? meant : (parseDuration(typed.trim()) ?? 0);
  const all = DURATIONS.map((text) => ({ text, length: parseDuration(text) ?? 0 }));
  const next = step > 0 ? all.find(({ length }) => length > now) : all.findLast(({ length }) => length < now);
  return (next ?? (step > 0 ? all.at(-1) : all[0]))?.text ?? typed;
}
