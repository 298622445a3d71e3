/** A heap: hands out what comes first in an order. */
export class Earliest<T> {
  readonly #items: T[] = [];
  readonly #order: (a: T, b: T) => number;

  constructor(order: (a: T, b: T) => number) {
    this.#order = order;
  }

  push(item: T): void {
    const items = this.#items;
    let at = items.push(item) - 1;
    while (at > 0 && this.#isBefore(at, (at - 1) >> 1)) at = this.#swap(at, (at - 1) >> 1);
  }

  pop(): T | undefined {
    const items = this.#items;
    const first = items[0];
    const last = items.pop();
    if (first === undefined || last === undefined || items.length === 0) return first;
    items[0] = last;
    for (let at = 0; ; ) {
      const left = 2 * at + 1;
      if (left >= items.length) return first;
      const least = left + 1 < items.length && this.#isBefore(left + 1, left) ? left + 1 : left;
      if (!this.#isBefore(least, at)) return first;
      at = this.#swap(at, least);
    }
  }

  #isBefore(a: number, b: number): boolean {
    const one = this.#items[a];
    const other = this.#items[b];
    return one !== undefined && other !== undefined && this.#order(one, other) < 0;
  }

  /** @returns where the item from `a` is now */
  #swap(a: number, b: number): number {
    const one = this.#items[a];
    const other = this.#items[b];
    if (one === undefined || other === undefined) return b;
    this.#items[a] = other;
    this.#items[b] = one;
    return b;
  }
}
