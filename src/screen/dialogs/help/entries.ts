import { type Safe, safe } from '../../../text/safe.ts';
import { runAction } from '../../actions/run.ts';
import { CONTEXTS, toldIn } from '../../core/contexts.ts';
import { type BoundKey, type KeyContext, keysOf } from '../../core/keymap.ts';
import { alsoCalled } from '../palette/also-called.ts';
import { type Command, type Known, usage } from '../palette/command.ts';
import { commandsOf } from '../palette/commands.ts';
import { found } from '../palette/fuzzy.ts';

/** A key or a command that is looked for. */
export interface Entry {
  /** By name, as keys are; none for some commands. */
  readonly keys: readonly string[];
  readonly name: Safe;
  readonly about: Safe;
  readonly command: Command;
}

/** Keys that work here, those of other places, and commands that take words. */
function entriesIn(contexts: readonly KeyContext[], known: Known): readonly Entry[] {
  const { keymap } = known;
  const here = toldIn(contexts, keymap).flatMap(([, bindings]) => bindings.map((one) => ofKey(one, one.description)));
  const elsewhere = keymap
    .filter(({ context }) => !contexts.includes(context))
    .map((one) => ofKey(one, safe(`${CONTEXTS[one.context].title}: ${one.description}`)));
  const commands = commandsOf(known)
    .filter(({ takes }) => takes.length > 0)
    .map((command): Entry => {
      const keys = command.action === undefined ? [] : keysOf(keymap, command.action);
      return { keys, name: safe(`:${usage(command)}`), about: command.description, command };
    });
  return [...here, ...commands, ...elsewhere];
}

const ofKey = ({ action, keys, hint }: BoundKey, about: Safe): Entry => ({
  keys,
  name: hint,
  about,
  command: { name: hint, description: about, action, takes: [], run: (here) => runAction(action, 0, here) },
});

/** What a text finds, best first: the key that it is, then what it says by its words. */
export function entriesFor(text: string, contexts: readonly KeyContext[], known: Known): readonly Entry[] {
  const all = entriesIn(contexts, known);
  const sought = text.trim();
  const byKey = all.filter(({ keys }) => keys.includes(sought));
  const byWords = found(all, sought, ({ keys, name, about, command }) => ({
    name: `${name} ${command.action ?? ''}`,
    about: `${about} ${keys.join(' ')} ${alsoCalled(command.action)}`,
  }));
  return [...new Set([...byKey, ...byWords])];
}
