import { Writable } from 'node:stream';
import type { Timer } from '../clock.ts';
import { Painter, type TerminalStream } from './painter.ts';

const ESC = '\u001b';
/** Modes that Ink sets when it starts and ends; the screen guard owns them. */
const MODES = new RegExp(`^(?:${ESC}\\[\\?\\d+[hl])*$`);

/**
 * Stands in for a terminal's output stream behind Ink with `debug: true`, where every write is a whole frame, and hands
 * the frames to a painter. Has what Ink asks of a terminal: columns, rows, isTTY, write and resize events.
 */
class FrameStream extends Writable {
  readonly isTTY = true;
  readonly #terminal: TerminalStream;
  readonly #painter: Painter;

  constructor(terminal: TerminalStream, painter: Painter) {
    super({ decodeStrings: false });
    this.#terminal = terminal;
    this.#painter = painter;
    terminal.on('resize', this.#resized);
  }

  get columns(): number {
    return this.#terminal.columns;
  }

  get rows(): number {
    return this.#terminal.rows;
  }

  override _write(chunk: unknown, _encoding: string, done: () => void): void {
    const text = String(chunk);
    if (!MODES.test(text)) this.#painter.show(text);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#terminal.off('resize', this.#resized);
    this.#painter.close();
    done(error);
  }

  readonly #resized = (): void => {
    this.#painter.repaint();
    this.emit('resize');
  };
}

export interface CellOutput {
  /**
   * For Ink: `render(node, { stdout, debug: true, interactive: true, alternateScreen: false, patchConsole: false })`.
   * `destroy()` it after Ink has ended.
   */
  readonly stdout: NodeJS.WriteStream;
  readonly painter: Painter;
}

/** Output of an Ink app to a terminal as changed cells, at the painter's pace. */
export function createCellOutput(terminal: TerminalStream, timer?: Timer): CellOutput {
  const painter = new Painter(terminal, timer);
  // Ink's type asks for all of a tty; what it uses of it is here.
  return { stdout: new FrameStream(terminal, painter) as Writable as NodeJS.WriteStream, painter };
}
