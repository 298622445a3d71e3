import { goString } from '../../logs/go-text.ts';

/** A piece of a filter as it was written: a name against a value, or a word. */
export type Piece =
  | {
      readonly kind: 'matcher';
      readonly name: string;
      readonly operator: string;
      readonly value: string;
      readonly isQuoted: boolean;
    }
  | { readonly kind: 'word'; readonly word: string; readonly isInverse: boolean; readonly isQuoted: boolean };

/** In double quotes, of which the second may not have been typed yet. */
const QUOTED = '"((?:[^"\\\\]|\\\\.)*)(?:"|$)';
/** Any letters, as Alertmanager takes them since 0.27; others stand in quotes. */
const NAME = '[\\p{L}_](?:[\\p{L}\\p{M}\\p{N}_.:/-]*[\\p{L}\\p{M}\\p{N}_])?';
/** With blanks around it where that cannot be words of a text: "a > b" is one, "a > 5" is none. */
const OPERATOR = '\\s*(=~|!~|!=|==|=)\\s*|([<>]=?)|\\s*([<>]=?)\\s*(?=["\\d.-])';

const makePatterns = () => ({
  head: new RegExp(`(?:"((?:[^"\\\\]|\\\\.)*)"|(${NAME}))(?:${OPERATOR})`, 'uy'),
  quoted: new RegExp(QUOTED, 'uys'),
  /** Up to a blank, or the comma before another matcher; a comma within a value is one of it. */
  bare: new RegExp(`(?:(?!,(?:\\s|$|\\}|(?:"|${NAME}\\s*[=!<>])))\\S)*`, 'uy'),
  word: /(!)?(\S*)/uy,
});
let made: ReturnType<typeof makePatterns> | undefined;

/** The pieces of a filter, in the order they were written. */
export function piecesOf(text: string): readonly Piece[] {
  made ??= makePatterns();
  const { head } = made;
  const opened = /^\s*\{\s*/.exec(text)?.[0].length ?? 0;
  // Braces around matchers are Alertmanager's; around anything else they belong to the text, as in JSON.
  head.lastIndex = opened;
  const isInBraces = opened > 0 && head.test(text);
  const line = isInBraces ? text.replace(/\s*\}\s*$/, '') : text;
  const pieces: Piece[] = [];
  for (let at = skipped(line, isInBraces ? opened : 0); at < line.length; ) {
    const [piece, next] = pieceAt(line, at, made);
    pieces.push(piece);
    at = skipped(line, Math.max(next, at + 1));
  }
  return pieces;
}

const skipped = (line: string, at: number): number => at + (/^[\s,]*/.exec(line.slice(at))?.[0].length ?? 0);

function pieceAt(line: string, at: number, patterns: ReturnType<typeof makePatterns>): readonly [Piece, number] {
  const { head, quoted, bare, word } = patterns;
  head.lastIndex = at;
  const [begun, quotedName, bareName, ...operators] = head.exec(line) ?? [];
  if (begun !== undefined) {
    const name = quotedName === undefined ? (bareName ?? '') : unquoted(quotedName);
    const operator = operators.find((one) => one !== undefined) ?? '=';
    const from = at + begun.length;
    const value = quotedAt(line, from, quoted);
    if (value !== null) return [{ kind: 'matcher', name, operator, value: value.text, isQuoted: true }, value.end];
    bare.lastIndex = from;
    const written = bare.exec(line)?.[0] ?? '';
    return [{ kind: 'matcher', name, operator, value: written, isQuoted: false }, from + written.length];
  }
  const isInverse = line[at] === '!';
  const value = quotedAt(line, at + (isInverse ? 1 : 0), quoted);
  if (value !== null) return [{ kind: 'word', word: value.text, isInverse, isQuoted: true }, value.end];
  word.lastIndex = at;
  const [all = '', , written = ''] = word.exec(line) ?? [];
  return [{ kind: 'word', word: written, isInverse, isQuoted: false }, at + all.length];
}

function quotedAt(line: string, at: number, quoted: RegExp): { readonly text: string; readonly end: number } | null {
  quoted.lastIndex = at;
  const [all, inside] = quoted.exec(line) ?? [];
  return all === undefined || inside === undefined ? null : { text: unquoted(inside), end: at + all.length };
}

/** What Go takes as an escape. */
const GO = /^(?:[^\\]|\\(?:[abfnrtv\\"]|[0-7]{3}|x[\da-f]{2}|u[\da-f]{4}|U[\da-f]{8}))*$/is;

/**
 * The text that stands in quotes, as Alertmanager reads it: as a string of Go, and where it is none, as older ones do, to whom a
 * backslash before any other sign is a backslash.
 */
function unquoted(inside: string): string {
  const text = GO.test(inside) ? goString(`"${inside}"`) : null;
  return text ?? inside.replaceAll(/\\([\\"n])/g, (_, sign: string) => (sign === 'n' ? '\n' : sign));
}
