import type { Timer } from '../src/clock.ts';
import { type Millis, millis } from '../src/units.ts';

/** A timer that moves only when it is told to. */
export class FakeTimer implements Timer {
  #now: number;
  #due: { at: number; callback: () => void }[] = [];

  constructor(startSeconds = 1_000_000) {
    this.#now = startSeconds * 1000;
  }

  now(): Millis {
    return millis(this.#now);
  }

  after(milliseconds: number, callback: () => void): () => void {
    const entry = { at: this.#now + milliseconds, callback };
    this.#due.push(entry);
    return () => {
      this.#due = this.#due.filter((other) => other !== entry);
    };
  }

  /** Lets time pass; everything that becomes due runs in order, and what it starts without waiting is finished. */
  async pass(seconds: number): Promise<void> {
    const until = this.#now + seconds * 1000;
    for (;;) {
      await settled();
      const next = this.#due.toSorted((a, b) => a.at - b.at)[0];
      if (!next || next.at > until) break;
      this.#due = this.#due.filter((other) => other !== next);
      this.#now = Math.max(this.#now, next.at);
      next.callback();
    }
    this.#now = until;
    await settled();
  }
}

/** All promises that need no event from outside have come to their end. */
const settled = () => new Promise((resolve) => setImmediate(resolve));
