import { type IPty, spawn } from '@lydell/node-pty';
import { Emulator } from './emulator.ts';

/** A program on a real pseudo-terminal, with a terminal emulator behind it that shows what a person would see. */
export class TerminalProgram extends Emulator {
  readonly #pty: IPty;
  readonly #changed = new Set<() => void>();
  #exit: { code: number; signal: number } | null = null;

  constructor(
    command: readonly [string, ...string[]],
    options: { columns: number; rows: number; cwd?: string; env?: Readonly<Record<string, string>> },
  ) {
    const { columns: cols, rows } = options;
    super(cols, rows);
    const [file, ...args] = command;
    const { CI: _, NO_COLOR: __, ...env } = process.env;
    this.#pty = spawn(file, args, {
      cols,
      rows,
      ...(options.cwd !== undefined && { cwd: options.cwd }),
      env: { ...definedOnly(env), TERM: 'xterm-256color', COLORTERM: 'truecolor', LANG: 'C.UTF-8', ...options.env },
    });
    this.#pty.onData((data) => {
      this.write(data, () => this.#tell());
    });
    this.#pty.onExit(({ exitCode, signal }) => {
      // The emulator takes what it is given in order: after this it has seen the program's last byte.
      this.write('', () => {
        this.#exit = { code: exitCode, signal: signal ?? 0 };
        this.#tell();
      });
    });
  }

  #tell(): void {
    for (const listener of [...this.#changed]) listener();
  }

  protected override answered(bytes: string): void {
    this.#pty.write(bytes);
  }

  /** Types keys as the terminal sends them. */
  type(keys: string): void {
    this.#pty.write(keys);
  }

  override resize(columns: number, rows: number): void {
    super.resize(columns, rows);
    this.#pty.resize(columns, rows);
  }

  kill(signal: NodeJS.Signals): void {
    process.kill(this.#pty.pid, signal);
  }

  /** Resolves as soon as the screen is as wished; rejects with the screen when it is not within the test's time. */
  waitFor(wish: (text: string) => boolean, what = 'the screen'): Promise<void> {
    return this.#until(() => wish(this.text()), what);
  }

  /** Resolves with exit code and signal when the program has ended. */
  async exit(): Promise<{ code: number; signal: number }> {
    await this.#until(() => this.#exit !== null, 'the end of the program');
    return this.#exit ?? { code: -1, signal: 0 };
  }

  /** Ends the program if it still runs. */
  override close(): void {
    if (this.#exit === null) this.#pty.kill('SIGKILL');
    super.close();
  }

  #until(done: () => boolean, what: string): Promise<void> {
    if (done()) return Promise.resolve();
    // Nothing is shown any more: nobody need wait for it.
    if (this.#exit !== null) return Promise.reject(new Error(`ended before ${what}, showing:\n${this.text()}`));
    return new Promise((resolve, reject) => {
      const finish = (end: () => void) => {
        clearTimeout(timer);
        this.#changed.delete(look);
        end();
      };
      const look = () => {
        if (done()) finish(resolve);
        else if (this.#exit !== null) finish(() => reject(new Error(`ended before ${what}, showing:\n${this.text()}`)));
      };
      const timer = setTimeout(
        () => finish(() => reject(new Error(`waited for ${what}, saw:\n${this.text()}`))),
        150_000,
      );
      this.#changed.add(look);
    });
  }
}

const definedOnly = (env: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
