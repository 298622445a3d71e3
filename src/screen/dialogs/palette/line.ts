/** A word of a typed line. */
export interface TypedWord {
  /** Without its quotes. */
  readonly word: string;
  /** The line from here on, as it was typed. */
  readonly rest: string;
}

/** The words of a typed line, and the one that is being typed. Words with blanks stand in quotes. */
export interface TypedLine {
  readonly words: readonly TypedWord[];
  /** Empty after a blank. */
  readonly current: TypedWord;
}

/** A word, in quotes or bare; a quote that was not closed yet reaches to the end. */
const WORD = /"([^"]*)(?:"|$)|(\S+)/g;

export function typedLine(text: string): TypedLine {
  const words = [...text.matchAll(WORD)].map(
    ({ index, 1: quoted, 2: bare }): TypedWord => ({ word: quoted ?? bare ?? '', rest: text.slice(index) }),
  );
  const last = words.at(-1);
  if (last === undefined || /\s$/.test(text)) return { words, current: { word: '', rest: '' } };
  return { words: words.slice(0, -1), current: last };
}

/** A word as it is typed. */
export const asTyped = (word: string): string => (/\s/.test(word) ? `"${word}"` : word);
