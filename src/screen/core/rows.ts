import { own } from '../../own.ts';
import { nearest } from '../../profile/nearest.ts';
import { type Fields, type Filter, parseFilter } from '../../room/filter/filter.ts';
import { joined, type Safe, safe } from '../../text/safe.ts';
import { sanitiseLine } from '../../text/sanitise.ts';
import type { Millis } from '../../units.ts';
import { once } from './once.ts';

/** A row an operator can select: its identity, the text a filter looks at, and what it may ask for by name. */
export interface Row {
  readonly id: string;
  readonly text: string;
  readonly fields?: Fields;
}

const NONE: Fields = {};

/** What a filter looks at in some rows, and what it let pass the last time. */
const looked = once((rows: readonly Row[]) => {
  const all = rows.map(({ id }) => id);
  return {
    all,
    rows: rows.map(({ id, text, fields = NONE }) => ({
      id,
      text: text.toLowerCase(),
      field: (name: string) => own(fields, name),
    })),
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
 * The identities of the rows that pass the filter. A wrong one hides nothing, nor does one that asks for a field which none of
 * them has: it is about other lists.
 */
export function passing(rows: readonly Row[], text: string, at: Millis): readonly string[] {
  const known = looked(rows);
  const { terms } = filterOf(text);
  if (terms.length === 0 || !isAbout(rows, text)) return known.all;
  if (known.last.filter !== text || known.last.at !== at) {
    const ids = known.rows
      .filter((row) => terms.every((term) => term.passes({ text: row.text, field: row.field, at })))
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

/** Whether rows have what is asked for by name; a label that must not be there, or not be so, may be missing beside others. */
function hasFields(rows: readonly Row[], terms: Filter['terms']): boolean {
  const { names } = looked(rows);
  const asked = terms.flatMap(({ field, passesMissing }) => (field === null ? [] : [{ field, passesMissing }]));
  return (
    asked.length === 0 ||
    (asked.some(({ field }) => names.has(field)) &&
      asked.every(({ field, passesMissing }) => names.has(field) || passesMissing))
  );
}

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

type Lists = readonly (readonly Row[])[];

/** Why a filter hides nothing in any of some lists, where that is a mistake; null: it is none. */
export function filterFault(lists: Lists, text: string): Safe | null {
  const wrong = lists.map((rows) => wrongIn(rows, text)).find((one) => one !== null);
  if (wrong !== undefined) return wrong;
  const { terms } = filterOf(text);
  const names = namesIn(lists);
  const missing = terms.find(({ field, passesMissing }) => field !== null && !passesMissing && !names.has(field));
  // What an empty list will have is not known.
  const mayCome = lists.some((rows) => rows.length === 0);
  if (missing?.field) return mayCome && didYouMean(names, missing.field) === '' ? null : noField(names, missing.field);
  if (mayCome || lists.some((rows) => hasFields(rows, terms))) return null;
  const asked = terms.flatMap(({ field }) => (field !== null && names.has(field) ? [sanitiseLine(field)] : []));
  if (asked.length === 0) return null;
  return safe(`No list here has ${joined(asked, ' and ')}`);
}

/** What is odd about a filter that can be kept: a name or a value that nothing has, but something else nearly so. Null: nothing. */
export function filterDoubt(lists: Lists, text: string): Safe | null {
  const { terms } = filterOf(text);
  const names = namesIn(lists);
  for (const { field, wanted } of terms) {
    if (field === null) continue;
    if (!names.has(field)) {
      if (didYouMean(names, field) !== '') return noField(names, field);
      continue;
    }
    const values = lists.flatMap((rows) => valuesIn(rows, field));
    if (wanted === null || wanted === '' || values.length === 0 || values.includes(wanted)) continue;
    const meant = didYouMean(values, wanted);
    return safe(`No row here has ${sanitiseLine(`${field}=${wanted}`)}${meant}`);
  }
  return null;
}

const namesIn = (lists: Lists): ReadonlySet<string> => new Set(lists.flatMap((rows) => [...looked(rows).names]));

const valuesIn = (rows: readonly Row[], name: string): readonly string[] =>
  rows.flatMap(({ fields = NONE }) => {
    const value = own(fields, name);
    return value === undefined || typeof value === 'object' ? [] : [String(value)];
  });

const noField = (names: Iterable<string>, name: string): Safe =>
  safe(`No row here has a field "${sanitiseLine(name)}"${didYouMean(names, name)}`);

/** The name that was meant, as a question behind a sentence; empty where none was. */
export function didYouMean(names: Iterable<string>, typed: string): Safe {
  const all = [...names];
  // Of short names many are near.
  const alike = typed.length > 4 ? all : all.filter((one) => one[0] === typed[0]);
  const meant = all.find((one) => one.toLowerCase() === typed.toLowerCase()) ?? nearest(typed, alike);
  return safe(meant === undefined ? '' : `: did you mean ${sanitiseLine(meant)}?`);
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
