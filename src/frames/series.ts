import { type Millis, millis, type Seconds } from '../units.ts';

/**
 * One query's past: a bounded, ascending run of points `step` apart, NaN where the server answered without a number.
 * Points nearer to their neighbour than half a step are the same point.
 */
export class Series {
  readonly step: Seconds;
  readonly #capacity: number;
  /** A ring of each: it grows as long as there is room for more. */
  #times = new Float64Array(0);
  #values = new Float64Array(0);
  /** Where the oldest point stands. */
  #oldest = 0;
  #length = 0;

  constructor(span: Seconds, step: Seconds) {
    this.step = step;
    this.#capacity = Math.ceil(span / step) + 1;
  }

  get length(): number {
    return this.#length;
  }

  get first(): Millis | undefined {
    return this.#length === 0 ? undefined : millis(this.#time(0));
  }

  get last(): Millis | undefined {
    return this.#length === 0 ? undefined : millis(this.#time(this.#length - 1));
  }

  /** The newest instant with a value above zero; undefined when there is none. */
  get lastAboveZero(): Millis | undefined {
    for (let i = this.#length - 1; i >= 0; i--) if (this.#value(i) > 0) return millis(this.#time(i));
    return undefined;
  }

  /** Every value above zero that stood, the same one after another once. */
  valuesAboveZero(): readonly number[] {
    const values: number[] = [];
    for (let i = 0; i < this.#length; i++) {
      const value = this.#value(i);
      if (value > 0 && value !== values.at(-1)) values.push(value);
    }
    return values;
  }

  /** Adds the newest point; one that comes within half a step of the last is left out. */
  append(at: Millis, value: number): void {
    const { last } = this;
    if (last !== undefined && at - last < this.#half) return;
    this.#push(at, value);
  }

  /** Puts points of a range query where none are yet. */
  merge(points: readonly (readonly [Millis, number])[]): void {
    const times = new Float64Array(this.#length + points.length);
    const values = new Float64Array(times.length);
    let end = 0;
    const keep = (at: number, value: number) => {
      times[end] = at;
      values[end] = value;
      end += 1;
    };
    let i = 0;
    for (const [at, value] of points) {
      for (; this.#time(i) <= at; i++) keep(this.#time(i), this.#value(i));
      const near = (other: number | undefined) => other !== undefined && Math.abs(other - at) < this.#half;
      if (!near(times[end - 1]) && !near(this.#time(i))) keep(at, value);
    }
    for (; i < this.#length; i++) keep(this.#time(i), this.#value(i));
    const from = Math.max(0, end - this.#capacity);
    this.#times = times.slice(from, end);
    this.#values = values.slice(from, end);
    this.#oldest = 0;
    this.#length = end - from;
  }

  /** The value that stood at an instant: the newest point not older than so many steps, else null. */
  at(at: Millis, steps = 1.5): number | null {
    const value = this.told(at, steps);
    return value === null || Number.isNaN(value) ? null : value;
  }

  /** The same, but NaN where it was answered that there is no number. */
  told(at: Millis, steps = 1.5): number | null {
    const index = this.#indexBefore(at);
    if (index < 0) return null;
    return at - this.#time(index) > this.step * steps * 1000 ? null : this.#value(index);
  }

  /** `columns` means over an even division of [from, to]; null where nothing was sampled. */
  slice(from: Millis, to: Millis, columns: number): (number | null)[] {
    const width = (to - from) / columns;
    let i = this.#indexBefore(from) + 1;
    return Array.from({ length: columns }, (_, column) => {
      const end = from + (column + 1) * width;
      let sum = 0;
      let count = 0;
      for (; this.#time(i) <= end; i++) {
        const value = this.#value(i);
        if (Number.isNaN(value)) continue;
        sum += value;
        count += 1;
      }
      // A column narrower than a step holds no point of its own: what stood then still stands.
      return count > 0 ? sum / count : this.at(millis(end));
    });
  }

  get #half(): number {
    return this.step * 500;
  }

  /** Time of the point of that number from the oldest on; no number beyond the newest. */
  #time(index: number): number {
    return index < this.#length ? (this.#times[this.#place(index)] ?? Number.NaN) : Number.NaN;
  }

  #value(index: number): number {
    return this.#values[this.#place(index)] ?? Number.NaN;
  }

  #place(index: number): number {
    const place = this.#oldest + index;
    return place < this.#times.length ? place : place - this.#times.length;
  }

  /** Index of the newest point at or before `at`; −1 when there is none. */
  #indexBefore(at: number): number {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#time(middle) <= at) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** Adds a point at the end, in place of the oldest where there is no room. */
  #push(at: number, value: number): void {
    if (this.#length === this.#capacity) {
      this.#oldest = this.#place(1);
      this.#length -= 1;
    } else if (this.#length === this.#times.length) this.#reserve(Math.min(this.#capacity, 2 * this.#length + 16));
    const place = this.#place(this.#length);
    this.#times[place] = at;
    this.#values[place] = value;
    this.#length += 1;
  }

  #reserve(room: number): void {
    const [times, values] = [new Float64Array(room), new Float64Array(room)];
    for (let i = 0; i < this.#length; i++) {
      times[i] = this.#time(i);
      values[i] = this.#value(i);
    }
    [this.#times, this.#values, this.#oldest] = [times, values, 0];
  }
}
