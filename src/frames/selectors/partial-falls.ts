import { own } from '../../own.ts';
import type { RawSeries } from '../../verdict/counters/samples.ts';

/** What a counter has after its process began anew, it counted since the sample before: so many times its fastest so far at most. */
const FASTER = 10;
/** What is left is a part of what was, and no beginning. */
const LEFT = 0.1;
/** A series shows how fast it counts in so many rises. */
const RISES = 3;
/** Series that are looked at. */
const WATCHED = 200;

interface Seen {
  at: number;
  value: number;
  rises: number;
  /** The most it rose in a millisecond. */
  fastest: number;
}

/**
 * Finds sums of counters, as recording rules make them: when a pod ends, its part is missing from the sum, which falls and goes on from
 * there. A counter falls to where it begins anew. Only series that tell of no pod are looked at, and of no target, which every
 * counter that is scraped has.
 */
export class PartialFalls {
  readonly #seen = new Map<string, Seen>();
  #isFound = false;

  get isFound(): boolean {
    return this.#isFound;
  }

  hear({ key, labels, target, times, values }: RawSeries): void {
    if (target !== '' || own(labels, 'instance') !== undefined) return;
    for (let i = 0; i < times.length; i += 1) this.#take(key, times[i] ?? 0, values[i] ?? 0);
  }

  #take(key: string, at: number, value: number): void {
    const seen = this.#seen.get(key);
    if (!seen) {
      if (this.#seen.size < WATCHED) this.#seen.set(key, { at, value, rises: 0, fastest: 0 });
      return;
    }
    const elapsed = at - seen.at;
    if (elapsed <= 0) return;
    if (value < seen.value)
      this.#isFound ||= seen.rises >= RISES && value >= LEFT * seen.value && value > FASTER * seen.fastest * elapsed;
    else if (value > seen.value) {
      seen.rises += 1;
      seen.fastest = Math.max(seen.fastest, (value - seen.value) / elapsed);
    }
    seen.at = at;
    seen.value = value;
  }
}
