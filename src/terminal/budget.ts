import type { Clock } from '../clock.ts';

/** However much was written, a paint waits no longer, in milliseconds: a screen that stands still for minutes lies. */
const LONGEST_WAIT = 10_000;

/**
 * Bytes that may be written a second. How large a paint will be is not known before it is made: what was written is paid
 * for before the next one.
 */
export class Budget {
  readonly perSecond: number;
  readonly #clock: Clock;
  /** When all that was written is paid for. */
  #freeAt = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, perSecond: number) {
    this.#clock = clock;
    this.perSecond = perSecond;
  }

  spend(bytes: number): void {
    const now = this.#clock.now();
    const paid = Math.max(this.#freeAt, now) + (bytes / this.perSecond) * 1000;
    this.#freeAt = Math.min(paid, now + LONGEST_WAIT);
  }

  /** Milliseconds until all is paid for; 0 where it is. */
  wait(): number {
    return Math.max(0, this.#freeAt - this.#clock.now());
  }
}
