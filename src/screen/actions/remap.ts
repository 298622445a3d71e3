import { own } from '../../own.ts';
import type { Keymap } from '../core/keymap.ts';
import type { ActionId } from '../core/kinds.ts';
import { actionNamed, actionOf, DEFAULT_KEYMAP } from './registry.ts';

/** One mistake in a profile's `keys`, at the action it was given for. */
export interface KeyError {
  readonly action: string;
  readonly message: string;
}

const NAMED = new Set([
  'esc',
  'tab',
  'shift-tab',
  'enter',
  'space',
  'backspace',
  'delete',
  'up',
  'down',
  'left',
  'right',
]);
for (const key of ['pgup', 'pgdn', 'home', 'end']) NAMED.add(key);

/** Keys that must keep their meaning, whatever a profile says. */
const RESERVED: Readonly<Record<string, ActionId>> = { esc: 'back', 'ctrl-c': 'quit' };

const isKey = (key: string): boolean => /^ctrl-[a-z]$/.test(key) || NAMED.has(key) || /^[^\s\p{C}]$/u.test(key);

function keyProblem(action: ActionId, key: string): string | null {
  if (!isKey(key)) return `"${key}" is not a key; expected one character, ctrl-x, or one of ${[...NAMED].join(', ')}`;
  const owner = own(RESERVED, key);
  if (owner !== undefined && owner !== action) return `"${key}" always means "${owner}"`;
  if (actionOf(action).danger && !/^\p{Lu}$/u.test(key))
    return `"${action}" changes things and needs an upper-case letter, not "${key}"`;
  return null;
}

/** Contexts of which both may know a key: where logs are there is no alert, and their keys come before those of time. */
const APART: ReadonlySet<string> = new Set(['alert,logs', 'logs,time']);

/** Actions that share a key: where zooming out does nothing, the last view comes. */
const IN_TURN: ReadonlySet<string> = new Set<`${ActionId},${ActionId}`>(['last-view,zoom-out']);

/** Two bindings that share a key must be told apart by where they work. */
function clash(keymap: Keymap): KeyError[] {
  const errors: KeyError[] = [];
  for (const [i, first] of keymap.entries())
    for (const second of keymap.slice(i + 1)) {
      const key = first.keys.find((k) => second.keys.includes(k));
      const isMeant =
        APART.has([first.context, second.context].sort().join()) ||
        IN_TURN.has([first.action, second.action].sort().join());
      if (key !== undefined && !isMeant)
        errors.push({ action: second.action, message: `"${key}" is already the key of "${first.action}"` });
    }
  return errors;
}

/**
 * The keymap with a profile's `keys` in place of the default ones, action by action. Every mistake is told: an unknown
 * action, an unknown key, a key used twice, a weighty act on a key that is hit by accident.
 */
export function remapKeys(
  overrides: Readonly<Record<string, string | readonly string[]>>,
): { readonly ok: true; readonly keymap: Keymap } | { readonly ok: false; readonly errors: readonly KeyError[] } {
  const errors: KeyError[] = [];
  const chosen = new Map<ActionId, readonly string[]>();
  for (const [name, value] of Object.entries(overrides)) {
    const action = actionNamed(name);
    if (action === undefined) {
      errors.push({ action: name, message: `there is no action "${name}"; docs/keys.md lists them` });
      continue;
    }
    const keys = typeof value === 'string' ? [value] : value;
    for (const key of keys) {
      const message = keyProblem(action, key);
      if (message !== null) errors.push({ action, message });
    }
    const reserved = Object.keys(RESERVED).filter((key) => own(RESERVED, key) === action && !keys.includes(key));
    chosen.set(action, [...keys, ...reserved]);
  }
  const keymap = DEFAULT_KEYMAP.map((binding) => ({ ...binding, keys: chosen.get(binding.action) ?? binding.keys }));
  errors.push(...clash(keymap));
  return errors.length === 0 ? { ok: true, keymap } : { ok: false, errors };
}
