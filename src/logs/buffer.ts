import type { LogLine } from '../sources/loki/types.ts';
import { type Bytes, bytes, nanos } from '../units.ts';
import { LEVELS, type Level } from './level.ts';
import { isBefore, type KeptLine, keepLine } from './line.ts';

const MEBIBYTE = 1024 * 1024;
/** Memory for lines unless told otherwise. */
export const BUDGET: Bytes = bytes(32 * MEBIBYTE);
/** Less could not hold the largest line. */
const LEAST = 4 * MEBIBYTE;

/** Memory of lines that are out of order and wait to be put in together, at most. */
const PORTION = MEBIBYTE / 4;

/** Which end is kept when not all fits: the newest lines while the reader follows, else those that are being read. */
export type Keep = 'newest' | 'oldest';

/** Stands where a line was until the place is cleared away. */
const GONE: KeptLine = keepLine({ at: nanos(0n), text: '', labels: {}, metadata: {}, parsed: {} }, -1);

const none = (): Record<Level, number> =>
  Object.fromEntries(LEVELS.map((level) => [level, 0])) as Record<Level, number>;

/**
 * Lines in the order of their time, within a fixed amount of memory whatever arrives. Lines that do not fit are counted:
 * `arrived` is always `length` + `older` + `newer`.
 */
export class LogBuffer {
  readonly budget: Bytes;
  keep: Keep = 'newest';
  #lines: KeptLine[] = [];
  /** Index of the first line: those before it are gone and not yet cleared away. */
  #first = 0;
  #size = 0;
  #arrived = 0;
  #older = 0;
  #newer = 0;
  #counts = none();

  /** @throws RangeError when the budget could not hold one very long line */
  constructor(budget: Bytes = BUDGET) {
    if (budget < LEAST) throw new RangeError(`a log buffer needs at least ${LEAST} bytes`);
    this.budget = budget;
  }

  get length(): number {
    return this.#lines.length - this.#first;
  }

  /** Memory of the lines, rather too much than too little. */
  get size(): Bytes {
    return bytes(this.#size);
  }

  /** Lines ever added since the last `clear`. */
  get arrived(): number {
    return this.#arrived;
  }

  /** Lines that were let go at the old end. */
  get older(): number {
    return this.#older;
  }

  /** Lines that were let go at the new end. */
  get newer(): number {
    return this.#newer;
  }

  /** How many lines of each level it holds. */
  counts(): Readonly<Record<Level, number>> {
    return { ...this.#counts };
  }

  /** Adds lines in any order; those in order cost least. */
  add(lines: readonly LogLine[]): void {
    let late: KeptLine[] = [];
    let lateSize = 0;
    for (const line of lines) {
      const kept = keepLine(line, this.#arrived++);
      this.#counts[kept.level]++;
      const last = this.length === 0 ? undefined : this.#lines.at(-1);
      if (!last || isBefore(last, kept)) {
        this.#lines.push(kept);
        this.#grow(kept.cost);
        continue;
      }
      late.push(kept);
      lateSize += kept.cost;
      // Portion by portion, so that a huge answer does not pass through memory all at once.
      if (lateSize < PORTION) continue;
      this.#merge(late, lateSize);
      late = [];
      lateSize = 0;
    }
    if (late.length > 0) this.#merge(late, lateSize);
  }

  at(index: number): KeptLine | undefined {
    return index < 0 ? undefined : this.#lines[this.#first + index];
  }

  /** `count` lines from `start` on, fewer at the end. */
  slice(start: number, count: number): readonly KeptLine[] {
    const from = this.#first + Math.max(0, start);
    return this.#lines.slice(from, from + count);
  }

  /** Where a line stands now; where it stood, when it is gone. */
  indexOf(line: KeptLine): number {
    return this.#position(line) - this.#first;
  }

  [Symbol.iterator](): IterableIterator<KeptLine> {
    return this.#lines.slice(this.#first).values();
  }

  clear(): void {
    this.#lines = [];
    this.#first = this.#size = this.#arrived = this.#older = this.#newer = 0;
    this.#counts = none();
  }

  /** Index in the array of the first line that does not stand before this one. */
  #position(line: KeptLine): number {
    let low = this.#first;
    let high = this.#lines.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.#lines[middle];
      if (other && isBefore(other, line)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Puts lines where they belong: all at once, since each move costs as much as the lines behind it. */
  #merge(late: KeptLine[], size: number): void {
    late.sort((a, b) => (isBefore(a, b) ? -1 : 1));
    const [first] = late;
    const behind = first ? this.#lines.splice(this.#position(first)) : [];
    let next = 0;
    for (const line of late) {
      for (let other = behind[next]; other && isBefore(other, line); other = behind[++next]) this.#lines.push(other);
      this.#lines.push(line);
    }
    for (let other = behind[next]; other; other = behind[++next]) this.#lines.push(other);
    this.#grow(size);
  }

  #grow(by: number): void {
    this.#size += by;
    while (this.#size > this.budget) this.#letGo();
  }

  #letGo(): void {
    const line = this.keep === 'oldest' ? this.#lines.pop() : this.#lines[this.#first];
    if (!line) return;
    this.#size -= line.cost;
    this.#counts[line.level]--;
    if (this.keep === 'oldest') {
      this.#newer++;
      return;
    }
    this.#lines[this.#first++] = GONE;
    this.#older++;
    if (this.#first < 1024 || this.#first < this.#lines.length / 2) return;
    this.#lines = this.#lines.slice(this.#first);
    this.#first = 0;
  }
}
