import type { Safe } from '../../text/safe.ts';
import type { ActionId } from './kinds.ts';

/** Where a key works. `global` works everywhere but in a text field; the others when such a thing has the focus. */
export type KeyContext = 'global' | 'list' | 'alert' | 'logs' | 'time' | 'tape';

/** What a key, or one of several, stands for. */
export interface BoundKey {
  readonly action: ActionId;
  readonly keys: readonly string[];
  readonly context: KeyContext;
  /** A word or two for the footer. */
  readonly hint: Safe;
  readonly description: Safe;
  /** Weighty acts ask for a typed confirmation and are never on a lower-case key. */
  readonly danger?: true;
}

/** The keys in force, in the order help lists them. */
export type Keymap = readonly BoundKey[];

/**
 * The action a key stands for, in the first of `contexts` that knows it; `index` tells which of an action's keys it
 * was, for the panel numbers. Undefined when the key means nothing here.
 */
export function resolveKey(
  keymap: Keymap,
  key: string,
  contexts: readonly KeyContext[],
): { readonly action: ActionId; readonly index: number } | undefined {
  for (const context of contexts)
    for (const binding of keymap) {
      const index = binding.context === context ? binding.keys.indexOf(key) : -1;
      if (index >= 0) return { action: binding.action, index };
    }
  return undefined;
}

export const keysOf = (keymap: Keymap, action: ActionId): readonly string[] =>
  keymap.find((binding) => binding.action === action)?.keys ?? [];
