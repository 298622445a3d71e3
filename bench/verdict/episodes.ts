import type { Random } from './random.ts';

/** Episodes that begin at random and last at random, in seconds. */
export class Episodes {
  readonly #random: Random;
  readonly #every: number;
  readonly #lasts: number;
  readonly #least: number;
  /** Beginnings and ends in turn, as far as they were asked for. */
  readonly #edges: number[] = [];
  readonly #from: number;

  /** @param every mean time between them; Infinity: never @param lasts mean time beyond the `least` @param from none is earlier */
  constructor(random: Random, every: number, lasts: number, from: number, least = 0) {
    this.#random = random;
    this.#every = every;
    this.#lasts = lasts;
    this.#least = least;
    this.#from = from;
  }

  /** Where the next episode begins or ends after an instant. */
  next(after: number): number {
    if (this.#every === Infinity) return Infinity;
    for (let last = this.#edges.at(-1) ?? this.#from; last <= after; ) {
      const from = last + this.#random.wait(this.#every);
      last = from + this.#least + this.#random.wait(this.#lasts);
      this.#edges.push(from, last);
    }
    return this.#edges.find((edge) => edge > after) ?? Infinity;
  }

  active(at: number): boolean {
    return this.#edges.indexOf(this.next(at)) % 2 === 1;
  }
}
