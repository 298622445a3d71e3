import { safe } from '../../../text/safe.ts';
import { actionOf } from '../../actions/registry.ts';
import { runAction } from '../../actions/run.ts';
import type { BoundKey } from '../../core/keymap.ts';
import type { ActionId } from '../../core/kinds.ts';
import { ack, claim, unack } from './by-name/alerts.ts';
import { filter, help, quit, theme } from './by-name/general.ts';
import { logs, page, panel } from './by-name/places.ts';
import { revoke, ring, validate } from './by-name/rings.ts';
import { save } from './by-name/save.ts';
import { at, range } from './by-name/time.ts';
import type { Command, Known } from './command.ts';

/**
 * Commands that take arguments, or have a name of their own; those that go somewhere before those that change something.
 * Every other action is a command of its own name.
 */
const COMMANDS: readonly Command[] = [
  ring,
  page,
  panel,
  logs,
  at,
  range,
  filter,
  theme,
  save,
  ack,
  unack,
  claim,
  validate,
  revoke,
  help,
  quit,
];

const OWN: ReadonlySet<ActionId | undefined> = new Set(
  COMMANDS.filter(({ takes }) => takes.length > 0).map(({ action }) => action),
);

/** Whether a name is that of a command for which this room has nothing. */
export const isIdle = (name: string, known: Known): boolean =>
  COMMANDS.some((command) => command.name === name && command.offered?.(known) === false);

/** Every command of this room, in the order they are listed where nothing was typed. */
export function commandsOf(known: Known): readonly Command[] {
  const { keymap, scene, logs: searched } = known;
  const hasRoomFor = ({ context }: BoundKey) =>
    (scene?.playback.kind === 'tape' || context !== 'tape') && (searched?.scene !== undefined || context !== 'logs');
  const actions = keymap
    .filter((binding) => !OWN.has(binding.action) && !actionOf(binding.action).forKeysAlone && hasRoomFor(binding))
    .map(
      ({ action, description }): Command => ({
        name: safe(action),
        description,
        action,
        takes: [],
        run: (here) => runAction(action, 0, here),
      }),
    );
  return [...COMMANDS.filter((command) => command.offered?.(known) ?? true), ...actions];
}
