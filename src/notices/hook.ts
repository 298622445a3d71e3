import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { NotifySpec } from '../profile/schema/notify.ts';
import type { Safe } from '../text/safe.ts';
import { sanitiseLine } from '../text/sanitise.ts';
import type { Happening } from './happening.ts';

/** What a hook is told. */
export interface HookNotice {
  readonly title: Safe;
  readonly text: Safe;
  readonly tier: Happening['tier'];
  readonly kind: Happening['kind'];
  readonly room: Safe;
  readonly environment: Safe;
  /** Each of what it is told of, the gravest first. */
  readonly events: readonly Pick<Happening, 'kind' | 'tier' | 'text'>[];
}

export interface HookWorld {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where the program is started. */
  readonly folder: string;
}

type Hook = NonNullable<NotifySpec['hook']>;

/** Characters of what is filled in: a command line has its limits. */
const LONGEST = 500;

/**
 * Runs the operator's program for what is to be told, by no shell: what servers say can be nothing but the text of one argument.
 * @returns what it failed of; null where it ended well
 */
export async function runHook({ command, timeout }: Hook, notice: HookNotice, world: HookWorld): Promise<Safe | null> {
  const [program = '', ...args] = command;
  const child = spawn(
    program,
    args.map((argument) => filled(argument, notice)),
    {
      cwd: world.folder,
      env: { ...world.env },
      stdio: ['pipe', 'ignore', 'ignore'],
      shell: false,
      timeout: timeout * 1000,
      killSignal: 'SIGKILL',
    },
  );
  // One that does not read what it is told may have ended already.
  child.stdin.on('error', () => {});
  child.stdin.end(`${JSON.stringify(notice)}\n`);
  try {
    const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
    if (code === 0) return null;
    return sanitiseLine(code === null ? `${program} was ended by ${signal}` : `${program} exited with ${code}`);
  } catch (error) {
    return sanitiseLine(`${program}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const NAMES = ['title', 'text', 'tier', 'kind', 'room', 'environment'] as const;
const HOLE = new RegExp(`\\{(${NAMES.join('|')})\\}`, 'g');

/** An argument with what is told in its holes; what is filled in never makes an option of it. */
export function filled(argument: string, notice: HookNotice): string {
  const text = argument.replaceAll(HOLE, (_, name: (typeof NAMES)[number]) =>
    sanitiseLine(notice[name]).slice(0, LONGEST),
  );
  return text.startsWith('-') && !argument.startsWith('-') ? ` ${text}` : text;
}
