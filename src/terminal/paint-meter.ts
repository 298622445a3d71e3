import type { Clock } from '../clock.ts';

/** What painting costs, over the last seconds. */
export interface PaintRates {
  readonly bytesPerSecond: number;
  readonly framesPerSecond: number;
  /** Mean time to put a frame together and hand it over, in milliseconds; null where none was painted. */
  readonly millisPerFrame: number | null;
}

/** Over so many milliseconds: two usual refreshes. */
const WINDOW = 10_000;

/** Knows what was painted of late. */
export class PaintMeter {
  readonly #clock: Clock;
  readonly #since: number;
  #paints: { readonly at: number; readonly bytes: number; readonly millis: number }[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#since = clock.now();
  }

  painted(bytes: number, millis: number): void {
    this.#paints = [...this.#recent(), { at: this.#clock.now(), bytes, millis }];
  }

  rates(): PaintRates {
    const paints = this.#recent();
    // Begun a moment ago, what was painted stands for a second at least.
    const seconds = Math.min(WINDOW, Math.max(1000, this.#clock.now() - this.#since)) / 1000;
    const sum = (of: 'bytes' | 'millis') => paints.reduce((all, paint) => all + paint[of], 0);
    return {
      bytesPerSecond: sum('bytes') / seconds,
      framesPerSecond: paints.length / seconds,
      millisPerFrame: paints.length > 0 ? sum('millis') / paints.length : null,
    };
  }

  #recent() {
    const from = this.#clock.now() - WINDOW;
    return this.#paints.filter(({ at }) => at > from);
  }
}
