import { own } from '../own.ts';
import type { Safe, SafeArgument } from '../text/safe.ts';
import { sanitiseLine, sanitiseText } from '../text/sanitise.ts';
import { isSame, share } from './share.ts';

/** Kept byte for byte: queries are the keys of the history, exact labels go into matchers. None of them can be drawn. */
type Exact = 'expr' | 'baselineExpr' | 'candidateExpr' | 'exactLabels';
const EXACT: ReadonlySet<string> = new Set<Exact>(['expr', 'baselineExpr', 'candidateExpr', 'exactLabels']);
/** May run over several lines. */
const MULTILINE: ReadonlySet<string> = new Set(['annotations', 'description', 'markdown']);
/** Their keys are names that others chose, and say nothing of what they hold. */
const FOREIGN: ReadonlySet<string> = new Set(['labels', 'annotations']);

/** Something of the room with every text in it safe, as all outputs have it. */
export type Shown<T> = T extends string
  ? string extends T
    ? Safe
    : SafeArgument<T>
  : T extends number | bigint | boolean | null | undefined
    ? T
    : unknown extends T
      ? T
      : { [K in keyof T]: K extends Exact ? T[K] : Shown<T[K]> };

/** Makes every text in a room safe to draw: the one place all output passes. Names of labels are made safe too. */
export function makeSafe<T>(value: T): Shown<T> {
  return new Safely<T>().of(value);
}

/** Makes rooms safe that follow each other: what is as it was before is the same object again, and is not looked through. */
export class Safely<T> {
  #last: Before = NOTHING;

  of(value: T): Shown<T> {
    const safe = walk(value, LINE, this.#last);
    this.#last = { value, safe };
    return safe as Shown<T>;
  }
}

/** What stood in the same place before, and as it was made safe. */
interface Before {
  readonly value: unknown;
  readonly safe: unknown;
}

const NOTHING: Before = { value: undefined, safe: undefined };

/** How texts are made safe at some place, and which of them are not. */
interface Manner {
  readonly sanitise: (text: string) => Safe;
  readonly exact: ReadonlySet<string>;
}

const NONE: ReadonlySet<string> = new Set();

/** How things are made safe below fields: on one line or several, with exact texts among them or names of others. */
const LINE: Manner = { sanitise: sanitiseLine, exact: EXACT };
const LINES: Manner = { sanitise: sanitiseText, exact: EXACT };
const FOREIGN_LINE: Manner = { sanitise: sanitiseLine, exact: NONE };
const FOREIGN_LINES: Manner = { sanitise: sanitiseText, exact: NONE };

function mannerBelow(key: string, { sanitise, exact }: Manner): Manner {
  const isForeign = exact === NONE || FOREIGN.has(key);
  const isLong = sanitise === sanitiseText || MULTILINE.has(key);
  if (isForeign) return isLong ? FOREIGN_LINES : FOREIGN_LINE;
  return isLong ? LINES : LINE;
}

function walk(value: unknown, manner: Manner, before: Before): unknown {
  if (typeof value === 'string') return manner.sanitise(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value === before.value) return before.safe;
  return Array.isArray(value) ? walkList(value, manner, before) : walkFields(value, manner, before);
}

function walkList(items: readonly unknown[], manner: Manner, before: Before): unknown {
  const [old, safe] = [listOf(before.value), listOf(before.safe)];
  const made = items.map((item, i) => walk(item, manner, { value: old[i], safe: safe[i] }));
  return Array.isArray(before.safe) && isSame(made, safe) ? safe : made;
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function walkFields(fields: object, manner: Manner, before: Before): unknown {
  const [old, safe] = [fieldsOf(before.value), fieldsOf(before.safe)];
  let isAsBefore = safe !== NO_FIELDS;
  const made = Object.entries(fields).map(([key, item]) => {
    const name = sanitiseLine(key);
    const was = { value: own(old, key), safe: own(safe, name) };
    const now = manner.exact.has(key) ? share(item, was.safe) : walk(item, mannerBelow(key, manner), was);
    isAsBefore &&= Object.is(now, was.safe);
    return [name, now] as const;
  });
  const names = made.map(([name]) => name);
  return isAsBefore && isSame(names, Object.keys(safe)) ? safe : Object.fromEntries(made);
}

type Fields = Readonly<Record<string, unknown>>;

const NO_FIELDS: Fields = {};

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : NO_FIELDS;
