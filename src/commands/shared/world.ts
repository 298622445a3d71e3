import type { EventEmitter } from 'node:events';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { StageOptions } from '../../screen/stage.ts';
import type { Environment } from '../../terminal/capabilities.ts';
import type { GlobalOptions } from './globals.ts';
import type { Output } from './print.ts';

/** What a built program keeps, and for whom. */
export interface Program {
  /** Another one after each change. */
  readonly id: string;
  /** The process' own user; undefined on systems without. */
  readonly user: number | undefined;
  /** Folder of the profiles that were checked when it was built. */
  readonly profiles: string;
  /** Runs it once more with these arguments, in the background: it outlives whoever starts it, and prints nothing. */
  readonly start: (args: readonly string[]) => void;
}

/** Where somebody types and looks, or listens. */
type PersonsTerminal = Pick<StageOptions, 'process' | 'stdin' | 'stdout'>;

/** All that a command has of the process that runs it; `src/cli.ts` alone makes one of a whole process. */
export interface World {
  readonly env: Environment;
  /** Where relative paths begin. */
  readonly folder: string;
  readonly out: Output;
  /** Tells of `SIGINT`, `SIGTERM` and `SIGHUP`. */
  readonly signals: Pick<EventEmitter, 'once'>;
  /** The program as it was built; left out where it was not, and nothing of it is kept. */
  readonly program?: Program;
  /** Null without a person: keys come in, and the screen goes out, on a terminal that can be drawn on. */
  readonly terminal: PersonsTerminal | null;
  /** The same of a terminal that need not be drawn on: lines go out on it. */
  readonly lines?: PersonsTerminal | null;
}

/** The terminal that a room is shown on, or told on; null where there is none. */
export const roomTerminal = (world: World, { screenReader }: Pick<GlobalOptions, 'screenReader'>): World['terminal'] =>
  screenReader ? (world.lines ?? null) : world.terminal;

/** Where a path leads that was given on the command line. Not made shorter: what stands before `..` may be a link. */
export const pathOf = ({ folder }: World, given: string): string => (isAbsolute(given) ? given : `${folder}/${given}`);

/** The operator's own folder for what programs keep. */
export const stateFolder = ({ env }: Pick<World, 'env'>): string =>
  env.XDG_STATE_HOME ?? join(env.HOME ?? homedir(), '.local', 'state');
