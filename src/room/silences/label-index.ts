import type { Labels } from '../../sources/prometheus/types.ts';

type Pair = readonly [name: string, value: string];

interface Placed<T> {
  readonly thing: T;
  /** Its place among all. */
  readonly at: number;
}

/** Things that ask for some labels each, found by what an alert has: not every one is held against every alert. */
export class LabelIndex<T> {
  /** Each by that pair of its own which the fewest others ask for: by its name, then its value. */
  readonly #byPair = new Pairs<Placed<T>[]>();
  /** Those that ask for none. */
  readonly #rest: Placed<T>[] = [];

  /** @param pairsOf labels without which it cannot be meant; none of them empty */
  constructor(things: readonly T[], pairsOf: (thing: T) => readonly Pair[]) {
    const asked = things.map((thing, at) => ({ thing, at, pairs: pairsOf(thing) }));
    const count = new Pairs<number>();
    for (const { pairs } of asked) for (const pair of pairs) count.set(pair, (count.get(pair) ?? 0) + 1);
    for (const { thing, at, pairs } of asked) {
      const rarest = pairs.reduce<Pair | null>(
        (a, b) => (a !== null && (count.get(a) ?? 0) <= (count.get(b) ?? 0) ? a : b),
        null,
      );
      const same = rarest === null ? this.#rest : (this.#byPair.get(rarest) ?? []);
      if (rarest !== null) this.#byPair.set(rarest, same);
      same.push({ thing, at });
    }
  }

  /** All that may be meant by an alert of these labels, and few that are not; in their order. */
  near(labels: Labels): readonly T[] {
    const near = Object.entries(labels).flatMap((pair) => this.#byPair.get(pair) ?? []);
    return [...this.#rest, ...near].sort((a, b) => a.at - b.at).map(({ thing }) => thing);
  }
}

/** Something of each pair of a label's name and value. */
class Pairs<V> {
  readonly #values = new Map<string, Map<string, V>>();

  get([name, value]: Pair): V | undefined {
    return this.#values.get(name)?.get(value);
  }

  set([name, value]: Pair, of: V): void {
    const values = this.#values.get(name) ?? new Map<string, V>();
    this.#values.set(name, values);
    values.set(value, of);
  }
}
