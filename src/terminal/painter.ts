import { steadyTimer, systemClock, type Timer } from '../clock.ts';
import { Pace } from '../pace.ts';
import { CLEAR, diff } from './cell-diff.ts';
import type { Row } from './cells.ts';
import { Governor, INTERVAL } from './governor.ts';

/** The part of a terminal's output stream the painter needs. */
export interface TerminalStream {
  readonly columns: number;
  readonly rows: number;
  /** False: the stream has more than it can take; it says `drain` when that is over. */
  write(bytes: string): boolean;
  on(event: 'drain' | 'resize', listener: () => void): unknown;
  off(event: 'drain' | 'resize', listener: () => void): unknown;
}

const BEGIN_SYNCHRONIZED = '\u001b[?2026h';
const END_SYNCHRONIZED = '\u001b[?2026l';

/** What may be painted; it is put together only when it is, and a row that is as before should be the same object. */
export interface Picture {
  /** So many rows of exactly so many cells. */
  rows(columns: number, rows: number): readonly Row[];
}

/** What the terminal shows. */
interface Painted {
  readonly picture: Picture;
  readonly columns: number;
  readonly rows: readonly Row[];
}

/**
 * Brings whole pictures to a terminal as the cells that changed. The newest one wins: those that come faster than the
 * pace, or while the stream is full (a slow SSH line), are never painted. It writes nothing when nothing changed, and
 * never beyond the last row or column.
 */
export class Painter {
  readonly #stream: TerminalStream;
  readonly #timer: Timer;
  readonly #governor: Governor;
  readonly #pace: Pace;
  #picture: Picture | null = null;
  /** Null when what the terminal shows is not known. */
  #painted: Painted | null = null;
  #hurriedAt = -Infinity;
  #held = false;
  #full = false;
  /** Somebody pressed a key that no paint has answered yet. */
  #asked = false;
  #synchronized = true;

  /** @param governor decides how often it paints */
  constructor(
    stream: TerminalStream,
    timer: Timer = steadyTimer,
    governor: Governor = new Governor(timer, systemClock, null),
  ) {
    this.#stream = stream;
    this.#timer = timer;
    this.#governor = governor;
    const period = () => (this.#asked ? governor.keyPeriod() : governor.period());
    this.#pace = new Pace(timer, period, () => this.#paint());
    stream.on('drain', this.#drained);
  }

  /** Whether the terminal shows what is written as a whole. One that was not asked, or has not answered yet, may. */
  synchronized(isKnown: boolean): void {
    this.#synchronized = isKnown;
  }

  /** Paints this picture, now or as soon as the pace allows. */
  show(picture: Picture): void {
    this.#picture = picture;
    this.#pace.promptly();
  }

  /**
   * Whoever presses a key is answered at once: the next picture need not wait for the pace. At the pace at most, too, and
   * where there is a limit to what is written, as soon as the governor lets a key be answered.
   */
  hurry(): void {
    const now = this.#timer.now();
    if (now - this.#hurriedAt < INTERVAL) return;
    this.#hurriedAt = now;
    if (this.#governor.answersKeys) this.#pace.hurry();
    else {
      this.#asked = true;
      this.#pace.anew();
    }
  }

  /** The terminal was cleared, resized or written to by somebody else: everything is painted again, once it is quiet. */
  repaint(): void {
    this.#painted = null;
    this.#asked = true;
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
    // Whoever took it back looks at it, though no terminal says so.
    this.#governor.focused(true);
    this.#pace.now();
  }

  close(): void {
    this.hold();
    this.#stream.off('drain', this.#drained);
  }

  /** Whether there is somebody who looks; where not, less is painted. What was put off meanwhile is painted at once. */
  focused(focused: boolean): void {
    this.#governor.focused(focused);
    this.#pace.anew();
  }

  readonly #drained = (): void => {
    this.#full = false;
    this.#governor.drained();
    this.#pace.promptly();
  };

  #paint(): boolean {
    const picture = this.#picture;
    if (picture === null || this.#held || this.#full) return false;
    const started = this.#timer.now();
    const before = this.#knownScreen();
    if (before?.picture === picture) return false;
    const { columns, rows } = this.#stream;
    const after = picture.rows(columns, rows);
    const bytes = before ? diff(before.rows, after) : CLEAR + diff([], after);
    this.#painted = { picture, columns, rows: after };
    if (bytes === '') return false;
    const written = this.#synchronized ? BEGIN_SYNCHRONIZED + bytes + END_SYNCHRONIZED : bytes;
    this.#full = !this.#stream.write(written);
    if (this.#full) this.#governor.filled();
    this.#governor.painted(Buffer.byteLength(written), this.#timer.now() - started);
    this.#asked = false;
    return true;
  }

  /** A terminal that changed its size has moved its text about. */
  #knownScreen(): Painted | null {
    const { columns, rows } = this.#stream;
    return this.#painted?.columns === columns && this.#painted.rows.length === rows ? this.#painted : null;
  }
}
