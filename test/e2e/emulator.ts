import xterm from '@xterm/headless';

/** A terminal emulator, which shows what a person would see of what is written to it. */
export class Emulator {
  readonly #terminal: InstanceType<typeof xterm.Terminal>;
  readonly #acts: string[] = [];
  /** How the answers end to what the program itself asks at its start, once each: a mode, and what the terminal is. */
  readonly #owed = ['$y', 'c'];
  #output = '';

  constructor(columns: number, rows: number) {
    this.#terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 1000 });
    this.#terminal.onBell(() => this.#acts.push('rang'));
    this.#terminal.onTitleChange((title) => this.#acts.push(`was called ${JSON.stringify(title)}`));
    // Queries for its state, its colours, its clipboard.
    this.#terminal.onData((answer) => {
      const own = this.#owed.findIndex((end) => answer.startsWith('\u001b[?') && answer.endsWith(end));
      if (own < 0) this.#acts.push(`answered ${JSON.stringify(answer)}`);
      else this.#owed.splice(own, 1);
      this.answered(answer);
    });
  }

  /** @param shown called once it shows this, and all that was written before */
  write(data: string, shown: () => void): void {
    this.#output += data;
    this.#terminal.write(data, shown);
  }

  /** What the terminal sends by itself. */
  protected answered(_bytes: string): void {}

  resize(columns: number, rows: number): void {
    this.#terminal.resize(columns, rows);
  }

  /** What the terminal shows now, row by row, without trailing blanks. */
  screen(): readonly string[] {
    const { active } = this.#terminal.buffer;
    return Array.from({ length: this.#terminal.rows }, (_, y) =>
      (active.getLine(active.baseY + y)?.translateToString(true) ?? '').trimEnd(),
    );
  }

  text(): string {
    return this.screen().join('\n');
  }

  /** Rows that scrolled off the top: a frame that was too tall leaves some. */
  scrolled(): number {
    return this.#terminal.buffer.active.baseY;
  }

  /** Whether the second screen is shown, as by full-screen programs. */
  fullScreen(): boolean {
    return this.#terminal.buffer.active.type === 'alternate';
  }

  /** Everything that was written, control sequences and all. */
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

  /** Whether it tells pasted text from what is typed. */
  marksPastes(): boolean {
    return this.#terminal.modes.bracketedPasteMode;
  }

  close(): void {
    this.#terminal.dispose();
  }
}
