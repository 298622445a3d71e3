import type { Timer } from '../clock.ts';

/** Does something when asked to, but not more often than every `period` milliseconds unless it must be now. */
export class Pace {
  readonly #clock: Timer;
  readonly #period: number;
  readonly #act: () => void;
  #last = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | null = null;

  constructor(clock: Timer, period: number, act: () => void) {
    this.#clock = clock;
    this.#period = period;
    this.#act = act;
  }

  /** As soon as the period allows; asked again meanwhile, it is done once. */
  soon(): void {
    if (this.#cancel) return;
    const wait = this.#last + this.#period - this.#clock.now();
    this.#cancel = this.#clock.after(Math.max(0, wait), () => this.now());
  }

  now(): void {
    this.stop();
    this.#last = this.#clock.now();
    this.#act();
  }

  /** Forgets what was asked for and not yet done. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }
}
