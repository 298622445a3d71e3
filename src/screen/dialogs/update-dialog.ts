import { also, only, type ScreenEvent, type Step } from '../core/effects.ts';
import { type ScreenState, withFilter } from '../core/state.ts';
import type { World } from '../core/world.ts';
import { updateAcknowledge } from './acknowledge/keys.ts';
import { updateClaim } from './claim/keys.ts';
import { updateLogFilter, updateLogQuery } from './log-query/keys.ts';
import { type Perform, updatePalette } from './palette/keys.ts';
import { updateRevoke } from './revoke/keys.ts';
import { fieldText, keyOf } from './shared/form.ts';
import { scrollDialog } from './shared/reading.ts';
import type { Dialog } from './states.ts';
import { updateValidate } from './validate/keys.ts';

/** Whether keys are text while this dialog is open. */
export const takesText = (dialog: Dialog | null): boolean =>
  dialog !== null && dialog.kind !== 'help' && dialog.kind !== 'asked';

/** The open dialog takes the event. */
export function updateDialog(
  state: ScreenState,
  dialog: Dialog,
  event: ScreenEvent,
  world: World,
  perform: Perform,
): Step {
  if (keyOf(event) === 'ctrl-c') return also(state, { kind: 'quit' });
  switch (dialog.kind) {
    case 'help':
    case 'asked':
      return event.type === 'action' ? scrollDialog(state, dialog, event.action, world.screenful) : only(state);
    case 'filter': {
      if (keyOf(event) === 'esc') return only(withFilter({ ...state, dialog: null }, ''));
      if (keyOf(event) === 'enter') return only({ ...state, dialog: null });
      const text = fieldText(dialog.text, event);
      return only(withFilter({ ...state, dialog: { ...dialog, text } }, text));
    }
    case 'log-filter':
      return updateLogFilter(state, dialog, event, world);
    case 'log-query':
      return updateLogQuery(state, dialog, event, world);
    case 'palette':
      return updatePalette(state, dialog, event, world, perform);
    case 'acknowledge':
      return updateAcknowledge(state, dialog, event);
    case 'claim':
      return updateClaim(state, dialog, event);
    case 'validate':
      return updateValidate(state, dialog, event, world);
    case 'revoke':
    case 'withdraw':
      return updateRevoke(state, dialog, event);
  }
}
