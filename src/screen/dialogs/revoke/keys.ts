import { safe } from '../../../text/safe.ts';
import { also, only, type ScreenEvent, type Step } from '../../core/effects.ts';
import type { Dialog } from '../../core/kinds.ts';
import type { Here } from '../../core/world.ts';
import { inField } from '../shared/form.ts';
import { fillIn, keyOf } from '../shared/typing.ts';

/** The ring's id typed in full, then `enter`. */
export function revokeKeys(dialog: Dialog<'revoke' | 'withdraw'>, event: ScreenEvent, { state }: Here): Step {
  const { form, ring } = dialog;
  const key = keyOf(event);
  if (dialog.busy) return only(state);
  if (key === 'esc') return only({ ...state, dialog: null });
  if (key === 'enter') {
    if (form.values.typed.trim() !== ring) {
      const asked = {
        ...dialog,
        form: inField(form, 'typed'),
        message: safe(`Type ${ring} to confirm.`),
      };
      return only({ ...state, dialog: asked });
    }
    const busy = { ...state, dialog: { ...dialog, busy: true, message: safe('') } };
    return also(busy, { kind: dialog.kind, ring, note: form.values.note.trim() });
  }
  return only({
    ...state,
    dialog: {
      ...dialog,
      form: fillIn(form, dialog.kind === 'revoke' ? ['typed', 'note'] : ['typed'], event),
      message: safe(''),
    },
  });
}
