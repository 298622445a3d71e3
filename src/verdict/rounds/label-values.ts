/** So many values of a label are told apart, the rest are counted together. */
const MOST = 100;
/** Of these, so many whatever they count; further ones are kept for values of which errors are counted. */
const ANY = 50;

/** Where whatever has no place of its own is counted. */
export const OTHERS = 0;

/**
 * The values of one label, each at its place, in the order in which they first counted something: as samples tell it, whenever
 * one looks. However many there are, no more than so many are remembered; as JSON can hold it.
 */
export class LabelValues {
  readonly #names: string[];
  readonly #places: Map<string, number>;

  constructor(names: readonly string[] = []) {
    this.#names = [...names];
    this.#places = new Map(names.map((name, i) => [name, i + 1]));
  }

  /** From the second place on: the first is what all others share. */
  get names(): readonly string[] {
    return this.#names;
  }

  /** @param isError whether errors are counted; only they get the last places */
  placeOf(value: string, isError: boolean): number {
    const known = this.#places.get(value);
    if (known !== undefined) return known;
    if (this.#names.length >= (isError ? MOST : ANY)) return OTHERS;
    const place = this.#names.push(value);
    this.#places.set(value, place);
    return place;
  }
}
