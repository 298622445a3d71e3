import { Writable } from 'node:stream';
import type { TerminalStream } from './painter.ts';

/**
 * Stands in for a terminal's output stream behind Ink, which reads keys here and draws nothing: has what Ink asks of a
 * terminal, columns, rows, isTTY and resize events, and swallows what is written, modes that the screen guard owns.
 */
class SilentStream extends Writable {
  readonly isTTY = true;
  readonly #terminal: TerminalStream;

  constructor(terminal: TerminalStream) {
    super({ decodeStrings: false });
    this.#terminal = terminal;
    terminal.on('resize', this.#resized);
  }

  get columns(): number {
    return this.#terminal.columns;
  }

  get rows(): number {
    return this.#terminal.rows;
  }

  override _write(_chunk: unknown, _encoding: string, done: () => void): void {
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#terminal.off('resize', this.#resized);
    done(error);
  }

  readonly #resized = (): void => {
    this.emit('resize');
  };
}

/**
 * For Ink: `render(node, { stdout, debug: true, interactive: true, alternateScreen: false, patchConsole: false })`.
 * `destroy()` it after Ink has ended.
 */
export const inkStdout = (terminal: TerminalStream): NodeJS.WriteStream =>
  // Ink's type asks for all of a tty; what it uses of it is here.
  new SilentStream(terminal) as Writable as NodeJS.WriteStream;
