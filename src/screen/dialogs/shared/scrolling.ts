import { also, only, type ScreenEvent, type Step } from '../../core/effects.ts';
import type { ActionId, Dialog } from '../../core/kinds.ts';
import type { Here } from '../../core/world.ts';

/** Scrolls a dialog that is only read; the key that opened it closes it too. */
export function scrollKeys(dialog: Dialog<'asked' | 'governor'>, event: ScreenEvent, { state, world }: Here): Step {
  if (event.type !== 'action') return only(state);
  if (event.action === 'quit') return also(state, { kind: 'quit' });
  if (event.action === 'back' || event.action === dialog.kind) return only({ ...state, dialog: null });
  const to = scrolled(dialog.scroll, event.action, world.screenful);
  return to === null ? only(state) : only({ ...state, dialog: { ...dialog, scroll: Math.max(0, to) } });
}

/** Where a key scrolls to; null for keys that do not scroll. */
function scrolled(from: number, action: ActionId, screenful: number): number | null {
  switch (action) {
    case 'up':
      return from - 1;
    case 'down':
      return from + 1;
    case 'page-up':
    case 'half-page-up':
      return from - screenful;
    case 'page-down':
    case 'half-page-down':
      return from + screenful;
    case 'first':
      return 0;
    case 'last':
      return Infinity;
    default:
      return null;
  }
}
