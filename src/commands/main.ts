import { CommanderError } from 'commander';
import { actionsIn } from './shared/action.ts';
import { describeFailure, EXIT } from './shared/failure.ts';
import { createProgram } from './shared/program.ts';
import type { World } from './shared/world.ts';

/** Runs one command line in a world, and tells there what it failed of. @returns the exit code */
export async function main(args: readonly string[], world: World): Promise<number> {
  let exit: number = EXIT.ok;
  const lazy = actionsIn(world, (code) => {
    exit = code;
  });
  try {
    await createProgram(world.out, lazy).parseAsync(args, { from: 'user' });
    return exit;
  } catch (error) {
    // Commander has said it already; help and version are no failures.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    const failure = describeFailure(error);
    world.out.say(failure.text);
    return failure.exit;
  }
}
