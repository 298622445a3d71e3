import { type Safe, safe } from '../../text/safe.ts';
import type { Dialog } from '../core/kinds.ts';
import { dialogKind, isBusy } from './registry.ts';

/** What whoever leaves in the middle of this dialog must know; null when nothing was about to happen. */
export function lastWords(dialog: Dialog | null): Safe | null {
  if (dialog === null) return null;
  if (isBusy(dialog))
    return safe('ringdeck was closed while an act was under way: check what was done before you act again.');
  return dialogKind(dialog).lastWords?.(dialog) ?? null;
}
