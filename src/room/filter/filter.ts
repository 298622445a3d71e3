import { own } from '../../own.ts';
import { parseDuration } from '../../profile/duration.ts';
import { type Safe, safe } from '../../text/safe.ts';
import { sanitiseLine } from '../../text/sanitise.ts';
import type { Millis } from '../../units.ts';
import { covers, isRegex } from '../silences/matchers.ts';
import { quantityOf } from './quantity.ts';
import { type Piece, piecesOf } from './read.ts';

/** What a filter may ask of a row by a name: a text, a number in base units, or how long something lasts. */
export type Field = string | number | { readonly since: Millis };
export type Fields = Readonly<Record<string, Field>>;

/** What a row is asked. */
export interface Asked {
  /** In lower case. */
  readonly text: string;
  /** What it has under a name; undefined: nothing. */
  readonly field: (name: string) => Field | undefined;
  /** The time it is asked at. */
  readonly at: Millis;
}

/** One condition of a filter. */
export interface Term {
  /** The field it asks for; null: the text. */
  readonly field: string | null;
  /** What it asks for letter for letter: a text that must be there, or the value of its field; null: something else. */
  readonly wanted: string | null;
  /** Whether it holds for what has no such field. */
  readonly passesMissing: boolean;
  /** Why it cannot be asked of that field; null: it can. */
  wrongFor(field: Field): Safe | null;
  passes(asked: Asked): boolean;
}

/** All of its terms must be met; one that is wrong hides nothing. */
export interface Filter {
  readonly terms: readonly Term[];
  readonly fault: Safe | null;
}

/**
 * Conditions with blanks or commas between them: a field as Alertmanager writes matchers, an age or a value against a number, a
 * word of the text, or `!` and a word. Quotes keep blanks; braces may stand around all of it.
 */
export function parseFilter(text: string): Filter {
  const terms: Term[] = [];
  for (const piece of piecesOf(text)) {
    const term = termOf(piece);
    if (typeof term === 'string') return { terms: [], fault: term };
    if (term !== null) terms.push(term);
  }
  return { terms, fault: null };
}

/** Whether what a filter lets pass depends on the time. */
export const isTimed = (text: string): boolean => /[<>]/.test(text);

/** A condition; null for nothing; or what is wrong with it. */
function termOf(piece: Piece): Term | Safe | null {
  if (piece.kind === 'word') return ofWord(piece);
  const { name, operator, value, isQuoted } = piece;
  if (operator === '==') return safe(`Write ${sanitiseLine(`${name}=${value}`)} for that`);
  if (value === '' && !isQuoted) return safe(`${sanitiseLine(name + operator)} what?`);
  const quote = isQuoted ? null : /^(['`])(.*)\1$/.exec(value);
  if (quote) return safe(`Only double quotes are quotes: ${sanitiseLine(`${name}${operator}"${quote[2]}"`)}`);
  return /[<>]/.test(operator) ? ofQuantity(name, operator, value) : ofMatcher(name, operator, value);
}

/** A field that was turned round in the way of words. */
const TURNED = /^([\p{L}_][\p{L}\p{N}_.:/-]*)(=~?)(.+)$/u;

function ofWord({ word, isInverse, isQuoted }: Extract<Piece, { kind: 'word' }>): Term | Safe | null {
  const [, name, operator, value] = (isInverse && !isQuoted && TURNED.exec(word)) || [];
  if (name !== undefined)
    return safe(`Write ${sanitiseLine(`${name}${operator === '=' ? '!=' : '!~'}${value}`)} for that`);
  const needle = word.toLowerCase();
  if (needle === '') return null;
  return {
    field: null,
    wanted: isInverse ? null : needle,
    passesMissing: true,
    wrongFor: () => null,
    passes: ({ text }) => text.includes(needle) !== isInverse,
  };
}

const OPERATORS: Readonly<Record<string, { readonly isEqual: boolean; readonly isRegex: boolean }>> = {
  '=': { isEqual: true, isRegex: false },
  '!=': { isEqual: false, isRegex: false },
  '=~': { isEqual: true, isRegex: true },
  '!~': { isEqual: false, isRegex: true },
};

/** As Alertmanager tests it: a field that is not there is empty, a regex is RE2 and holds for all of the text. */
function ofMatcher(name: string, operator: string, value: string): Term | Safe {
  const how = own(OPERATORS, operator) ?? { isEqual: true, isRegex: false };
  if (how.isRegex && !isRegex(value)) return safe(`${sanitiseLine(value)} is not a regular expression`);
  const matchers = [{ name, value, ...how }];
  return {
    field: name,
    wanted: how.isEqual && !how.isRegex ? value : null,
    passesMissing: covers(matchers, {}),
    wrongFor: (field) =>
      typeof field === 'object' ? safe(`${sanitiseLine(name)} is a time: write ${sanitiseLine(name)}>5m or <5m`) : null,
    passes({ field: has }) {
      const field = has(name);
      return covers(matchers, field === undefined || typeof field === 'object' ? {} : { [name]: String(field) });
    },
  };
}

const COMPARES: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '>': (a, b) => a > b,
  '<': (a, b) => a < b,
  '>=': (a, b) => a >= b,
  '<=': (a, b) => a <= b,
};

/** A row whose field is no number, or not known, does not pass. */
function ofQuantity(name: string, operator: string, text: string): Term | Safe {
  const quantity = quantityOf(text);
  const length = parseDuration(text) ?? (quantity?.isTime ? quantity.value : null);
  if (quantity === null && length === null)
    return safe(`${sanitiseLine(text)} is neither a number nor a time such as 5m`);
  const number = quantity?.value ?? length ?? 0;
  const compare = own(COMPARES, operator) ?? (() => false);
  return {
    field: name,
    wanted: null,
    passesMissing: false,
    wrongFor: (field) =>
      typeof field === 'object' && length === null ? safe(`${sanitiseLine(name)} is a time: write 5m or 1h30m`) : null,
    passes({ field: has, at }) {
      const field = has(name);
      if (field === undefined || field === '') return false;
      if (typeof field === 'object') return length !== null && compare((at - field.since) / 1000, length);
      // A label may be "250ms", as logs write them.
      return compare(typeof field === 'number' ? field : (quantityOf(field)?.value ?? Number.NaN), number);
    },
  };
}
