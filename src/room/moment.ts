import type { Millis } from '../units.ts';

/**
 * The time a part of the room is built at, which notes what it was asked. A part that asks only whether instants have come
 * stays as it is until the next of them does; one that asks for the time itself is another one at every instant.
 */
export class Moment {
  readonly #now: Millis;
  #until = Number.POSITIVE_INFINITY;

  constructor(now: Millis) {
    this.#now = now;
  }

  /** The time itself, for what moves all the time. */
  get now(): Millis {
    this.#until = Number.NEGATIVE_INFINITY;
    return this.#now;
  }

  /** Whether an instant has come: it is now, or was before. */
  hasCome(at: number): boolean {
    if (at <= this.#now) return true;
    this.#until = Math.min(this.#until, at);
    return false;
  }

  /** Whether an instant is over: it was before now. */
  isOver(at: number): boolean {
    if (at < this.#now) return true;
    this.#until = Math.min(this.#until, at);
    return false;
  }

  /** What is worked out from the time itself, and stays so until an instant. */
  standing<T>(work: (now: Millis) => { readonly value: T; readonly until: number }): T {
    const { value, until } = work(this.#now);
    this.#until = Math.min(this.#until, until);
    return value;
  }

  /** Whether all it was asked would be answered the same at another time. */
  holdsAt(now: Millis): boolean {
    return now === this.#now || (now > this.#now && now < this.#until);
  }
}
