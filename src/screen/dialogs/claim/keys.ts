import { safe } from '../../../text/safe.ts';
import { also, only, type ScreenEvent, type Step } from '../../core/effects.ts';
import type { Dialog } from '../../core/kinds.ts';
import type { Here } from '../../core/world.ts';
import { fillIn, keyOf } from '../shared/typing.ts';

/** A note if one likes, then `enter`. */
export function claimKeys(dialog: Dialog<'claim'>, event: ScreenEvent, { state }: Here): Step {
  const { form, targets } = dialog;
  const key = keyOf(event);
  if (dialog.busy) return only(state);
  if (key === 'esc') return only({ ...state, dialog: null });
  if (key === 'enter') {
    const busy = { ...state, dialog: { ...dialog, busy: true, message: safe('') } };
    return also(busy, { kind: 'claim', fingerprints: targets, note: form.values.note.trim() });
  }
  return only({ ...state, dialog: { ...dialog, form: fillIn(form, ['note'], event), message: safe('') } });
}
