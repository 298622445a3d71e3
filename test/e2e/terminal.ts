import { type IPty, spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';

/** A program on a real pseudo-terminal, with a terminal emulator behind it that shows what a person would see. */
export class TerminalProgram {
  readonly #pty: IPty;
  readonly #emulator: InstanceType<typeof xterm.Terminal>;
  readonly #changed = new Set<() => void>();
  #exit: { code: number; signal: number } | null = null;
  #output = '';
  readonly #acts: string[] = [];

  constructor(
    command: readonly [string, ...string[]],
    options: { columns: number; rows: number; cwd?: string; env?: Readonly<Record<string, string>> },
  ) {
    const { columns: cols, rows } = options;
    const [file, ...args] = command;
    const { CI: _, NO_COLOR: __, ...env } = process.env;
    this.#emulator = new xterm.Terminal({ cols, rows, allowProposedApi: true, scrollback: 1000 });
    this.#emulator.onBell(() => this.#acts.push('rang'));
    this.#emulator.onTitleChange((title) => this.#acts.push(`was called ${JSON.stringify(title)}`));
    // Queries for its state, its colours, its clipboard.
    this.#emulator.onData((answer) => this.#acts.push(`answered ${JSON.stringify(answer)}`));
    this.#pty = spawn(file, args, {
      cols,
      rows,
      ...(options.cwd !== undefined && { cwd: options.cwd }),
      env: { ...definedOnly(env), TERM: 'xterm-256color', COLORTERM: 'truecolor', LANG: 'C.UTF-8', ...options.env },
    });
    this.#pty.onData((data) => {
      this.#output += data;
      this.#emulator.write(data, () => this.#tell());
    });
    this.#pty.onExit(({ exitCode, signal }) => {
      // The emulator takes what it is given in order: after this it has seen the program's last byte.
      this.#emulator.write('', () => {
        this.#exit = { code: exitCode, signal: signal ?? 0 };
        this.#tell();
      });
    });
  }

  #tell(): void {
    for (const listener of [...this.#changed]) listener();
  }

  /** Types keys as the terminal sends them. */
  type(keys: string): void {
    this.#pty.write(keys);
  }

  resize(columns: number, rows: number): void {
    this.#emulator.resize(columns, rows);
    this.#pty.resize(columns, rows);
  }

  kill(signal: NodeJS.Signals): void {
    process.kill(this.#pty.pid, signal);
  }

  /** What the terminal shows now, row by row, without trailing blanks. */
  screen(): readonly string[] {
    const { active } = this.#emulator.buffer;
    return Array.from({ length: this.#emulator.rows }, (_, y) =>
      (active.getLine(active.baseY + y)?.translateToString(true) ?? '').trimEnd(),
    );
  }

  text(): string {
    return this.screen().join('\n');
  }

  /** Rows that scrolled off the top: a frame that was too tall leaves some. */
  scrolled(): number {
    return this.#emulator.buffer.active.baseY;
  }

  /** Whether the program holds the second screen, as full-screen programs do. */
  fullScreen(): boolean {
    return this.#emulator.buffer.active.type === 'alternate';
  }

  /** Everything the program wrote, control sequences and all. */
  output(): string {
    return this.#output;
  }

  /** What the terminal did besides showing what it was given. */
  acts(): readonly string[] {
    return this.#acts;
  }

  cursorHidden(): boolean {
    const shown = this.#output.lastIndexOf('\u001b[?25h');
    return this.#output.lastIndexOf('\u001b[?25l') > shown;
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
  close(): void {
    if (this.#exit === null) this.#pty.kill('SIGKILL');
    this.#emulator.dispose();
  }

  #until(done: () => boolean, what: string): Promise<void> {
    if (done()) return Promise.resolve();
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
