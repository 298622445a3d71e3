import { also, only, type Step } from '../../core/effects.ts';
import type { ActionId } from '../../core/keymap.ts';
import type { ScreenState } from '../../core/state.ts';
import type { ReadingDialog } from '../states.ts';

/** Scrolls a dialog that is only read; the key that opened it closes it too. */
export function scrollDialog(state: ScreenState, dialog: ReadingDialog, action: ActionId, screenful: number): Step {
  const to = (scroll: number) => only({ ...state, dialog: { ...dialog, scroll: Math.max(0, scroll) } });
  switch (action) {
    case 'quit':
      return also(state, { kind: 'quit' });
    case 'back':
    case dialog.kind:
      return only({ ...state, dialog: null });
    case 'up':
      return to(dialog.scroll - 1);
    case 'down':
      return to(dialog.scroll + 1);
    case 'page-up':
    case 'half-page-up':
      return to(dialog.scroll - screenful);
    case 'page-down':
    case 'half-page-down':
      return to(dialog.scroll + screenful);
    case 'first':
      return to(0);
    case 'last':
      return to(Infinity);
    default:
      return only(state);
  }
}
