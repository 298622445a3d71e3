import { steadyTimer, type Timer } from '../clock.ts';
import { Pace } from '../pace.ts';
import { CLEAR, diff } from './cell-diff.ts';
import { parseRow, type Row } from './cells.ts';

/** The part of a terminal's output stream the painter needs. */
export interface TerminalStream {
  readonly columns: number;
  readonly rows: number;
  /** False: the stream has more than it can take; it says `drain` when that is over. */
  write(bytes: string): boolean;
  on(event: 'drain' | 'resize', listener: () => void): unknown;
  off(event: 'drain' | 'resize', listener: () => void): unknown;
}

/** At most ten paints a second, and as many that answer keys. */
const INTERVAL = 100;
const BEGIN_SYNCHRONIZED = '\u001b[?2026h';
const END_SYNCHRONIZED = '\u001b[?2026l';

/** What the terminal shows, and the lines it was read from. */
interface Painted {
  readonly frame: string;
  readonly columns: number;
  readonly lines: readonly string[];
  readonly rows: readonly Row[];
}

/**
 * Brings whole frames to a terminal as the cells that changed. The newest frame wins: those that come faster than the
 * pace, or while the stream is full (a slow SSH line), are never painted. It writes nothing when nothing changed, and
 * never beyond the last row or column.
 */
export class Painter {
  readonly #stream: TerminalStream;
  readonly #timer: Timer;
  readonly #pace: Pace;
  #frame: string | null = null;
  /** Null when what the terminal shows is not known. */
  #painted: Painted | null = null;
  #hurriedAt = -Infinity;
  #held = false;
  #full = false;

  constructor(stream: TerminalStream, timer: Timer = steadyTimer) {
    this.#stream = stream;
    this.#timer = timer;
    this.#pace = new Pace(timer, INTERVAL, () => this.#paint());
    stream.on('drain', this.#drained);
  }

  /** Paints this frame, lines of text with SGR and link sequences, now or as soon as the pace allows. */
  show(frame: string): void {
    this.#frame = frame;
    this.#pace.promptly();
  }

  /** Whoever presses a key is answered at once: the next frame need not wait for the pace. At the pace at most, too. */
  hurry(): void {
    const now = this.#timer.now();
    if (now - this.#hurriedAt < INTERVAL) return;
    this.#hurriedAt = now;
    this.#pace.hurry();
  }

  /** The terminal was cleared, resized or written to by somebody else: everything is painted again, once it is quiet. */
  repaint(): void {
    this.#painted = null;
    this.#pace.putOff();
    this.#pace.promptly();
  }

  /** The terminal is not ours for a while. */
  hold(): void {
    this.#held = true;
    this.#pace.stop();
  }

  /** It is ours again: paints everything at once. */
  release(): void {
    this.#held = false;
    this.#painted = null;
    this.#pace.now();
  }

  close(): void {
    this.hold();
    this.#stream.off('drain', this.#drained);
  }

  readonly #drained = (): void => {
    this.#full = false;
    this.#pace.promptly();
  };

  #paint(): boolean {
    const frame = this.#frame;
    if (frame === null || this.#held || this.#full) return false;
    const before = this.#knownScreen();
    if (before?.frame === frame) return false;
    const after = this.#read(frame, before);
    const bytes = before ? diff(before.rows, after.rows) : CLEAR + diff([], after.rows);
    this.#painted = after;
    if (bytes === '') return false;
    this.#full = !this.#stream.write(BEGIN_SYNCHRONIZED + bytes + END_SYNCHRONIZED);
    return true;
  }

  /** A terminal that changed its size has moved its text about. */
  #knownScreen(): Painted | null {
    const { columns, rows } = this.#stream;
    return this.#painted?.columns === columns && this.#painted.rows.length === rows ? this.#painted : null;
  }

  /** Lines that are as before are not read again. */
  #read(frame: string, before: Painted | null): Painted {
    const { columns, rows } = this.#stream;
    const lines = frame.split('\n', rows);
    const read = (y: number): Row => {
      const known = lines[y] === before?.lines[y] ? before?.rows[y] : undefined;
      return known ?? parseRow(lines[y] ?? '', columns);
    };
    return { frame, columns, lines, rows: Array.from({ length: rows }, (_, y) => read(y)) };
  }
}
