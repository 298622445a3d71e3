import type { Safe } from '../../../text/safe.ts';
import { sanitiseLine } from '../../../text/sanitise.ts';

/** Rows of a large number. */
export const DIGIT_ROWS = 3;

/** Five rows of pixels, one character each: drawn two to a cell. */
const PIXELS: ReadonlyMap<string, readonly string[]> = new Map([
  ['0', ['###', '# #', '# #', '# #', '###']],
  ['1', [' # ', '## ', ' # ', ' # ', '###']],
  ['2', ['###', '  #', '###', '#  ', '###']],
  ['3', ['###', '  #', '###', '  #', '###']],
  ['4', ['# #', '# #', '###', '  #', '  #']],
  ['5', ['###', '#  ', '###', '  #', '###']],
  ['6', ['###', '#  ', '###', '# #', '###']],
  ['7', ['###', '  #', '  #', ' # ', ' # ']],
  ['8', ['###', '# #', '###', '# #', '###']],
  ['9', ['###', '# #', '###', '  #', '###']],
  ['.', [' ', ' ', ' ', ' ', '#']],
  [',', [' ', ' ', ' ', '#', '#']],
  ['-', ['  ', '  ', '##', '  ', '  ']],
  ['−', ['  ', '  ', '##', '  ', '  ']],
]);

/** The same where there is ASCII alone, as a pocket calculator has them. */
const SEGMENTS: ReadonlyMap<string, readonly string[]> = new Map([
  ['0', [' _ ', '| |', '|_|']],
  ['1', ['   ', '  |', '  |']],
  ['2', [' _ ', ' _|', '|_ ']],
  ['3', [' _ ', ' _|', ' _|']],
  ['4', ['   ', '|_|', '  |']],
  ['5', [' _ ', '|_ ', ' _|']],
  ['6', [' _ ', '|_ ', '|_|']],
  ['7', [' _ ', '  |', '  |']],
  ['8', [' _ ', '|_|', '|_|']],
  ['9', [' _ ', '|_|', ' _|']],
  ['.', [' ', ' ', '.']],
  [',', [' ', ' ', ',']],
  ['-', ['  ', '__', '  ']],
  ['−', ['  ', '__', '  ']],
]);

/**
 * A number of digits, points and a sign in three rows; null where there is no large form of one of its characters. A cell
 * lies between two of them.
 */
export function largeNumber(text: string, unicode: boolean): readonly Safe[] | null {
  const glyphs = [...text].flatMap((sign) => (unicode ? PIXELS : SEGMENTS).get(sign) ?? []);
  const each = unicode ? 5 : DIGIT_ROWS;
  if (text === '' || glyphs.length !== each * [...text].length) return null;
  const rows = Array.from({ length: each }, (_, row) => glyphs.filter((_, i) => i % each === row).join(' '));
  if (!unicode) return rows.map((row) => sanitiseLine(row));
  return Array.from({ length: DIGIT_ROWS }, (_, i) => halves(rows[2 * i] ?? '', rows[2 * i + 1] ?? ''));
}

/** Two rows of pixels in one of cells. */
const halves = (upper: string, lower: string): Safe =>
  sanitiseLine(
    [...upper]
      .map((sign, i) => {
        const below = lower[i] === '#';
        return sign === '#' ? (below ? '█' : '▀') : below ? '▄' : ' ';
      })
      .join(''),
  );

/** A value as text in the number it begins with, and what follows that: "12.3 %" is "12.3" and "%". */
export function numberAndRest(text: Safe): { readonly number: Safe; readonly rest: Safe } | null {
  const length = /^[-−]?[\d.,]*\d(?=\D*$)/u.exec(text)?.[0].length ?? 0;
  return length === 0 ? null : { number: text.slice(0, length), rest: text.slice(length) };
}
