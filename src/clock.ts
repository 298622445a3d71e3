import { type Millis, millis, type Seconds } from './units.ts';

/** The one source of time; tests bring their own. */
export interface Clock {
  now(): Millis;
}

/** A clock that also wakes. */
export interface Timer extends Clock {
  /** Calls back once after so many milliseconds, unless cancelled by the function it returns. */
  after(milliseconds: number, callback: () => void): () => void;
}

const after: Timer['after'] = (milliseconds, callback) => {
  const timer = setTimeout(callback, milliseconds);
  return () => clearTimeout(timer);
};

export const systemClock: Timer = { now: () => millis(Date.now()), after };

/** For what goes by the time between two events alone: no clock that is set moves it. It tells no time of day. */
export const steadyTimer: Timer = { now: () => millis(performance.now()), after };

/** A timer that can be ended: what was still to come never happens then, and keeps no process alive. */
export class OwnTimer implements Timer {
  readonly #timer: Timer;
  readonly #pending = new Set<() => void>();
  #ended = false;

  constructor(timer: Timer) {
    this.#timer = timer;
  }

  readonly now = (): Millis => this.#timer.now();

  readonly after: Timer['after'] = (milliseconds, callback) => {
    if (this.#ended) return () => {};
    const cancel = this.#timer.after(milliseconds, () => {
      this.#pending.delete(cancel);
      callback();
    });
    this.#pending.add(cancel);
    return cancel;
  };

  end(): void {
    this.#ended = true;
    for (const cancel of this.#pending) cancel();
    this.#pending.clear();
  }
}

/** Lets time pass, or less of it when the signal comes first. */
export const pause = (timer: Timer, time: Seconds, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const end = () => {
      cancel();
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const cancel = timer.after(time * 1000, end);
    signal?.addEventListener('abort', end);
  });
