import { Command } from 'commander';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainly } from '../../../src/commands/line/at-once.ts';
import { line } from '../../../src/commands/line/command.ts';
import { addAll } from '../../../src/commands/shared/command.ts';
import { GLOBALS } from '../../../src/commands/shared/globals.ts';
import type { World } from '../../../src/commands/shared/world.ts';

/** What the whole command line makes of it; null for a mistake or a call for help. */
function wholly(args: readonly string[]): Readonly<Record<string, unknown>> | null {
  const command = new Command().exitOverride().configureOutput({ writeOut: () => {}, writeErr: () => {} });
  addAll(command, GLOBALS);
  line.describe(command, { world: {} as World, ended: () => {} });
  command.action(() => {});
  try {
    return command.parse(args, { from: 'user' }).opts();
  } catch {
    return null;
  }
}

const defined = (values: object) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

const WORDS = [
  ...['-c', '-ca', '--config', '--config=b', '--prometheus', '--loki=http://l', '--alertmanager', '--format', 'tmux'],
  ...['--format=waybar', '--format=nope', '--name', '--name=', 'x', '', '--every', '5s', '--every=0s', '--stale-after'],
  ...['1h', '--ask', '--ask=yes', '--ascii', '--no-color', '--color', '--help', '-h', '--', '-', '--nope', '-cask'],
];

describe('a line that is told at once', () => {
  it('is what the whole command line makes of the same words, or left to that', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...WORDS), { maxLength: 6 }), (args) => {
        const plain = plainly(args);
        if (plain === null) return;
        const { options, wished } = plain;
        expect(defined({ ask: false, ...wholly(args) })).toEqual(defined({ ...options, ...wished }));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    [[]],
    [['-c', 'shop.yaml', '--format', 'tmux']],
    [['--prometheus', 'http://a', '--prometheus=http://b', '--every', '1m', '--no-color', '--ascii', '--ask']],
  ])('is told of %j', (args) => expect(plainly(args)).not.toBeNull());

  it.each([[['--help']], [['extra']], [['--format', 'nope']], [['--every', 'soon']], [['--stale-after', '0s']]])(
    'leaves %j to the whole command line',
    (args) => expect(plainly(args)).toBeNull(),
  );
});
