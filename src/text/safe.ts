declare const brand: unique symbol;

/** What stays safe when it is cut, split or repeated. */
interface Kept {
  readonly [brand]: 'safe';
  slice(start?: number, end?: number): Safe;
  trim(): Safe;
  trimStart(): Safe;
  trimEnd(): Safe;
  padStart(length: number): Safe;
  padEnd(length: number): Safe;
  repeat(count: number): Safe;
  toLowerCase(): Safe;
  toUpperCase(): Safe;
  split(separator: string): Safe[];
}

/**
 * Text that no terminal obeys: it was made safe (`sanitise.ts`), or stands in the program's own source. Nothing else can
 * be drawn or printed.
 */
export type Safe = Kept & string;

/** What stands in the source as it is, without a hole. */
type IsLiteral<T extends string> = Record<never, never> extends Record<T, 1> ? false : true;
/** What may stand in the holes of a template. */
type Hole = Safe | `${Safe}` | `${number}` | `${bigint}`;
/** Piece by piece: a character, or a hole. */
type HasSafeHoles<T extends string> = T extends '' | Hole
  ? true
  : T extends `${infer Piece}${infer Rest}`
    ? Piece extends Hole
      ? HasSafeHoles<Rest>
      : IsLiteral<Piece> extends true
        ? HasSafeHoles<Rest>
        : false
    : false;

/**
 * Type of a parameter that takes safe text, literals, and templates whose holes are safe: `(text: SafeArgument<T>)` with
 * `T extends string` accepts `${alert.name} fires` where the name is `Safe`, and refuses it where it is a string.
 */
export type SafeArgument<T extends string> = T extends Safe
  ? T
  : IsLiteral<T> extends true
    ? T
    : HasSafeHoles<T> extends true
      ? T
      : Safe;

/** A literal, or a template with safe holes, as safe text. */
export const safe = <T extends string>(text: SafeArgument<T>): Safe => text as string as Safe;

/** Safe text with colours in it: no terminal obeys anything else of it. */
export type Coloured = string & { readonly [brand]: 'coloured' };

type Literals<T> = T extends string ? SafeArgument<T> : { readonly [K in keyof T]: Literals<T[K]> };
type AsSafe<T> = T extends string ? Safe : { readonly [K in keyof T]: AsSafe<T[K]> };

/** A table of literals, each as safe text. */
export const literals = <const T extends object>(table: T & Literals<T>): AsSafe<T> => table as object as AsSafe<T>;

/** Made when it is needed: Node takes tens of milliseconds for the first. */
let graphemes: Intl.Segmenter | undefined;

/** The characters of a text as people count them, one after the other. */
export function* graphemesIn(text: Safe): Generator<Safe> {
  graphemes ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  for (const { segment } of graphemes.segment(text)) yield segment as Safe;
}

export const graphemesOf = (text: Safe): Safe[] => [...graphemesIn(text)];

/** Safe texts as one, with literal or safe text between them. */
export const joined = <T extends string, S extends string>(
  parts: readonly SafeArgument<T>[],
  separator: SafeArgument<S>,
): Safe => parts.join(separator) as Safe;
