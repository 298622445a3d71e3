import { Command } from 'commander';
import { packageVersion } from '../../assets.ts';
import { suggestion } from '../../profile/nearest.ts';
import { sanitiseText } from '../../text/sanitise.ts';
import { addAll, type Entries, type Surroundings } from './command.ts';
import { UsageError } from './failure.ts';
import { GLOBALS } from './globals.ts';

/** The whole command line. @param standard the command that runs when none is named */
export function createProgram<Commands extends Entries>(
  commands: Commands,
  standard: keyof Commands & string,
  around: Surroundings,
): Command {
  const { out } = around.world;
  const program = new Command('ringdeck')
    .description(
      'A war room for ring deployments: rollout, V1 against V2, alerts and infrastructure on one terminal screen.',
    )
    .version(packageVersion)
    .showSuggestionAfterError()
    // Usage errors repeat what was written on the command line.
    .configureOutput({
      writeOut: (text) => out.print(sanitiseText(text)),
      writeErr: (text) => out.warn(sanitiseText(text)),
    })
    .exitOverride();
  addAll(program, GLOBALS);
  for (const [name, entry] of Object.entries(commands)) {
    const command = program.command(name, { isDefault: name === standard });
    if (name === standard) refuseUnknown(command, Object.keys(commands));
    entry.describe(command, around);
  }
  return program;
}

/** What is no command comes to the default one, as an argument. */
function refuseUnknown(command: Command, names: readonly string[]): void {
  command.allowExcessArguments().hook('preAction', ({ args: [unknown] }) => {
    if (unknown === undefined) return;
    throw new UsageError(`There is no command "${unknown}"${suggestion(unknown, names)}`);
  });
}
