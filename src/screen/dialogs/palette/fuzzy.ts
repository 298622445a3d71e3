import { distance } from 'fastest-levenshtein';

/** What is looked through: its name, another one it has, and words about it. */
export interface Findable {
  readonly name: string;
  readonly other?: string;
  readonly about: string;
}

/** How well a text is meant, from 0; `SLIPS` and above are guesses, worth showing where nothing else fits. */
const ABOUT = 5;
const SLIPS = 7;
const NOT_MEANT = 10;

/** Words of a text in lower case: a name such as "next-page" is made of several. */
const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** Those that fit what was typed, best first; equal ones keep their order. Nothing typed fits all. */
export function found<T>(all: readonly T[], typed: string, of: (one: T) => Findable): readonly T[] {
  const ranked = all.map((one) => ({ one, rank: rankOf(of(one), typed.trim().toLowerCase()) }));
  const meant = ranked.filter(({ rank }) => rank < SLIPS);
  const shown = meant.length > 0 ? meant : ranked.filter(({ rank }) => rank < NOT_MEANT);
  return shown.sort((a, b) => a.rank - b.rank).map(({ one }) => one);
}

function rankOf({ name, other, about }: Findable, text: string): number {
  const names = [name, ...(other === undefined ? [] : [other])].map((one) => one.toLowerCase());
  const named = Math.min(...names.map((one) => rankByName(one, text)));
  if (named < ABOUT) return named;
  const typed = wordsOf(text);
  const told = `${names.join(' ')} ${about.toLowerCase()}`;
  if (typed.length === 0 || !typed.every((word) => told.includes(word))) return named;
  const words = wordsOf(told);
  return typed.every((word) => words.some((one) => one.startsWith(word))) ? ABOUT : ABOUT + 1;
}

/** Names first, word beginnings before middles, and two letters that changed places before these. */
function rankByName(own: string, text: string): number {
  if (text === '' || own === text) return 0;
  if (own.startsWith(text)) return 1;
  const typed = wordsOf(text);
  const names = wordsOf(own);
  const every = (fits: (word: string) => boolean) => typed.length > 0 && typed.every(fits);
  if (every((word) => names.some((one) => one.startsWith(word)))) return 2;
  if (every((word) => names.some((one) => one.startsWith(word) || (word.length > 2 && isSwapped(word, one))))) return 3;
  if (own.includes(text) || every((word) => own.includes(word))) return 4;
  const slips = typed.map((word) => Math.min(...names.map((one) => slipsOf(word, one))));
  const most = Math.max(...slips);
  if (typed.length > 0 && most < FAR) return SLIPS + most / 10;
  if (every((word) => names.some((one) => isSlipOf(word, beginning(one, word))))) return SLIPS + 1;
  return text.length > 1 && isAbbreviation(typed.join(''), names.join('')) ? SLIPS + 2 : NOT_MEANT;
}

/** Letters that may be wrong in a word of so many. */
const mostSlips = (letters: number): number => (letters >= 5 ? 2 : letters >= 3 ? 1 : 0);

/** As much of a word as was typed of another. */
const beginning = (word: string, typed: string): string => word.slice(0, Math.max(typed.length, 3));

/** Whether a word was meant with a letter wrong, left out, too many, or two that changed places. */
export const isSlipOf = (typed: string, word: string): boolean => slipsOf(typed, word) < FAR;

/** Letters of a word that are wrong, left out or too many; two that changed places are one. `FAR`: another word is meant. */
function slipsOf(typed: string, word: string): number {
  const most = mostSlips(typed.length);
  if (most > 0 && isSwapped(typed, word)) return 1;
  const away = distance(typed, word);
  return away <= most ? away : FAR;
}

/** Whether two neighbours changed places. */
function isSwapped(a: string, b: string): boolean {
  const at = [...a].findIndex((letter, i) => letter !== b[i]);
  return (
    at >= 0 &&
    a.length === b.length &&
    a[at] === b[at + 1] &&
    a[at + 1] === b[at] &&
    a.slice(at + 2) === b.slice(at + 2)
  );
}

/** Whether the letters stand in the word, in their order and from its first on: "pgd" for "page down". */
function isAbbreviation(letters: string, word: string): boolean {
  if (letters === '' || letters[0] !== word[0]) return false;
  let at = 0;
  for (const letter of word) if (letter === letters[at]) at++;
  return at === letters.length;
}

/** Farther than any name that was meant. */
const FAR = 1000;

/** All of them, those first that may have been meant by a name that none of them has. */
export const nearestFirst = <T extends { readonly word: string }>(all: readonly T[], typed: string): readonly T[] =>
  all
    .map((one) => {
      const away = distance(one.word.toLowerCase(), typed.toLowerCase());
      return { one, away: away * 2 <= one.word.length ? away : FAR };
    })
    .sort((a, b) => a.away - b.away)
    .map(({ one }) => one);
