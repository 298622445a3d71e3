import { type Nanos, nanos } from '../units.ts';
import { lineKey } from './loki-key.ts';
import type { LogLine } from './loki-types.ts';

/** Lines remembered by identity: some 10 MB of memory. */
const MOST = 50_000;
/** Lines are forgotten by time, the oldest first and all of a tenth of a second together; in nanoseconds. */
const SLICE = 100_000_000n;

const sliceOf = (at: Nanos): bigint => (at < 0n ? at - SLICE + 1n : at) / SLICE;

/** How often each identity was counted, for the latest times. */
class Counts {
  readonly #slices = new Map<bigint, Map<string, number>>();
  #size = 0;
  /** From here on nothing is forgotten; null when nothing ever was. */
  reach: Nanos | null = null;

  add({ at }: LogLine, key: string): void {
    const slice = sliceOf(at);
    const counts = this.#slices.get(slice) ?? new Map<string, number>();
    this.#slices.set(slice, counts);
    counts.set(key, (counts.get(key) ?? 0) + 1);
    if (++this.#size > MOST) this.#forget();
  }

  /** Takes one off; false when there is none. */
  take({ at }: LogLine, key: string): boolean {
    const counts = this.#slices.get(sliceOf(at));
    const n = counts?.get(key) ?? 0;
    if (n === 0) return false;
    this.#size--;
    if (n > 1) counts?.set(key, n - 1);
    else counts?.delete(key);
    return true;
  }

  copy(): Counts {
    const copied = new Counts();
    for (const [slice, counts] of this.#slices) copied.#slices.set(slice, new Map(counts));
    copied.#size = this.#size;
    return copied;
  }

  #forget(): void {
    const slices = [...this.#slices.keys()].sort((a, b) => (a < b ? -1 : 1));
    for (const slice of slices) {
      // The latest time stays, unless it alone is far too much.
      if (this.#size <= (slice === slices.at(-1) ? 2 * MOST : MOST / 2)) return;
      for (const n of this.#slices.get(slice)?.values() ?? []) this.#size -= n;
      this.#slices.delete(slice);
      this.reach = nanos((slice + 1n) * SLICE);
    }
  }
}

/**
 * Which lines a tail gave, so that none is given twice: a line comes live, is asked for again after the connection broke,
 * or both. Lines that are alike in everything are counted.
 */
export class SeenLines {
  readonly #given = new Counts();
  /** Given ones that the current catch-up has not come across yet. */
  #expected = new Counts();
  /** Stored lines that may still arrive live. */
  #stored = new Counts();
  #newest: Nanos | null = null;

  /** Time of the newest line given. */
  get newest(): Nanos | null {
    return this.#newest;
  }

  /** Where a catch-up may begin at the earliest without giving a line twice; null when nothing was forgotten. */
  get reach(): Nanos | null {
    return this.#given.reach;
  }

  beginCatchUp(): void {
    this.#expected = this.#given.copy();
    this.#stored = new Counts();
  }

  /** Of lines as they are stored, those that were not given. */
  fromStore(lines: readonly LogLine[], categorised: boolean): LogLine[] {
    return lines.filter((line) => {
      const key = lineKey(line, categorised);
      this.#stored.add(line, key);
      return !this.#expected.take(line, key) && this.#give(line, key);
    });
  }

  /** Of lines that arrive, those that were not given. */
  fromTail(lines: readonly LogLine[], categorised: boolean): LogLine[] {
    return lines.filter((line) => {
      const key = lineKey(line, categorised);
      return !this.#stored.take(line, key) && this.#give(line, key);
    });
  }

  #give(line: LogLine, key: string): true {
    this.#given.add(line, key);
    if (this.#newest === null || line.at > this.#newest) this.#newest = line.at;
    return true;
  }
}
