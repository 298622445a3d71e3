import type { Nanos } from '../../units.ts';
import { Counts } from './counts.ts';
import { type Debt, isWithin } from './debt.ts';
import { lineKey } from './key.ts';
import type { LogLine } from './types.ts';

/**
 * Which lines a tail gave, so that none is given twice: a line comes live, is asked for again, or both. Lines that are
 * alike in everything are counted.
 */
export class SeenLines {
  readonly #most: number;
  readonly #given: Counts;
  /** Lines that were stored when the connection was opened, and may still arrive live. */
  #early: Counts;
  /** Those that were given because they were left out, and may still arrive live: then they were not. */
  readonly #leftOut: Counts;
  #recovered = 0;
  /** Of the nanosecond that a catch-up has come to: how often it came across each identity. */
  #met = { at: null as Nanos | null, counts: new Map<string, number>() };
  /** Whether the connection is so new that lines of before it may arrive. */
  #opening = true;
  /** Where lines were left out. */
  #debt: Debt | null = null;
  #newest: Nanos | null = null;
  /** Time of the newest line that arrived on this connection. */
  #newestLive: Nanos | null = null;
  /** How far behind the newest a line arrived at most, in nanoseconds. */
  #disorder = 0n;

  /** @param most lines remembered of either kind, or somewhat more */
  constructor(most: number) {
    this.#most = most;
    this.#given = new Counts(most);
    this.#early = new Counts(most);
    this.#leftOut = new Counts(most);
  }

  /** Time of the newest line given. */
  get newest(): Nanos | null {
    return this.#newest;
  }

  /** Where a catch-up may begin at the earliest without giving a line twice; null when nothing was forgotten. */
  get reach(): Nanos | null {
    return this.#given.reach;
  }

  /** How far out of order lines arrive, in nanoseconds. */
  get disorder(): bigint {
    return this.#disorder;
  }

  /** Lines given that the server had left out. */
  get recovered(): number {
    return this.#recovered;
  }

  /** Remembers what was given from there on, until a catch-up begins. */
  need(from: Nanos): void {
    this.#given.needed = from;
  }

  /**
   * Lines as they are stored follow, in the order of their time.
   * @param opening whether the connection is new
   * @param debt where the server left lines out
   */
  beginCatchUp(opening: boolean, debt: Debt | null): void {
    this.#met = { at: null, counts: new Map() };
    this.#given.needed = null;
    this.#opening = opening;
    this.#debt = debt;
    if (!opening) return;
    this.#early = new Counts(this.#most);
    this.#newestLive = null;
  }

  /** Of lines as they are stored, those that were not given. */
  fromStore(lines: readonly LogLine[], categorised: boolean): LogLine[] {
    return lines.filter((line) => {
      const key = lineKey(line, categorised);
      if (this.#met.at !== line.at) this.#met = { at: line.at, counts: new Map() };
      const n = (this.#met.counts.get(key) ?? 0) + 1;
      this.#met.counts.set(key, n);
      const fresh = n > this.#given.count(line.at, key);
      if (fresh && this.#debt && isWithin(this.#debt, line.at)) {
        this.#leftOut.add(line.at, key);
        this.#recovered++;
        // What was given of this connection arrived: it does not arrive again.
      } else if (fresh || this.#opening) this.#early.add(line.at, key);
      if (fresh) this.#give(line, key);
      return fresh;
    });
  }

  /** Of lines that arrive, those that were not given. */
  fromTail(lines: readonly LogLine[], categorised: boolean): LogLine[] {
    return lines.filter((line) => {
      const key = lineKey(line, categorised);
      if (this.#newestLive === null || line.at > this.#newestLive) this.#newestLive = line.at;
      if (this.#early.take(line.at, key)) return false;
      if (this.#leftOut.take(line.at, key)) {
        this.#recovered--;
        return false;
      }
      const behind = this.#newestLive - line.at;
      if (behind > this.#disorder) this.#disorder = behind;
      this.#give(line, key);
      return true;
    });
  }

  #give(line: LogLine, key: string): void {
    this.#given.add(line.at, key);
    if (this.#newest === null || line.at > this.#newest) this.#newest = line.at;
  }
}
