import { EventEmitter } from 'node:events';
import xterm from '@xterm/headless';
import type { Timer } from '../../src/clock.ts';
import type { TerminalStream } from '../../src/terminal/painter.ts';
import { type Millis, millis } from '../../src/units.ts';

/** A timer that goes on only when told to. */
export class ManualTimer implements Timer {
  #now = 0;
  #due: { at: number; run: () => void }[] = [];

  now(): Millis {
    return millis(this.#now);
  }

  after(milliseconds: number, run: () => void): () => void {
    const entry = { at: this.#now + milliseconds, run };
    this.#due.push(entry);
    return () => {
      this.#due = this.#due.filter((other) => other !== entry);
    };
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds;
    const due = this.#due.filter(({ at }) => at <= this.#now);
    this.#due = this.#due.filter(({ at }) => at > this.#now);
    for (const { run } of due) run();
  }
}

/** A stream that keeps what is written to it, and is full when told to be. */
export class RecordingStream extends EventEmitter implements TerminalStream {
  columns: number;
  rows: number;
  full = false;
  readonly writes: string[] = [];

  constructor(columns: number, rows: number) {
    super();
    this.columns = columns;
    this.rows = rows;
  }

  write(bytes: string): boolean {
    this.writes.push(bytes);
    return !this.full;
  }

  resize(columns: number, rows: number): void {
    this.columns = columns;
    this.rows = rows;
    this.emit('resize');
  }

  /** Everything written since the last call. */
  take(): string {
    return this.writes.splice(0).join('');
  }
}

/** A real terminal emulator without a window. */
export class VirtualTerminal {
  readonly #terminal: xterm.Terminal;
  /** What it said, rang or was called, which is nothing as long as it is only written to. */
  readonly answers: string[] = [];

  constructor(columns: number, rows: number) {
    this.#terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
    this.#terminal.onData((data) => this.answers.push(`says ${JSON.stringify(data)}`));
    this.#terminal.onBell(() => this.answers.push('rings'));
    this.#terminal.onTitleChange((title) => this.answers.push(`is called ${JSON.stringify(title)}`));
  }

  write(bytes: string): Promise<void> {
    return new Promise((resolve) => this.#terminal.write(bytes, resolve));
  }

  resize(columns: number, rows: number): void {
    this.#terminal.resize(columns, rows);
  }

  /** The visible rows, without the blanks at their ends. */
  lines(): string[] {
    const buffer = this.#terminal.buffer.active;
    return Array.from({ length: this.#terminal.rows }, (_, y) => {
      return buffer.getLine(buffer.viewportY + y)?.translateToString(true) ?? '';
    });
  }

  /** Each cell's text and attributes, for comparing two terminals. */
  cells(): string[] {
    const buffer = this.#terminal.buffer.active;
    return Array.from({ length: this.#terminal.rows }, (_, y) => {
      const line = buffer.getLine(buffer.viewportY + y);
      return Array.from({ length: this.#terminal.cols }, (__, x) => {
        const cell = line?.getCell(x);
        if (!cell) return '';
        const weight = [cell.isBold(), cell.isDim(), cell.isInverse(), cell.isUnderline()].map((flag) =>
          flag ? 1 : 0,
        );
        const colors = [cell.getFgColorMode(), cell.getFgColor(), cell.getBgColorMode(), cell.getBgColor()];
        return `${cell.getChars() || ' '}/${cell.getWidth()}/${weight.join('')}/${colors.join(',')}`;
      }).join(' ');
    });
  }

  /** The row the cursor is in, from the top of the screen. */
  get row(): number {
    return this.#terminal.buffer.active.cursorY;
  }

  reset(): void {
    this.#terminal.reset();
  }

  get scrolledBy(): number {
    return this.#terminal.buffer.active.baseY;
  }

  get alternate(): boolean {
    return this.#terminal.buffer.active.type === 'alternate';
  }
}
