import { setTimeout as delay } from 'node:timers/promises';
import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { COLUMNS, environment, folder, ROWS } from '../program.ts';
import { usageOf } from '../usage.ts';
import type { Words } from './processor-time.ts';

/** How long a screen is waited for, in milliseconds. */
const PATIENCE = 20_000;

/** When a screen came, in milliseconds from the start of its process. */
export interface Arrival {
  /** Anything that can be read. */
  readonly firstWords: number;
  readonly whole: number;
}

/** What a program at rest used over a time. */
export interface AtRest {
  /** Of one core, 0 to 1. */
  readonly processor: number;
  readonly bytesPerSecond: number;
  readonly residentBytes: number;
}

/** Any program on a pseudo-terminal of 140×44. */
export class OnTerminal {
  readonly #pty;
  readonly #screen = new xterm.Terminal({ cols: COLUMNS, rows: ROWS, allowProposedApi: true });
  readonly #exit = Promise.withResolvers<void>();
  readonly #started = performance.now();
  #firstWords = Number.NaN;
  #bytes = 0;
  #onPicture = () => {};

  constructor([program = '', ...args]: Words) {
    this.#pty = spawn(program, [...args], { cols: COLUMNS, rows: ROWS, cwd: folder, env: environment });
    this.#pty.onData((data) => {
      this.#bytes += Buffer.byteLength(data);
      const came = performance.now() - this.#started;
      this.#screen.write(data, () => {
        if (Number.isNaN(this.#firstWords) && this.#text().trim() !== '') this.#firstWords = came;
        this.#onPicture();
      });
    });
    this.#pty.onExit(() => this.#exit.resolve());
  }

  /** @param isWhole whether the text of the screen is all that was waited for @throws Error when it never is */
  async arrival(isWhole: (text: string) => boolean): Promise<Arrival> {
    const gone = this.#exit.promise.then(() => 'the program ended');
    const late = delay(PATIENCE, 'it is not', { ref: false });
    while (!isWhole(this.#text())) {
      const { promise, resolve } = Promise.withResolvers<undefined>();
      this.#onPicture = () => resolve(undefined);
      const failed = await Promise.race([promise, gone, late]);
      if (failed !== undefined) throw new Error(`the screen is to be whole, and ${failed}:\n${this.#text()}`);
    }
    return { firstWords: this.#firstWords, whole: performance.now() - this.#started };
  }

  /** Watches it for so many seconds. */
  async atRest(seconds: number): Promise<AtRest> {
    const before = usageOf(this.#pty.pid);
    const written = this.#bytes;
    const from = performance.now();
    await delay(seconds * 1000);
    const took = (performance.now() - from) / 1000;
    const after = usageOf(this.#pty.pid);
    return {
      processor: before && after ? (after.cpuSeconds - before.cpuSeconds) / took : Number.NaN,
      bytesPerSecond: (this.#bytes - written) / took,
      residentBytes: after?.residentBytes ?? Number.NaN,
    };
  }

  type(keys: string): void {
    this.#pty.write(keys);
  }

  async quit(): Promise<void> {
    this.#pty.kill('SIGTERM');
    await Promise.race([
      this.#exit.promise,
      delay(2000, undefined, { ref: false }).then(() => this.#pty.kill('SIGKILL')),
    ]);
    this.#screen.dispose();
  }

  #text(): string {
    const { active } = this.#screen.buffer;
    return Array.from({ length: ROWS }, (_, y) => active.getLine(active.baseY + y)?.translateToString(true) ?? '').join(
      '\n',
    );
  }
}
