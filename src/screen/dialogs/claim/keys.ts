import { safe } from '../../../text/safe.ts';
import { also, only, type ScreenEvent, type Step } from '../../core/effects.ts';
import type { ScreenState } from '../../core/state.ts';
import { fillIn, keyOf } from '../shared/form.ts';
import type { ClaimDialog } from '../states.ts';

/** A note if one likes, then `enter`. */
export function updateClaim(state: ScreenState, dialog: ClaimDialog, event: ScreenEvent): Step {
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
