import type { Command } from 'commander';
import { own } from '../../own.ts';
import type { GlobalOptions } from './options.ts';
import type { World } from './world.ts';

type Run = (world: World, options: never, ...args: never[]) => Promise<number>;

/** An action that loads its command's module only when it runs; it gives the function all options, and notes its exit code. */
export type Lazy = <Name extends string>(
  load: () => Promise<Readonly<Record<Name, Run>>>,
  name: Name,
) => (this: Command, ...args: unknown[]) => Promise<void>;

/** @param ended called with the exit code */
export const actionsIn = (world: World, ended: (exit: number) => void): Lazy =>
  function lazy(load, name) {
    return async function (...args) {
      const given = args.slice(0, this.registeredArguments.length);
      const run = own(await load(), name);
      if (run) ended(await run(world, this.optsWithGlobals<GlobalOptions>() as never, ...(given as never[])));
    };
  };
