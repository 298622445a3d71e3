import { Argument, type Command } from 'commander';
import type { GlobalOptions } from './globals.ts';
import type { Takes, ValuesOf } from './takes.ts';
import type { World } from './world.ts';

/** Where a command runs, and what is told when it has ended: its exit code. */
export interface Surroundings {
  readonly world: World;
  readonly ended: (exit: number) => void;
}

/** A command, or a group of them, as the registry holds it. */
export interface Entry {
  /** Gives Commander's empty command its description, what it takes, and what it does. */
  describe(command: Command, around: Surroundings): void;
}

export type Entries = Readonly<Record<string, Entry>>;

interface Declaration<T extends readonly Takes<unknown>[]> {
  /** Stands in the list of commands and in the command's own help. */
  readonly description: string;
  readonly takes: T;
  /** @param given every option and argument by its name, and the options of all commands @returns the exit code */
  readonly run: (world: World, given: GlobalOptions & ValuesOf<T>) => Promise<number>;
}

/**
 * One command. Its declaration is read at every start, whichever command runs: what it needs beyond that, `run` imports when
 * it is called.
 */
export const command = <const T extends readonly Takes<unknown>[]>({
  description,
  takes,
  run,
}: Declaration<T>): Entry => ({
  describe(command, { world, ended }) {
    command.description(description);
    addAll(command, takes);
    command.action(async () => {
      const values = command.registeredArguments.map(
        (argument, i) => [argument.name(), command.processedArgs[i]] as const,
      );
      const options = command.optsWithGlobals<GlobalOptions & ValuesOf<T>>();
      ended(await run(world, { ...options, ...Object.fromEntries(values) }));
    });
  },
});

/** Commands of one subject: `ringdeck ring list`, `ringdeck ring show`. */
export const group = (subject: string, commands: Entries): Entry => ({
  describe(command, around) {
    command.description(`${subject}: ${Object.keys(commands).join(', ')}`);
    for (const [name, entry] of Object.entries(commands)) entry.describe(command.command(name), around);
  },
});

/** Gives a command its arguments and options. @throws Error when two are called alike: one would hide the other */
export function addAll(command: Command, takes: readonly Takes<unknown>[]): void {
  const names = takes.map(({ part }) => (part instanceof Argument ? part.name() : part.attributeName()));
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new Error(`two arguments or options are called "${twice}"`);
  for (const { part } of takes) {
    if (part instanceof Argument) command.addArgument(part);
    else command.addOption(part);
  }
}
