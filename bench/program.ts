import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
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

/** How long a text is waited for, in milliseconds. */
const PATIENCE = 10_000;

/** The program on a pseudo-terminal of 140×44, and what it has written so far. */
export class RunningRoom {
  readonly #pty: IPty;
  readonly #exit = Promise.withResolvers<void>();
  #bytes = 0;
  /** Bytes of the largest paint since it was asked for, and of what has come of the next one. */
  #paint = { largest: 0, begun: 0 };
  #onPaint = () => {};
  #paints = 0;
  /** What was written since a text was last waited for, and who waits. */
  #recent = '';
  #onWrite = () => {};

  constructor(args: readonly string[]) {
    this.#pty = spawn(PROGRAM, [...args], {
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

  /** Paints so far. */
  get paints(): number {
    return this.#paints;
  }

  type(keys: string): void {
    this.#recent = '';
    this.#pty.write(keys);
  }

  /** Resolves once this has been written since the last key; rejects when it never is. */
  async wrote(text: string): Promise<void> {
    const patience = setTimeout(() => this.#onWrite(), PATIENCE);
    const until = performance.now() + PATIENCE;
    while (!this.#recent.includes(text)) {
      if (performance.now() >= until - 1)
        throw new Error(`ringdeck did not write "${text}": ${this.#recent.slice(-2000)}`);
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#onWrite = resolve;
      await promise;
    }
    clearTimeout(patience);
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

  /** Everything on the screen, as it is painted anew for a terminal that changed its size. */
  async repainted(): Promise<string> {
    for (const columns of [COLUMNS + 1, COLUMNS]) {
      this.#recent = '';
      this.resize(columns);
      await delay(500);
    }
    return this.#recent;
  }

  async quit(): Promise<void> {
    this.#pty.kill('SIGTERM');
    await this.#exit.promise;
  }

  #receive(data: string): void {
    this.#bytes += Buffer.byteLength(data);
    this.#recent = (this.#recent + data).slice(-100_000);
    this.#onWrite();
    const parts = data.split(END_OF_PAINT);
    for (const [i, part] of parts.entries()) {
      this.#paint.begun += Buffer.byteLength(part);
      if (i === parts.length - 1) break;
      this.#paint = { largest: Math.max(this.#paint.largest, this.#paint.begun + END_OF_PAINT.length), begun: 0 };
      this.#paints += 1;
      this.#onPaint();
    }
  }
}
