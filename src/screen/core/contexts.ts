import { type Safe, safe } from '../../text/safe.ts';
import { KEY_WORDS } from '../views/logs/keys.ts';
import type { BoundKey, KeyContext, Keymap } from './keymap.ts';
import type { ActionId, ByAction } from './kinds.ts';

/** What help and docs/keys.md say of a context. */
interface ContextWords {
  readonly title: Safe;
  readonly docs: { readonly title: string; readonly note: string };
  /** What keys of everywhere do in it instead, in the order they are worth knowing there. */
  readonly instead?: ByAction;
  /** Contexts beneath it of which that leaves nothing to tell. */
  readonly covers?: readonly KeyContext[];
}

/** Every context, in the order docs/keys.md lists them. */
export const CONTEXTS: Readonly<Record<KeyContext, ContextWords>> = {
  global: {
    title: safe('Everywhere'),
    docs: {
      title: 'Everywhere',
      note: 'These work in every view. Not while a text is being typed, nor in a dialog that lies over it: there only the keys that it names do, and `esc` and `ctrl-c`.',
    },
  },
  list: { title: safe('In panels and lists'), docs: { title: 'In panels and lists', note: '' } },
  alert: {
    title: safe('At alerts'),
    docs: {
      title: 'At alerts',
      note: 'In panels and lists, too: then it is the selected alert, or the worst that is firing.',
    },
  },
  time: {
    title: safe('Through time'),
    docs: {
      title: 'Through time',
      note: 'In every view: panels, alerts, verdict, journal, charts and logs go together. A live room asks the servers for the past; no act is possible there. The cursor tells the values of an instant in all charts; on one that fills the screen ← and → move it by a column, and ↑ and ↓ choose a line where there are several.',
    },
  },
  logs: {
    title: safe('In the logs'),
    docs: {
      title: 'In the logs',
      note: 'Other keys that work here are listed too; changing one changes it everywhere.',
    },
    instead: KEY_WORDS,
    covers: ['time', 'list', 'alert'],
  },
  tape: { title: safe('On the tape'), docs: { title: 'In the demo and in replays', note: '' } },
};

/** The keys of a context, and those of everywhere that do something else in it, told by what that is. */
export function bindingsIn(context: KeyContext, keymap: Keymap): Keymap {
  const { instead = {} } = CONTEXTS[context];
  const others = Object.entries(instead).flatMap(([action, description]): BoundKey[] => {
    const binding = keymap.find((one) => one.action === action);
    return binding === undefined ? [] : [{ ...binding, description }];
  });
  return [...keymap.filter((binding) => binding.context === context), ...others];
}

/** The keys that are told of where some contexts are in force, those of the view in sight first. */
export function toldIn(contexts: readonly KeyContext[], keymap: Keymap): readonly (readonly [KeyContext, Keymap])[] {
  const covered = new Set(contexts.flatMap((context) => CONTEXTS[context].covers ?? []));
  const told = new Set<ActionId>(
    contexts.flatMap((context) => Object.keys(CONTEXTS[context].instead ?? {}) as ActionId[]),
  );
  const shown = contexts.filter((context) => !covered.has(context));
  const ordered = [...shown.filter((context) => context !== 'global'), ...shown.filter((c) => c === 'global')];
  return ordered.map((context) => {
    const own = bindingsIn(context, keymap);
    const isTold = CONTEXTS[context].instead !== undefined;
    return [context, isTold ? own : own.filter(({ action }) => !told.has(action))];
  });
}
