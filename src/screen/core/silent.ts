import { isDeepStrictEqual } from 'node:util';
import { own } from '../../own.ts';
import { type Safe, type SafeArgument, safe } from '../../text/safe.ts';
import { whyIdle } from '../actions/idle.ts';
import { BEGINNING, END } from '../actions/moving.ts';
import { dialogKind, isBusy } from '../dialogs/registry.ts';
import { distance } from './distance.ts';
import type { ScreenEvent, Step } from './effects.ts';
import { PASTE, shownKey } from './key-names.ts';
import { keysOf } from './keymap.ts';
import type { Dialog } from './kinds.ts';
import type { ScreenState } from './state.ts';
import type { World } from './world.ts';

const PRESSED: ReadonlySet<ScreenEvent['type']> = new Set<ScreenEvent['type']>(['action', 'unbound', 'field', 'text']);

/**
 * Whether a key changed nothing and asked for nothing; esc that took a message away did something.
 * @param calm the screen before, without what was said of the key before
 */
export function isSilent(
  before: ScreenState,
  calm: ScreenState,
  event: ScreenEvent,
  { state, effects }: Step,
): boolean {
  if (!PRESSED.has(event.type) || effects.length > 0 || state.flash !== calm.flash) return false;
  const dismisses = event.type === 'action' && event.action === 'back' && before.flash !== null;
  return !dismisses && isDeepStrictEqual(state, calm);
}

/** Why a key does nothing here: whoever presses one must not be left to wonder whether it was heard. */
export function whyNothing(state: ScreenState, event: ScreenEvent, world: World): Safe {
  const { dialog } = state;
  if (dialog !== null) return inDialog(dialog, event, world);
  if (event.type === 'unbound') return unboundText(event.key, world);
  return event.type === 'action'
    ? whyIdle(event.action, event.index, state, world)
    : safe('That key does nothing here');
}

function inDialog(dialog: Dialog, event: ScreenEvent, world: World): Safe {
  if (isBusy(dialog)) return safe('An act is under way: keys must wait');
  const idle = dialogKind(dialog).idle?.(dialog, event, world) ?? null;
  if (idle !== null) return idle;
  if (event.type === 'action' && event.action === 'help') return KEYS_OF_LISTS;
  const by = awayBy(dialog, event);
  if (by !== null) return by < 0 ? BEGINNING : END;
  const edge = event.type === 'field' && dialogKind(dialog).takesText ? own(AT_EDGE, event.key) : undefined;
  if (edge !== undefined) return edge;
  return safe(`${nothingBy(pressed(event, world))}; esc closes this`);
}

/** Whether a key goes up or down in a dialog that has rows: less than 0, or more. Null: neither. */
function awayBy(dialog: Dialog, event: ScreenEvent): number | null {
  if (event.type === 'action') return distance(event.action, 1);
  const hasRows = 'scroll' in dialog || 'chosen' in dialog;
  return hasRows && event.type === 'field' ? (own(ARROWS, event.key) ?? null) : null;
}

/** What keys do in dialogs without a text. */
const KEYS_OF_LISTS = safe('Keys here: ↑ ↓, esc, and those that its border names');

/** Why a key that edits a text does nothing: the caret stands where there is nothing before or behind it. */
const AT_EDGE: Readonly<Record<string, Safe>> = {
  ...ofKeys('That is the beginning of the text', 'left', 'ctrl-left', 'alt-b', 'home', 'ctrl-a'),
  ...ofKeys('That is the end of the text', 'right', 'ctrl-right', 'alt-f', 'end', 'ctrl-e'),
  ...ofKeys('There is nothing before the caret', 'backspace', 'alt-backspace', 'ctrl-w', 'ctrl-u'),
  ...ofKeys('There is nothing behind the caret', 'delete', 'alt-d', 'ctrl-k'),
};

function ofKeys<T extends string>(text: SafeArgument<T>, ...keys: readonly string[]): Readonly<Record<string, Safe>> {
  return Object.fromEntries(keys.map((key) => [key, safe<T>(text)]));
}

const ARROWS: Readonly<Record<string, number>> = { up: -1, pgup: -1, home: -1, down: 1, pgdn: 1, end: 1 };

function unboundText(key: string, { keymap }: World): Safe {
  const help = keysOf(keymap, 'help')[0] ?? '?';
  return safe(`${nothingBy(key)}; ${shownKey(help, true)} shows the keys`);
}

/** The key that an event came of, by its name; '' where it has none. */
function pressed(event: ScreenEvent, { keymap }: World): string {
  switch (event.type) {
    case 'unbound':
    case 'field':
      return event.key;
    case 'text':
      return [...event.text].length === 1 ? event.text : PASTE;
    case 'action':
      return keysOf(keymap, event.action)[event.index] ?? '';
    default:
      return '';
  }
}

/** That what was pressed, or pasted, does nothing. */
function nothingBy(key: string): Safe {
  if (key === PASTE) return safe('Pasted text is not taken for keys: it goes into text fields alone');
  const name = key === '' ? safe('That key') : shownKey(key, true);
  return safe(FOREIGN.test(key) ? `${name} does nothing here: keys are Latin letters` : `${name} does nothing here`);
}

/** A letter of another script, or with an accent: the keyboard is set to another layout. */
const FOREIGN = /^(?!\p{ASCII})\p{L}$/u;
