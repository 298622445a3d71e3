import { type Millis, millis } from './units.ts';

/** The one source of time; tests bring their own. */
export interface Clock {
  now(): Millis;
}

/** A clock that also wakes. */
export interface Timer extends Clock {
  /** Calls back once after so many milliseconds, unless cancelled by the function it returns. */
  after(milliseconds: number, callback: () => void): () => void;
}

export const systemClock: Timer = {
  now: () => millis(Date.now()),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};
