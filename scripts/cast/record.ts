import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import type { Row } from '../../src/terminal/cells.ts';
import { rowsOf } from './rows.ts';

interface Size {
  readonly columns: number;
  readonly rows: number;
}

export interface Step {
  /** What the screen shows before anything is typed. */
  readonly sees: RegExp;
  /** How long it is looked at, in seconds. */
  readonly looks: number;
  readonly types: string;
}

/** What was written when, as asciicast v2 has it: seconds since the start, `o` for output. */
export type CastEvent = readonly [seconds: number, kind: 'o', data: string];

/** What the terminal showed from an instant on, in seconds. */
export interface Shown {
  readonly from: number;
  readonly rows: readonly Row[];
}

/** Seconds between two looks at the terminal. */
const EVERY = 1;

/** Runs a program on a pseudo-terminal, step by step. Rejects when it does not show what a step waits for within 30 s. */
export async function record(
  [file, ...args]: readonly [string, ...string[]],
  { columns, rows }: Size,
  steps: readonly Step[],
): Promise<{ readonly events: readonly CastEvent[]; readonly frames: readonly Shown[] }> {
  const { CI: _ci, NO_COLOR: _none, ...env } = process.env;
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  const pty = spawn(file, args, {
    cols: columns,
    rows,
    env: { ...env, USER: 'alice', TZ: 'UTC', TERM: 'xterm-256color', COLORTERM: 'truecolor', LANG: 'C.UTF-8' },
  });
  const began = performance.now();
  const seconds = (): number => Math.round(performance.now() - began) / 1000;
  const events: CastEvent[] = [];
  const frames: Shown[] = [];
  pty.onData((data) => {
    events.push([seconds(), 'o', data]);
    terminal.write(data);
  });
  const ended = Promise.withResolvers<void>();
  pty.onExit(() => ended.resolve());
  const shows = setInterval(() => frames.push({ from: seconds(), rows: rowsOf(terminal) }), EVERY * 1000);
  try {
    for (const { sees, looks, types } of steps) {
      await until(
        () => sees.test(textOf(terminal)),
        () => `the screen never showed ${sees}, but:\n${textOf(terminal)}`,
      );
      await pause(looks);
      pty.write(types);
    }
    await ended.promise;
    return { events, frames: frames.slice(0, -1) };
  } finally {
    clearInterval(shows);
    pty.kill();
    terminal.dispose();
  }
}

const pause = (looks: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, looks * 1000));

const textOf = ({ buffer: { active }, rows }: InstanceType<typeof xterm.Terminal>): string =>
  Array.from({ length: rows }, (_, y) => active.getLine(active.baseY + y)?.translateToString(true) ?? '').join('\n');

async function until(holds: () => boolean, why: () => string): Promise<void> {
  for (let looked = 0; !holds(); looked += 1) {
    if (looked > 300) throw new Error(why());
    await pause(0.1);
  }
}
