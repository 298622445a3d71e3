import type { Labels } from '../../sources/prometheus/types.ts';

type Pair = readonly [name: string, value: string];

/** Things that ask for some labels each, found by what an alert has: not every one is held against every alert. */
export class LabelIndex<T> {
  /** Each by that pair of its own which the fewest others ask for. */
  readonly #byPair: ReadonlyMap<string, readonly T[]>;
  /** Those that ask for none. */
  readonly #rest: readonly T[];

  /** @param pairsOf labels without which it cannot be meant; none of them empty */
  constructor(things: readonly T[], pairsOf: (thing: T) => readonly Pair[]) {
    const asked = things.map((thing) => ({ thing, keys: pairsOf(thing).map(keyOf) }));
    const count = new Map<string, number>();
    for (const key of asked.flatMap(({ keys }) => keys)) count.set(key, (count.get(key) ?? 0) + 1);
    const rarest = (keys: readonly string[]) =>
      keys.reduce<string | null>((a, b) => (a !== null && (count.get(a) ?? 0) <= (count.get(b) ?? 0) ? a : b), null);
    const byKey = Map.groupBy(asked, ({ keys }) => rarest(keys));
    const thingsOf = (key: string | null) => byKey.get(key)?.map(({ thing }) => thing) ?? [];
    this.#rest = thingsOf(null);
    this.#byPair = new Map([...byKey.keys()].flatMap((key) => (key === null ? [] : [[key, thingsOf(key)] as const])));
  }

  /** All that may be meant by an alert of these labels, and few that are not. */
  near(labels: Labels): readonly T[] {
    return [...this.#rest, ...Object.entries(labels).flatMap((pair) => this.#byPair.get(keyOf(pair)) ?? [])];
  }
}

const keyOf = ([name, value]: Pair): string => JSON.stringify([name, value]);
