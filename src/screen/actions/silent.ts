import { isDeepStrictEqual } from 'node:util';
import { type Safe, safe } from '../../text/safe.ts';
import { sanitiseLine } from '../../text/sanitise.ts';
import type { ScreenEvent, Step } from '../core/effects.ts';
import { shownKey } from '../core/key-names.ts';
import { type ActionId, BINDINGS, keysOf } from '../core/keymap.ts';
import { filterOf, type ScreenState } from '../core/state.ts';
import type { World } from '../core/world.ts';
import { type Dialog, isBusy } from '../dialogs/states.ts';

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
  if (dialog !== null) return inDialog(dialog, event);
  if (event.type === 'unbound') return unboundText(event.key, world);
  if (event.type !== 'action') return safe('That key does nothing here');
  return sanitiseLine(reasonFor(event.action, event.index, state, world));
}

function inDialog(dialog: Dialog, event: ScreenEvent): Safe {
  if (isBusy(dialog)) return safe('It is being done: keys wait for the answer');
  if (dialog.kind === 'validate' && dialog.stage.kind === 'countdown')
    return safe('It is counting down: esc takes it back');
  if (event.type === 'action' && UPWARDS.has(event.action)) return safe('This is the beginning');
  if (event.type === 'action' && DOWNWARDS.has(event.action)) return safe('This is the end');
  return safe('That key does nothing here; esc closes this');
}

const UPWARDS: ReadonlySet<ActionId> = new Set<ActionId>(['up', 'first', 'page-up', 'half-page-up']);
const DOWNWARDS: ReadonlySet<ActionId> = new Set<ActionId>(['down', 'last', 'page-down', 'half-page-down']);

function unboundText(key: string, { keymap }: World): Safe {
  const help = keysOf(keymap, 'help')[0] ?? '?';
  return safe(`${shownKey(key, true)} does nothing here; ${shownKey(help, true)} shows the keys`);
}

function reasonFor(action: ActionId, index: number, state: ScreenState, { scene, keymap }: World): string {
  const view = state.views.at(-1);
  const key = (of: ActionId) => shownKey(keysOf(keymap, of)[0] ?? of, true);
  if (scene === undefined) return 'The servers have not answered yet';
  if (UPWARDS.has(action)) return view?.kind === 'chart' ? chartText(key) : 'This is the beginning';
  if (DOWNWARDS.has(action)) return view?.kind === 'chart' ? chartText(key) : 'This is the end';
  switch (action) {
    case 'left':
    case 'right':
      return 'There is nothing more on that side';
    case 'panel':
      return view === undefined && state.focus !== null
        ? `There is no other panel ${index + 1} on this page`
        : `There is no panel ${index + 1} here`;
    case 'next-panel':
    case 'previous-panel':
      return 'There is no other panel on this page';
    case 'next-page':
    case 'previous-page':
      return 'There is only this page';
    case 'full-screen':
      return `This fills the screen already; ${key('back')} goes back`;
    case 'filter':
      return 'There are no rows to filter here';
    case 'next-hit':
    case 'previous-hit':
      return filterOf(state) === '' ? `Nothing is filtered: ${key('filter')} does that` : 'No other row matches';
    case 'mark':
    case 'mark-all':
      return 'Only alerts can be marked: select one in their panel';
    case 'open':
      return 'There is nothing more to open here';
    case 'copy':
      return 'Nothing is selected that could be copied';
    case 'zoom-in':
    case 'zoom-out':
    case 'earlier':
    case 'later':
    case 'live':
      return view !== undefined && 'window' in view
        ? 'The chart shows that already: there is no more of it'
        : `Only charts move in time: ${key('open')} opens one`;
    case 'back':
      return `Nothing is open; ${key('quit')} leaves`;
    case 'slower':
      return 'The tape runs at its own speed already';
    default:
      return `${BINDINGS.find((binding) => binding.action === action)?.hint ?? action}: there is nothing to do here`;
  }
}

const chartText = (key: (of: ActionId) => string) =>
  `A chart has no rows; ${key('earlier')} and ${key('later')} move it in time`;
