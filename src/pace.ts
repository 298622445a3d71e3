import type { Timer } from './clock.ts';

/** Does something when asked to, but not more often than every so many milliseconds unless it must be now. */
export class Pace {
  readonly #timer: Timer;
  readonly #period: number | (() => number);
  readonly #act: () => boolean;
  #last = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | null = null;

  /** @param period asked for anew each time, where it changes @param act returns false when there was nothing to do, which counts as not done */
  constructor(timer: Timer, period: number | (() => number), act: () => boolean) {
    this.#timer = timer;
    this.#period = period;
    this.#act = act;
  }

  /** As soon as the period allows, once whoever asks has ended; asked again meanwhile, it is done once. */
  soon(): void {
    this.#cancel ??= this.#timer.after(Math.max(0, this.#wait()), () => this.now());
  }

  /** As `soon`, but before it returns where the period allows that. */
  promptly(): void {
    if (this.#cancel) return;
    if (this.#wait() <= 0) this.now();
    else this.soon();
  }

  now(): void {
    this.stop();
    const before = this.#last;
    this.#last = this.#timer.now();
    if (!this.#act()) this.#last = before;
  }

  /** What was asked for is done now, and what is asked for next need not wait. */
  hurry(): void {
    if (this.#cancel) this.now();
    this.#last = Number.NEGATIVE_INFINITY;
  }

  /** The period may have changed: what is waited for is waited for by the one that holds now. */
  anew(): void {
    if (!this.#cancel) return;
    this.stop();
    this.promptly();
  }

  /** Puts the next one off for a whole period. */
  putOff(): void {
    this.#last = this.#timer.now();
  }

  /** Forgets what was asked for and not yet done. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #wait(): number {
    const period = typeof this.#period === 'number' ? this.#period : this.#period();
    return this.#last + period - this.#timer.now();
  }
}
