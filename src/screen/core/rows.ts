/** A row an operator can select: its identity and the text a filter looks at. */
export interface Row {
  readonly id: string;
  readonly text: string;
}

/** Whether a text passes a filter: it contains it, whatever the case; `!text` turns it round. Empty lets all pass. */
export function matches(text: string, filter: string): boolean {
  const inverse = filter.startsWith('!');
  const needle = (inverse ? filter.slice(1) : filter).trim().toLowerCase();
  return needle === '' || text.toLowerCase().includes(needle) !== inverse;
}

/** The identities of the rows that pass the filter. */
export const passing = (rows: readonly Row[], filter: string): readonly string[] =>
  rows.flatMap((row) => (matches(row.text, filter) ? [row.id] : []));

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
