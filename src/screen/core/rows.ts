import { own } from '../../own.ts';
import { type Safe, safe } from '../../text/safe.ts';
import { sanitiseLine } from '../../text/sanitise.ts';
import type { Millis } from '../../units.ts';
import { type Fields, type Filter, parseFilter } from './filter.ts';
import { once } from './once.ts';

/** A row an operator can select: its identity, the text a filter looks at, and what it may ask for by name. */
export interface Row {
  readonly id: string;
  readonly text: string;
  readonly fields?: Fields;
}

/** Whether a text holds another one, whatever the case; `!text` turns it round. Empty: it does. */
export function matches(text: string, sought: string): boolean {
  const inverse = sought.startsWith('!');
  const needle = (inverse ? sought.slice(1) : sought).trim().toLowerCase();
  return needle === '' || text.toLowerCase().includes(needle) !== inverse;
}

const NONE: Fields = {};

/** What a filter looks at in some rows, and what it let pass the last time. */
const looked = once((rows: readonly Row[]) => {
  const all = rows.map(({ id }) => id);
  return {
    all,
    rows: rows.map(({ id, text, fields = NONE }) => ({ id, text: text.toLowerCase(), fields })),
    names: new Set(rows.flatMap(({ fields = NONE }) => Object.keys(fields))),
    last: { filter: '', at: 0, ids: all as readonly string[] },
  };
});

/** The filter that was typed last: it is asked of each list of the page, and of each of its pictures. */
let newest: { readonly text: string; readonly filter: Filter } = { text: '', filter: { terms: [], fault: null } };

function filterOf(text: string): Filter {
  if (newest.text !== text) newest = { text, filter: parseFilter(text) };
  return newest.filter;
}

/**
 * The identities of the rows that pass the filter. A wrong one hides nothing, nor does one by a field that none of them has:
 * it is about other lists.
 */
export function passing(rows: readonly Row[], text: string, at: Millis): readonly string[] {
  const known = looked(rows);
  const { terms } = filterOf(text);
  if (terms.length === 0 || !isAbout(rows, text)) return known.all;
  if (known.last.filter !== text || known.last.at !== at) {
    const ids = known.rows
      .filter(({ text: told, fields }) => terms.every((term) => term.passes({ text: told, fields, at })))
      .map(({ id }) => id);
    known.last = { filter: text, at, ids: isSame(ids, known.last.ids) ? known.last.ids : ids };
  }
  return known.last.ids;
}

/** Lists that are as they were are the same ones: what is made of them is not made anew every second. */
const isSame = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((id, i) => id === b[i]);

/** Whether a filter is about some rows at all. */
export const isAbout = (rows: readonly Row[], text: string): boolean =>
  wrongIn(rows, text) === null && hasFields(rows, filterOf(text).terms);

const hasFields = (rows: readonly Row[], terms: Filter['terms']): boolean =>
  terms.every(({ field }) => field === null || looked(rows).names.has(field));

/** What is wrong with a filter in a list: how it is written, or what it asks of a field. Null: nothing. */
function wrongIn(rows: readonly Row[], text: string): Safe | null {
  const { terms, fault } = filterOf(text);
  if (fault !== null) return fault;
  for (const { field, wrongFor } of terms) {
    const value = field === null ? undefined : fieldIn(rows, field);
    const wrong = value === undefined ? null : wrongFor(value);
    if (wrong !== null) return wrong;
  }
  return null;
}

const fieldIn = (rows: readonly Row[], name: string) => {
  if (!looked(rows).names.has(name)) return undefined;
  return rows.flatMap(({ fields = NONE }) => own(fields, name) ?? [])[0];
};

/** Why a filter hides nothing in any of some lists, where that is a mistake; null: it is none. */
export function filterFault(lists: readonly (readonly Row[])[], text: string): Safe | null {
  const wrong = lists.map((rows) => wrongIn(rows, text)).find((one) => one !== null);
  if (wrong !== undefined) return wrong;
  const missing = filterOf(text).terms.find(
    ({ field }) => field !== null && !lists.some((rows) => looked(rows).names.has(field)),
  );
  if (!missing?.field || lists.every((rows) => rows.length === 0)) return null;
  return safe(`No row here has a field "${sanitiseLine(missing.field)}"`);
}

/** Whether what a filter lets pass depends on the time. */
export const isTimed = (text: string): boolean => /[<>]/.test(text);

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
