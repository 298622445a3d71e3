import type { LogLine } from '../sources/loki/types.ts';
import { type Bytes, bytes } from '../units.ts';
import { HandleList } from './handle-list.ts';
import { LEVELS, type Level } from './level.ts';
import { type KeptLine, keepLine } from './line.ts';
import { type Handle, type LineList, LineStore } from './line-store.ts';
import { isBefore, placeOf } from './segment.ts';

const MEBIBYTE = 1024 * 1024;
/** Memory for lines unless told otherwise. */
export const BUDGET: Bytes = bytes(32 * MEBIBYTE);
/** Less could not hold the largest line. */
const LEAST = 4 * MEBIBYTE;

/** Memory of lines that are out of order and wait to be put in together, at most. */
const PORTION = MEBIBYTE / 4;

/** Which end is kept when not all fits: the newest lines while the reader follows, else those that are being read. */
export type Keep = 'newest' | 'oldest';

const none = (): Record<Level, number> =>
  Object.fromEntries(LEVELS.map((level) => [level, 0])) as Record<Level, number>;

/**
 * Lines in the order of their time, within a fixed amount of memory whatever arrives. Lines that do not fit are counted:
 * `arrived` is always `length` + `older` + `newer`.
 */
export class LogBuffer {
  readonly budget: Bytes;
  keep: Keep = 'newest';
  #store = new LineStore();
  /** Lines in order. */
  readonly #order = new HandleList();
  /** How often lines were given other handles. */
  #moves = 0;
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
    return this.#order.length;
  }

  /** Memory of the lines, rather too much than too little. */
  get size(): Bytes {
    return bytes(this.#size);
  }

  /** Memory that is held for them, which is less while they are many. */
  get memory(): Bytes {
    return bytes(this.#store.size);
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

  /** Another number means that handles of before stand for nothing now. */
  get moves(): number {
    return this.#moves;
  }

  /** Adds lines in any order; those in order cost least. */
  add(lines: readonly LogLine[]): void {
    let late: Handle[] = [];
    let lateSize = 0;
    for (const line of lines) {
      const kept = keepLine(line, this.#arrived++);
      this.#counts[kept.level]++;
      const handle = this.#store.add(kept);
      const last = this.#order.at(-1);
      if (last === undefined || this.#store.isBefore(last, placeOf(kept))) {
        this.#order.push(handle);
        this.#grow(kept.cost);
        continue;
      }
      late.push(handle);
      lateSize += kept.cost;
      // Portion by portion, so that a huge answer does not pass through memory all at once.
      if (lateSize < PORTION) continue;
      this.#merge(late, lateSize);
      late = [];
      lateSize = 0;
    }
    if (late.length > 0) this.#merge(late, lateSize);
    if (!this.#store.isSparse) return;
    const { store, handles } = this.#store.compacted(this.#order.shared());
    this.#store = store;
    this.#order.replace(handles);
    this.#moves += 1;
  }

  at(index: number): KeptLine | undefined {
    const handle = this.handleAt(index);
    return handle === undefined ? undefined : this.#store.line(handle);
  }

  handleAt(index: number): Handle | undefined {
    return index < 0 ? undefined : this.#order.at(index);
  }

  /** Whether a handle may stand for a line still. */
  knows(handle: Handle): boolean {
    return this.#store.knows(handle);
  }

  id(handle: Handle): number {
    return this.#store.id(handle);
  }

  level(handle: Handle): Level {
    return this.#store.level(handle);
  }

  text(handle: Handle): string {
    return this.#store.text(handle);
  }

  /** Whether the line of the first handle stands before that of the second. */
  isBefore(a: Handle, b: Handle): boolean {
    return this.#store.isBefore(a, this.#store.place(b));
  }

  /** `count` lines from `start` on, fewer at the end. */
  slice(start: number, count: number): readonly KeptLine[] {
    const from = Math.max(0, start);
    return Array.from(this.#order.shared().subarray(from, from + count), (handle) => this.#store.line(handle)).filter(
      (line) => line !== undefined,
    );
  }

  /** The lines of these handles, as they are now and stay. */
  list(handles: Float64Array<ArrayBuffer>): LineList {
    return this.#store.list(handles);
  }

  /** Where a line stands now; where it stood, when it is gone. */
  indexOf(line: KeptLine): number {
    const place = placeOf(line);
    return this.#order.firstThat((handle) => !this.#store.isBefore(handle, place));
  }

  *[Symbol.iterator](): IterableIterator<KeptLine> {
    for (let i = 0; i < this.length; i += 1) {
      const line = this.at(i);
      if (line) yield line;
    }
  }

  clear(): void {
    this.#store = this.#store.emptied();
    this.#order.clear();
    this.#moves += 1;
    this.#size = this.#arrived = this.#older = this.#newer = 0;
    this.#counts = none();
  }

  /** Puts lines where they belong: all at once, since each move costs as much as the lines behind it. */
  #merge(late: Handle[], size: number): void {
    const store = this.#store;
    late.sort((a, b) => (isBefore(store.place(a), store.place(b)) ? -1 : 1));
    const [first = 0] = late;
    const place = store.place(first);
    const behind = this.#order.cut(this.#order.firstThat((handle) => !store.isBefore(handle, place)));
    let next = 0;
    for (const handle of late) {
      const own = store.place(handle);
      for (let other = behind[next]; other !== undefined && store.isBefore(other, own); other = behind[++next])
        this.#order.push(other);
      this.#order.push(handle);
    }
    for (let other = behind[next]; other !== undefined; other = behind[++next]) this.#order.push(other);
    this.#grow(size);
  }

  #grow(by: number): void {
    this.#size += by;
    while (this.#size > this.budget) this.#letGo();
  }

  #letGo(): void {
    const handle = this.keep === 'oldest' ? this.#order.pop() : this.#order.shift();
    if (handle === undefined) return;
    this.#size -= this.#store.cost(handle);
    this.#counts[this.#store.level(handle)]--;
    this.#store.free(handle);
    if (this.keep === 'oldest') this.#newer++;
    else this.#older++;
  }
}
