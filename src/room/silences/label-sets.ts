import { own } from '../../own.ts';
import type { Labels } from '../../sources/prometheus/types.ts';

interface Placed<T> {
  readonly thing: T;
  /** Its place among all. */
  readonly at: number;
  readonly labels: Labels;
}

/** Those whose labels have the same names. */
interface Kind<T> {
  readonly names: readonly string[];
  readonly all: readonly Placed<T>[];
  /** By some of these names, then by the values of those. */
  readonly byValues: Map<string, ReadonlyMap<string, readonly Placed<T>[]>>;
}

/**
 * Things found by their labels: not one of ten thousand is held against each of ten thousand others. The names of labels
 * tell a few kinds apart; within one, the values of the names that both have find what is meant.
 */
export class LabelSets<T> {
  readonly #kinds: readonly Kind<T>[];

  constructor(things: readonly T[], labelsOf: (thing: T) => Labels) {
    const placed = things.map((thing, at) => ({ thing, at, labels: labelsOf(thing) }));
    const kinds = Map.groupBy(placed, ({ labels }) => JSON.stringify(Object.keys(labels).sort()));
    this.#kinds = [...kinds.values()].map((all) => ({
      names: Object.keys(all[0]?.labels ?? {}).sort(),
      all,
      byValues: new Map(),
    }));
  }

  /** Those that have all of these labels, in their order. */
  with(labels: Labels): readonly T[] {
    const count = Object.keys(labels).length;
    return this.#find(labels, (_, shared) => shared.length === count);
  }

  /** Those that have no other labels than some of these. */
  within(labels: Labels): readonly T[] {
    return this.#find(labels, ({ names }, shared) => shared.length === names.length);
  }

  /** Those of whose labels none says otherwise. */
  agreeing(labels: Labels): readonly T[] {
    return this.#find(labels, () => true);
  }

  /** Those of some kinds that have the same values of the names they share. */
  #find(labels: Labels, fits: (kind: Kind<T>, shared: readonly string[]) => boolean): readonly T[] {
    const found = this.#kinds.flatMap((kind) => {
      const shared = kind.names.filter((name) => Object.hasOwn(labels, name));
      return fits(kind, shared) ? (valuesOf(kind, shared).get(keyOf(labels, shared)) ?? []) : [];
    });
    return found.sort((a, b) => a.at - b.at).map(({ thing }) => thing);
  }
}

function valuesOf<T>(kind: Kind<T>, names: readonly string[]): ReadonlyMap<string, readonly Placed<T>[]> {
  const { all, byValues } = kind;
  const key = names.length === kind.names.length ? '' : JSON.stringify(names);
  const known = byValues.get(key) ?? Map.groupBy(all, ({ labels }) => keyOf(labels, names));
  byValues.set(key, known);
  return known;
}

const keyOf = (labels: Labels, names: readonly string[]): string =>
  names.reduce((key, name) => {
    const value = own(labels, name) ?? '';
    return `${key}${value.length}:${value}`;
  }, '');

/** A label that is empty is none to Alertmanager. */
export const withoutEmpty = (labels: Labels): Labels =>
  Object.values(labels).includes('')
    ? Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== ''))
    : labels;
