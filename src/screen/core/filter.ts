import { own } from '../../own.ts';
import { parseDuration } from '../../profile/duration.ts';
import { covers, isRegex } from '../../room/silences/matchers.ts';
import type { Matcher } from '../../sources/alertmanager/types.ts';
import { type Safe, safe } from '../../text/safe.ts';
import { sanitiseLine } from '../../text/sanitise.ts';
import type { Millis } from '../../units.ts';

/** What a filter may ask of a row by a name: a text, a number in base units, or how long something lasts. */
export type Field = string | number | { readonly since: Millis };
export type Fields = Readonly<Record<string, Field>>;

/** What a row is asked. */
export interface Asked {
  /** In lower case. */
  readonly text: string;
  readonly fields: Fields;
  /** The time it is asked at. */
  readonly at: Millis;
}

/** One condition of a filter. */
export interface Term {
  /** The field it asks for; null: the text. */
  readonly field: string | null;
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
 * Conditions with blanks between them: a field as Alertmanager writes matchers, an age or a value against a number, a word of
 * the text, or `!` and a word. Quotes keep blanks; braces and commas around matchers may be there as well.
 */
const TERM = /(?:([A-Za-z_][\w.]*)(=~|!~|!=|>=|<=|=|>|<)|(!)?)(?:"((?:[^"\\]|\\.)*)("|$),?|(\S*))/y;

export function parseFilter(text: string): Filter {
  const terms: Term[] = [];
  const line = bare(text);
  let at = 0;
  for (;;) {
    at += /^\s*/.exec(line.slice(at))?.[0].length ?? 0;
    TERM.lastIndex = at;
    const found = at < line.length ? TERM.exec(line) : null;
    if (found === null) return { terms, fault: null };
    at = TERM.lastIndex;
    const term = termOf(found);
    if (typeof term === 'string') return { terms: [], fault: term };
    if (term !== null) terms.push(term);
  }
}

/** Without the braces that Alertmanager has around matchers, and with blanks for the commas between them. */
function bare(text: string): string {
  const inside = /^\s*\{(.*?)\}?\s*$/s.exec(text)?.[1];
  return inside?.replaceAll(/("(?:[^"\\]|\\.)*"?)|,/g, (_, quoted?: string) => quoted ?? ' ') ?? text;
}

/** A condition; null for nothing; or what is wrong with it. */
function termOf([, name, operator = '', not, quoted, , word = '']: RegExpExecArray): Term | Safe | null {
  const value = quoted?.replaceAll(/\\(.)/g, '$1') ?? (name === undefined ? word : word.replace(/,$/, ''));
  if (name === undefined) return ofWord(value.toLowerCase(), not === '!', quoted === undefined);
  if (value === '' && quoted === undefined) return safe(`${sanitiseLine(name + operator)} what?`);
  return /[<>]/.test(operator) ? ofQuantity(name, operator, value) : ofMatcher(name, operator, value);
}

/** A field that was turned round in the way of words. */
const TURNED = /^([a-z_][\w.]*)(=~?)(.+)$/;

function ofWord(needle: string, inverse: boolean, isBare: boolean): Term | Safe | null {
  const [, name, operator, value] = (inverse && isBare && TURNED.exec(needle)) || [];
  if (name !== undefined)
    return safe(`Write ${sanitiseLine(`${name}${operator === '=' ? '!=' : '!~'}${value}`)} for that`);
  if (needle === '') return null;
  return { field: null, wrongFor: () => null, passes: ({ text }) => text.includes(needle) !== inverse };
}

const OPERATORS: Readonly<Record<string, Pick<Matcher, 'isEqual' | 'isRegex'>>> = {
  '=': { isEqual: true, isRegex: false },
  '!=': { isEqual: false, isRegex: false },
  '=~': { isEqual: true, isRegex: true },
  '!~': { isEqual: false, isRegex: true },
};

/** As Alertmanager tests it: a field that is not there is empty, a regex is RE2 and holds for all of the text. */
function ofMatcher(name: string, operator: string, value: string): Term | Safe {
  const how = own(OPERATORS, operator) ?? { isEqual: true, isRegex: false };
  if (how.isRegex && !isRegex(value)) return safe(`${sanitiseLine(value)} is no regular expression`);
  const matchers = [{ name, value, ...how }];
  return {
    field: name,
    wrongFor: (field) =>
      typeof field === 'object' ? safe(`${sanitiseLine(name)} is a time: write ${sanitiseLine(name)}>5m or <5m`) : null,
    passes({ fields }) {
      const field = own(fields, name);
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
  const length = parseDuration(text);
  const number = numberOf(text) ?? length;
  if (number === null) return safe(`${sanitiseLine(text)} is no number and no time such as 5m`);
  const compare = own(COMPARES, operator) ?? (() => false);
  return {
    field: name,
    wrongFor: (field) =>
      typeof field === 'object' && length === null ? safe(`${sanitiseLine(name)} is a time: write 5m or 1h30m`) : null,
    passes({ fields, at }) {
      const field = own(fields, name);
      if (field === undefined || field === '') return false;
      if (typeof field === 'object') return length !== null && compare((at - field.since) / 1000, length);
      return compare(Number(field), number);
    },
  };
}

const SCALES: Readonly<Record<string, number>> = { '': 1, '%': 0.01, k: 1e3, M: 1e6, G: 1e9 };

/** A number, of hundredths or thousands too; null when it is none. */
function numberOf(text: string): number | null {
  const [, digits, scale = ''] = /^(-?\d+(?:\.\d+)?)([%kMG]?)$/.exec(text) ?? [];
  return digits === undefined ? null : Number(digits) * (own(SCALES, scale) ?? 1);
}
