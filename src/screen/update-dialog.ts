import { type Command, commands, completions } from './commands.ts';
import { also, only, type ScreenEvent, type Step } from './effects.ts';
import type { ActionId } from './keymap.ts';
import { refusalsOf } from './refusals.ts';
import type { ConfirmDialog, Dialog, ScreenState } from './state.ts';
import type { World } from './world.ts';

type Perform = (state: ScreenState, action: ActionId) => Step;

const close = (state: ScreenState): ScreenState => ({ ...state, dialog: null });

/** Whether keys are text while this dialog is open. */
export const takesText = (dialog: Dialog | null): boolean =>
  dialog !== null && dialog.kind !== 'help' && dialog.kind !== 'asked';

/** A text field after a key that edits: backspace, ctrl-u, ctrl-w. */
function edited(text: string, key: string): string {
  if (key === 'backspace' || key === 'delete') return [...text].slice(0, -1).join('');
  if (key === 'ctrl-u') return '';
  return key === 'ctrl-w' ? text.replace(/\S*\s*$/, '') : text;
}

/** What an event does to the text of a field. */
function fieldText(text: string, event: ScreenEvent): string {
  if (event.type === 'text') return (text + event.text.replace(/\p{C}/gu, ' ')).slice(0, 400);
  return event.type === 'field' ? edited(text, event.key) : text;
}

/** The open dialog takes the event. */
export function updateDialog(
  state: ScreenState,
  dialog: Dialog,
  event: ScreenEvent,
  world: World,
  perform: Perform,
): Step {
  const key = event.type === 'field' ? event.key : '';
  if (key === 'ctrl-c') return also(state, { kind: 'quit' });
  switch (dialog.kind) {
    case 'help':
    case 'asked':
      return event.type === 'action' ? scrollDialog(state, dialog, event.action, world) : only(state);
    case 'filter': {
      if (key === 'esc') return only({ ...close(state), filter: '' });
      if (key === 'enter') return only(close(state));
      const text = fieldText(dialog.text, event);
      return only({ ...state, filter: text, dialog: { ...dialog, text } });
    }
    case 'palette':
      return updatePalette(state, dialog, event, key, world, perform);
    case 'acknowledge': {
      if (dialog.busy) return only(state);
      if (key === 'esc') return only(close(state));
      if (key === 'enter') {
        const busy = { ...state, dialog: { ...dialog, busy: true, message: '' } };
        return also(busy, { kind: 'acknowledge', fingerprints: dialog.targets, note: dialog.note.trim() });
      }
      return only({ ...state, dialog: { ...dialog, note: fieldText(dialog.note, event) } });
    }
    case 'validate':
    case 'revoke':
      return updateConfirm(state, dialog, event, key, world);
  }
}

function scrollDialog(
  state: ScreenState,
  dialog: Extract<Dialog, { scroll: number }>,
  action: ActionId,
  world: World,
): Step {
  const to = (scroll: number) => only({ ...state, dialog: { ...dialog, scroll: Math.max(0, scroll) } });
  switch (action) {
    case 'quit':
      return also(state, { kind: 'quit' });
    case 'back':
    case dialog.kind:
      return only(close(state));
    case 'up':
      return to(dialog.scroll - 1);
    case 'down':
      return to(dialog.scroll + 1);
    case 'page-up':
    case 'half-page-up':
      return to(dialog.scroll - world.screenful);
    case 'page-down':
    case 'half-page-down':
      return to(dialog.scroll + world.screenful);
    case 'first':
      return to(0);
    case 'last':
      return to(1_000);
    default:
      return only(state);
  }
}

function updatePalette(
  state: ScreenState,
  dialog: Extract<Dialog, { kind: 'palette' }>,
  event: ScreenEvent,
  key: string,
  world: World,
  perform: Perform,
): Step {
  const tape = world.scene?.playback.kind === 'tape';
  const fitting = completions(commands(world.scene?.room, world.keymap, world.themes, tape), dialog.text);
  const chosen = fitting[Math.min(dialog.chosen, fitting.length - 1)];
  if (key === 'esc') return only(close(state));
  if (key === 'enter') return chosen === undefined ? only(state) : runCommand(close(state), chosen, perform);
  if (key === 'up') return only({ ...state, dialog: { ...dialog, chosen: Math.max(0, dialog.chosen - 1) } });
  if (key === 'down')
    return only({ ...state, dialog: { ...dialog, chosen: Math.min(fitting.length - 1, dialog.chosen + 1) } });
  if (key === 'tab') return only({ ...state, dialog: { ...dialog, text: chosen?.name ?? dialog.text, chosen: 0 } });
  return only({ ...state, dialog: { ...dialog, text: fieldText(dialog.text, event), chosen: 0 } });
}

function runCommand(state: ScreenState, { does }: Command, perform: Perform): Step {
  switch (does.kind) {
    case 'action':
      return perform(state, does.action);
    case 'ring':
      return only({ ...state, views: [{ kind: 'ring', ring: does.ring, check: null }] });
    case 'page':
      return only({ ...state, page: does.page, views: [] });
    case 'theme':
      return only({ ...state, theme: does.theme });
  }
}

/** Typed confirmation: the ring's id, then `enter`. While a reason stands against it there is nothing to type. */
function updateConfirm(state: ScreenState, dialog: ConfirmDialog, event: ScreenEvent, key: string, world: World): Step {
  if (dialog.busy) return only(state);
  if (key === 'esc') return only(close(state));
  const room = world.scene?.room;
  const ring = room?.rings.find((r) => r.id === dialog.ring);
  if (room === undefined || ring === undefined) return only(state);
  if (dialog.kind === 'validate' && refusalsOf(room, ring.id).length > 0) return only(state);
  if (key === 'tab' || key === 'shift-tab')
    return only({ ...state, dialog: { ...dialog, field: dialog.field === 'typed' ? 'note' : 'typed' } });
  if (key === 'enter') {
    if (dialog.typed.trim() !== ring.id) {
      const message = `Type ${ring.id} to confirm.`;
      return only({ ...state, dialog: { ...dialog, field: 'typed', message } });
    }
    const busy = { ...state, dialog: { ...dialog, busy: true, message: '' } };
    return also(busy, { kind: dialog.kind, ring: ring.id, note: dialog.note.trim() });
  }
  const text = fieldText(dialog[dialog.field], event);
  return only({ ...state, dialog: { ...dialog, [dialog.field]: text, message: '' } });
}
