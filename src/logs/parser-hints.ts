/** A label filter as parsers know it: one that is about a single label lets them drop a line early. */
export interface HintFilter<Of> {
  readonly names: readonly string[];
  readonly isBinary: boolean;
  passes(line: Of): boolean;
}

/** How a metric query groups what it takes from lines. */
export interface Grouping {
  readonly without: boolean;
  readonly names: readonly string[];
}

const SUFFIX = '_extracted';

/** Names, and those among them that a clash made longer also as they stand in the line. */
const asInLines = (names: readonly string[]): string[] =>
  names.flatMap((name) => (name.endsWith(SUFFIX) ? [name, name.slice(0, -SUFFIX.length)] : [name]));

/**
 * What parsers need not read, as Loki tells them. It matters for more than speed: a parser that stops early finds no fault
 * in the rest of a line, and one that is not run at all finds none.
 */
export class ParserHints<Of> {
  /** Nothing of the line is asked for. */
  readonly none: boolean;
  /** Whether it is asked what went wrong: then that is a value, and fails no query. */
  readonly keepsErrors: boolean;
  readonly #required: ReadonlySet<string>;
  readonly #filters: readonly { readonly name: string; readonly filter: HintFilter<Of> }[];

  private constructor(required: readonly string[], none: boolean, filters: readonly HintFilter<Of>[]) {
    const single = filters.filter(({ isBinary, names }) => !isBinary && names.length <= 1);
    // Loki pairs names and filters by their places, and a filter that lets everything through has no name.
    this.#filters = single
      .flatMap(({ names }) => names)
      .flatMap((name, i) => (single[i] ? [{ name, filter: single[i] }] : []));
    this.#required = new Set(required);
    this.none = none;
    this.keepsErrors = this.#required.has('__error__');
  }

  /** A log query needs everything. */
  static all<Of>(): ParserHints<Of> {
    return new ParserHints<Of>([], false, []);
  }

  /** @param grouping of the sum around it; null when there is none, or none that may be pushed down */
  static of<Of>(filters: readonly HintFilter<Of>[], grouping: Grouping | null): ParserHints<Of> {
    if (grouping === null || grouping.without) return new ParserHints<Of>([], false, filters);
    const required = asInLines([...filters.flatMap(({ names }) => names), ...grouping.names]);
    if (grouping.names.length > 0) return new ParserHints<Of>(required, false, []);
    return new ParserHints<Of>(required, required.length === 0, required.length === 0 ? [] : filters);
  }

  wants(name: string): boolean {
    return this.#required.size === 0 || this.#required.has(name);
  }

  wantsBelow(prefix: string): boolean {
    return this.#required.size === 0 || [...this.#required].some((name) => name.startsWith(prefix));
  }

  /** Whether all that is asked for was found. */
  isEnough(extracted: ReadonlySet<string>): boolean {
    return this.#required.size > 0 && [...this.#required].every((name) => extracted.has(name));
  }

  /** Whether a line may still be one of those asked for, now that a field of it is known. */
  mayPass(name: string, line: Of): boolean {
    return this.#filters.find((one) => one.name === name)?.filter.passes(line) ?? true;
  }
}
