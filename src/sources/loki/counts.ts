import { type Nanos, nanos } from '../../units.ts';

/** Identities are forgotten by time, the oldest first and all of a tenth of a second together; in nanoseconds. */
const SLICE = 100_000_000n;

const sliceOf = (at: Nanos): bigint => (at < 0n ? at - SLICE + 1n : at) / SLICE;

/** How often each line was counted, by identity, for the latest times. */
export class Counts {
  readonly #most: number;
  readonly #slices = new Map<bigint, Map<string, number>>();
  #size = 0;
  /** Above this size something is forgotten. */
  #limit: number;
  /** From here on nothing is forgotten; null when nothing ever was. */
  reach: Nanos | null = null;
  /** From here on nothing may be forgotten; null: what is older than the line that is added. */
  needed: Nanos | null = null;

  /** @param most identities remembered: forgetting leaves at least half of them. Four times as many are never kept */
  constructor(most: number) {
    this.#most = this.#limit = most;
  }

  count(at: Nanos, key: string): number {
    return this.#slices.get(sliceOf(at))?.get(key) ?? 0;
  }

  add(at: Nanos, key: string): void {
    const slice = sliceOf(at);
    const counts = this.#slices.get(slice) ?? new Map<string, number>();
    this.#slices.set(slice, counts);
    counts.set(key, (counts.get(key) ?? 0) + 1);
    if (++this.#size > this.#limit) this.#forget(this.needed !== null && this.needed < at ? this.needed : at);
  }

  /** Takes one off; false when there is none. */
  take(at: Nanos, key: string): boolean {
    const slice = sliceOf(at);
    const counts = this.#slices.get(slice);
    const n = counts?.get(key) ?? 0;
    if (!counts || n === 0) return false;
    this.#size--;
    if (n > 1) counts.set(key, n - 1);
    else counts.delete(key);
    if (counts.size === 0) this.#slices.delete(slice);
    return true;
  }

  #forget(needed: Nanos): void {
    const slices = [...this.#slices].sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [slice, counts] of slices) {
      let size = 0;
      for (const n of counts.values()) size += n;
      const must = this.#size > 4 * this.#most;
      if (!must && (slice >= sliceOf(needed) || this.#size - size < this.#most / 2)) break;
      this.#size -= size;
      this.#slices.delete(slice);
      const reach = nanos((slice + 1n) * SLICE);
      if (this.reach === null || this.reach < reach) this.reach = reach;
    }
    // What could not be forgotten now is not tried for every line.
    this.#limit = Math.max(this.#most, this.#size + this.#most / 10);
  }
}
