import { type Safe, safe } from '../../text/safe.ts';
import { type Dialog, isBusy } from './states.ts';

/** What whoever leaves in the middle of this dialog must know; null when nothing was about to happen. */
export function lastWords(dialog: Dialog | null): Safe | null {
  if (dialog === null) return null;
  if (dialog.kind === 'validate' && dialog.stage.kind === 'countdown')
    return safe(`${dialog.ring} was NOT validated: ringdeck was left before the countdown ended.`);
  return isBusy(dialog)
    ? safe('An act was under way when ringdeck was left: look at the room before you act again.')
    : null;
}
