/** Numbers in a row that grows at its end and shrinks at both. What was shared of it stays as it was. */
export class HandleList {
  #numbers = new Float64Array(1024);
  #first = 0;
  #end = 0;
  /** Up to here somebody was given the numbers: none of these is written anew. */
  #shared = 0;

  get length(): number {
    return this.#end - this.#first;
  }

  /** From the end where it is negative; undefined beyond either end. */
  at(index: number): number | undefined {
    const place = index < 0 ? this.#end + index : this.#first + index;
    return place < this.#first || place >= this.#end ? undefined : this.#numbers[place];
  }

  push(number: number): void {
    if (this.#end === this.#numbers.length || this.#end < this.#shared) this.#move();
    this.#numbers[this.#end++] = number;
  }

  pop(): number | undefined {
    return this.length === 0 ? undefined : this.#numbers[--this.#end];
  }

  shift(): number | undefined {
    return this.length === 0 ? undefined : this.#numbers[this.#first++];
  }

  /** Takes away those from an index on. */
  cut(index: number): Float64Array<ArrayBuffer> {
    const from = this.#first + Math.max(0, index);
    const taken = this.#numbers.slice(from, this.#end);
    this.#end = Math.min(this.#end, from);
    return taken;
  }

  /** Index of the first for which it holds, where those for which it does not stand before it; else the length. */
  firstThat(holds: (number: number) => boolean): number {
    let low = this.#first;
    let high = this.#end;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (holds(this.#numbers[middle] ?? 0)) high = middle;
      else low = middle + 1;
    }
    return low - this.#first;
  }

  /** The numbers as they are now, and stay for who was given them. */
  shared(): Float64Array<ArrayBuffer> {
    this.#shared = this.#end;
    return this.#numbers.subarray(this.#first, this.#end);
  }

  replace(numbers: Float64Array<ArrayBuffer>): void {
    this.#numbers = numbers;
    this.#first = this.#shared = 0;
    this.#end = numbers.length;
  }

  clear(): void {
    this.replace(new Float64Array(1024));
    this.#end = 0;
  }

  /** Into memory of its own, with room for as many again. */
  #move(): void {
    const numbers = new Float64Array(Math.max(1024, 2 * this.length));
    numbers.set(this.#numbers.subarray(this.#first, this.#end));
    this.#end -= this.#first;
    this.#first = this.#shared = 0;
    this.#numbers = numbers;
  }
}
