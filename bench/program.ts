import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type IPty, spawn } from '@lydell/node-pty';

export const PROGRAM = fileURLToPath(new URL('../bin/ringdeck', import.meta.url));

/** A folder of its own, so that no run sees the user's state. */
export const folder = mkdtempSync(join(tmpdir(), 'ringdeck-bench-'));

// Any CI variable and NO_COLOR would change what is measured.
const { CI: _ci, NO_COLOR: _noColor, ...inherited } = process.env;
export const environment: NodeJS.ProcessEnv = {
  ...inherited,
  XDG_STATE_HOME: folder,
  TERM: 'xterm-256color',
  COLORTERM: 'truecolor',
  LANG: 'C.UTF-8',
};

/** Every paint of the screen ends with this. */
const END_OF_PAINT = '\u001b[?2026l';
export const COLUMNS = 140;
export const ROWS = 44;

/** The program on a pseudo-terminal of 140×44, and what it has written so far. */
export class RunningRoom {
  readonly #pty: IPty;
  readonly #exit = Promise.withResolvers<void>();
  #bytes = 0;
  /** Bytes of the largest paint since it was asked for, and of what has come of the next one. */
  #paint = { largest: 0, begun: 0 };
  #onPaint = () => {};

  constructor(args: readonly string[]) {
    this.#pty = spawn(process.execPath, [PROGRAM, ...args], {
      cols: COLUMNS,
      rows: ROWS,
      cwd: folder,
      env: environment,
    });
    this.#pty.onData((data) => this.#receive(data));
    this.#pty.onExit(() => this.#exit.resolve());
  }

  get pid(): number {
    return this.#pty.pid;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Bytes of the largest paint since this was last asked. */
  takeLargestPaint(): number {
    const { largest } = this.#paint;
    this.#paint = { ...this.#paint, largest: 0 };
    return largest;
  }

  /** Resolves after the next paint; rejects when the program ends before. */
  async painted(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#onPaint = resolve;
    const ended = this.#exit.promise.then(() => {
      throw new Error('ringdeck ended before it painted.');
    });
    await Promise.race([promise, ended]);
  }

  resize(columns: number): void {
    this.#pty.resize(columns, ROWS);
  }

  async quit(): Promise<void> {
    this.#pty.kill('SIGTERM');
    await this.#exit.promise;
  }

  #receive(data: string): void {
    this.#bytes += Buffer.byteLength(data);
    const parts = data.split(END_OF_PAINT);
    for (const [i, part] of parts.entries()) {
      this.#paint.begun += Buffer.byteLength(part);
      if (i === parts.length - 1) break;
      this.#paint = { largest: Math.max(this.#paint.largest, this.#paint.begun + END_OF_PAINT.length), begun: 0 };
      this.#onPaint();
    }
  }
}
