import { CommanderError } from 'commander';
import { COMMANDS, STANDARD } from './registry.ts';
import type { Entries } from './shared/command.ts';
import { describeFailure, EXIT } from './shared/failure.ts';
import { createProgram } from './shared/program.ts';
import type { World } from './shared/world.ts';

/** Runs one command line in a world, and tells there what it failed of. @returns the exit code */
export const main = (args: readonly string[], world: World): Promise<number> =>
  runProgram(args, world, COMMANDS, STANDARD);

/** As `main`, with any commands. @param standard the one that runs when none is named */
export async function runProgram<Commands extends Entries>(
  args: readonly string[],
  world: World,
  commands: Commands,
  standard: keyof Commands & string,
): Promise<number> {
  let exit: number = EXIT.ok;
  const ended = (code: number) => {
    exit = code;
  };
  try {
    await createProgram(commands, standard, { world, ended }).parseAsync(args, { from: 'user' });
    return exit;
  } catch (error) {
    // Commander has said it already; help and version are no failures.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    const failure = describeFailure(error);
    world.out.say(failure.text);
    return failure.exit;
  }
}
