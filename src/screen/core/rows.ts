import { once } from './once.ts';

/** A row an operator can select: its identity and the text a filter looks at. */
export interface Row {
  readonly id: string;
  readonly text: string;
}

/** Whether a text passes a filter: it contains it, whatever the case; `!text` turns it round. Empty lets all pass. */
export const matches = (text: string, filter: string): boolean => passes(text.toLowerCase(), sieveOf(filter));

/** What a text in lower case must have in it, or must not. */
interface Sieve {
  readonly needle: string;
  readonly inverse: boolean;
}

function sieveOf(filter: string): Sieve {
  const inverse = filter.startsWith('!');
  return { needle: (inverse ? filter.slice(1) : filter).trim().toLowerCase(), inverse };
}

const passes = (text: string, { needle, inverse }: Sieve): boolean =>
  needle === '' || text.includes(needle) !== inverse;

/** What a filter looks at in some rows, and what it let pass the last time. */
const filtered = once((rows: readonly Row[]) => ({
  all: rows.map(({ id }) => id),
  texts: rows.map(({ text }) => text.toLowerCase()),
  last: { filter: '', ids: rows.map(({ id }) => id) },
}));

/** The identities of the rows that pass the filter. */
export function passing(rows: readonly Row[], filter: string): readonly string[] {
  const known = filtered(rows);
  const sieve = sieveOf(filter);
  if (sieve.needle === '') return known.all;
  if (known.last.filter !== filter)
    known.last = { filter, ids: known.all.filter((_, i) => passes(known.texts[i] ?? '', sieve)) };
  return known.last.ids;
}

/** The selected row: the remembered one while it is there, else the first. */
export const selectedId = (ids: readonly string[], remembered: string | undefined): string | undefined =>
  remembered !== undefined && ids.includes(remembered) ? remembered : ids[0];

/** The part of a list that is drawn in `height` rows, with the selected row inside it. */
export function windowOf<T>(
  items: readonly T[],
  selected: number,
  height: number,
): { from: number; shown: readonly T[] } {
  const last = Math.max(0, items.length - height);
  const from = Math.min(last, Math.max(0, selected - height + 1));
  return { from, shown: items.slice(from, from + Math.max(0, height)) };
}

const clamp = (n: number, most: number): number => Math.max(0, Math.min(most, n));

/** The identity `by` rows further in a list; stops at its ends. */
export function rowAfter(ids: readonly string[], from: string | undefined, by: number): string | undefined {
  const at = from === undefined ? 0 : ids.indexOf(from);
  return ids[clamp(at + by, ids.length - 1)];
}
