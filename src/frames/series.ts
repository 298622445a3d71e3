import type { Millis, Seconds } from '../units.ts';

/**
 * One query's past: a bounded, ascending run of points `step` apart, NaN where the server answered without a number.
 * Points nearer to their neighbour than half a step are the same point.
 */
export class Series {
  readonly step: Seconds;
  readonly #capacity: number;
  #times: number[] = [];
  #values: number[] = [];

  constructor(span: Seconds, step: Seconds) {
    this.step = step;
    this.#capacity = Math.ceil(span / step) + 1;
  }

  get length(): number {
    return this.#times.length;
  }

  get first(): Millis | undefined {
    return this.#times[0] as Millis | undefined;
  }

  get last(): Millis | undefined {
    return this.#times.at(-1) as Millis | undefined;
  }

  /** The newest instant with a value above zero; undefined when there is none. */
  get lastAboveZero(): Millis | undefined {
    return this.#times[this.#values.findLastIndex((value) => value > 0)] as Millis | undefined;
  }

  /** Adds the newest point; one that comes within half a step of the last is left out. */
  append(at: Millis, value: number): void {
    const { last } = this;
    if (last !== undefined && at - last < this.#half) return;
    this.#times.push(at);
    this.#values.push(value);
    this.#trim();
  }

  /** Puts points of a range query where none are yet. */
  merge(points: readonly (readonly [Millis, number])[]): void {
    const times: number[] = [];
    const values: number[] = [];
    let i = 0;
    const keep = (at: number, value: number) => {
      times.push(at);
      values.push(value);
    };
    for (const [at, value] of points) {
      for (; (this.#times[i] ?? Infinity) <= at; i++) keep(this.#times[i] ?? 0, this.#values[i] ?? Number.NaN);
      const near = (other: number | undefined) => other !== undefined && Math.abs(other - at) < this.#half;
      if (!near(times.at(-1)) && !near(this.#times[i])) keep(at, value);
    }
    for (; i < this.#times.length; i++) keep(this.#times[i] ?? 0, this.#values[i] ?? Number.NaN);
    this.#times = times;
    this.#values = values;
    this.#trim();
  }

  /** The value that stood at an instant: the newest point not older than so many steps, else null. */
  at(at: Millis, steps = 1.5): number | null {
    const index = this.#indexBefore(at);
    const time = this.#times[index];
    const value = this.#values[index];
    if (time === undefined || value === undefined || Number.isNaN(value)) return null;
    return at - time <= this.step * steps * 1000 ? value : null;
  }

  /** `columns` means over an even division of [from, to]; null where nothing was sampled. */
  slice(from: Millis, to: Millis, columns: number): (number | null)[] {
    const width = (to - from) / columns;
    let i = this.#indexBefore(from) + 1;
    return Array.from({ length: columns }, (_, column) => {
      const end = from + (column + 1) * width;
      let sum = 0;
      let count = 0;
      for (; (this.#times[i] ?? Infinity) <= end; i++) {
        const value = this.#values[i] ?? Number.NaN;
        if (Number.isNaN(value)) continue;
        sum += value;
        count += 1;
      }
      // A column narrower than a step holds no point of its own: what stood then still stands.
      return count > 0 ? sum / count : this.at(end as Millis);
    });
  }

  get #half(): number {
    return this.step * 500;
  }

  /** Index of the newest point at or before `at`; −1 when there is none. */
  #indexBefore(at: number): number {
    let low = 0;
    let high = this.#times.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#times[middle] ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  #trim(): void {
    const surplus = this.#times.length - this.#capacity;
    if (surplus <= 0) return;
    this.#times.splice(0, surplus);
    this.#values.splice(0, surplus);
  }
}
