import { type Safe, safe } from '../../../text/safe.ts';
import { sanitiseLine } from '../../../text/sanitise.ts';
import type { Row } from '../../core/rows.ts';

/** Names of fields, or values of one, that may be meant by the end of a filter, and where that end begins. */
export interface Completions {
  readonly from: number;
  readonly words: readonly string[];
}

/** The end of a filter: a name that is being typed, or a value after one. */
const END =
  /(?:^|[\s{,])(?:([\p{L}_][\p{L}\p{M}\p{N}_.:/-]*)\s*(=~|!~|!=|=)\s*("?)([^"\s,]*)|([\p{L}_][\p{L}\p{M}\p{N}_.:/-]*))$/u;

/** What may be meant by what was typed last. */
export function completionsOf(text: string, lists: readonly (readonly Row[])[]): Completions {
  const [, name, , quote = '', value = '', begun] = END.exec(text) ?? [];
  if (name !== undefined)
    return { from: text.length - value.length - quote.length, words: fitting(valuesOf(name, lists), value) };
  if (begun === undefined) return { from: text.length, words: [] };
  return { from: text.length - begun.length, words: fitting(namesIn(lists), begun) };
}

const fitting = (words: Iterable<string>, begun: string): readonly string[] =>
  [...new Set(words)].filter((word) => word.toLowerCase().startsWith(begun.toLowerCase()) && word !== begun).sort();

const namesIn = (lists: readonly (readonly Row[])[]): readonly string[] =>
  lists.flatMap((rows) => rows.flatMap(({ fields = {} }) => Object.keys(fields)));

const valuesOf = (name: string, lists: readonly (readonly Row[])[]): readonly string[] =>
  lists.flatMap((rows) =>
    rows.flatMap(({ fields = {} }) => {
      const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
      return typeof value === 'string' && value !== '' ? [value] : [];
    }),
  );

/** The filter with its end completed as far as that is clear. */
export function completed(text: string, { from, words }: Completions): string {
  const [first = ''] = words;
  if (words.length === 0) return text;
  const same = words.reduce((common, word) => common.slice(0, sharedBy(common, word)), first);
  const typed = text.slice(from).replace(/^"/, '');
  if (same.length <= typed.length && words.length > 1) return text;
  const whole = words.length === 1 && /[\s",{}]/.test(same) ? JSON.stringify(same) : same;
  return text.slice(0, from) + whole;
}

/** Letters that two words begin with. */
function sharedBy(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return at;
}

/** Those worth telling of, in a row. */
export const wordsText = ({ words }: Completions): Safe =>
  safe(`tab ${sanitiseLine(words.slice(0, MOST).join('  '))}${words.length > MOST ? '  …' : ''}`);

const MOST = 8;
