import type { Safe } from '../../text/safe.ts';
import { sanitiseLine } from '../../text/sanitise.ts';

/** Rows of pixels of a letter. */
const PIXEL_ROWS = 5;

/** Five rows of pixels, one character each, under the letter. Wide enough that no two are mistaken for each other from afar. */
const LETTERS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    A: ' # |# #|###|# #|# #',
    B: '## |# #|## |# #|## ',
    C: ' ##|#  |#  |#  | ##',
    D: '## |# #|# #|# #|## ',
    E: '###|#  |## |#  |###',
    F: '###|#  |## |#  |#  ',
    G: ' ## |#   |# ##|#  #| ## ',
    H: '# #|# #|###|# #|# #',
    I: '###| # | # | # |###',
    J: '  #|  #|  #|# #| # ',
    K: '#  #|# # |##  |# # |#  #',
    L: '#  |#  |#  |#  |###',
    M: '#   #|## ##|# # #|#   #|#   #',
    N: '#  #|## #|# ##|#  #|#  #',
    O: ' ## |#  #|#  #|#  #| ## ',
    P: '## |# #|## |#  |#  ',
    Q: ' ## |#  #|#  #|# ##| ###',
    R: '### |#  #|### |# # |#  #',
    S: ' ##|#  | # |  #|## ',
    T: '###| # | # | # | # ',
    U: '#  #|#  #|#  #|#  #| ## ',
    V: '#   #|#   #| # # | # # |  #  ',
    W: '#   #|#   #|# # #|## ##|#   #',
    X: '# #|# #| # |# #|# #',
    Y: '# #|# #| # | # | # ',
    Z: '###|  #| # |#  |###',
    0: '###|# #|# #|# #|###',
    1: ' # |## | # | # |###',
    2: '###|  #|###|#  |###',
    3: '###|  #|###|  #|###',
    4: '# #|# #|###|  #|  #',
    5: '###|#  |###|  #|###',
    6: '###|#  |###|# #|###',
    7: '###|  #|  #| # | # ',
    8: '###|# #|###|# #|###',
    9: '###|# #|###|  #|###',
    ' ': '  |  |  |  |  ',
    '.': ' | | | |#',
    ',': '  |  |  | #|# ',
    ':': ' |#| |#| ',
    '-': '   |   |###|   |   ',
    '−': '   |   |###|   |   ',
    _: '   |   |   |   |###',
    '+': '   | # |###| # |   ',
    '/': '  #|  #| # |#  |#  ',
    '%': '#   #|   # |  #  | #   |#   #',
    '<': '  #| # |#  | # |  #',
    '>': '#  | # |  #| # |#  ',
    '(': ' #|# |# |# | #',
    ')': '# | #| #| #|# ',
    '!': '#|#|#| |#',
    '?': '###|  #| ##|   | # ',
    "'": '#|#| | | ',
    '&': ' #  |# # | ## |#  #| ## ',
    '×': '   |# #| # |# #|   ',
    '€': ' ###|#   |### |#   | ###',
    µ: '#  #|#  #|#  #|### |#   ',
    // States, as the screen signs them.
    '✔': '    #|   # |# #  | #   |     ',
    '✖': '#   #| # # |  #  | # # |#   #',
    '▲': '  #  |  #  | ### | ### |#####',
  }).map(([sign, rows]) => [sign, rows.split('|')]),
);

/** Rows of cells that letters of a scale take: a pixel is so many half cells high, and as many cells wide. */
export const letterRows = (scale: number): number => Math.ceil((PIXEL_ROWS * scale) / 2);

/** A text as the letters have it: without accents, in capitals. */
const plain = (text: Safe): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toUpperCase();

/** Cells that a text takes in letters of a scale; null where one of its characters has no letter. */
export function letterWidth(text: Safe, scale: number): number | null {
  const glyphs = glyphsOf(text);
  return glyphs && (glyphs.reduce((sum, [row = '']) => sum + row.length + 1, 0) - 1) * scale;
}

function glyphsOf(text: Safe): readonly (readonly string[])[] | null {
  const glyphs = [...plain(text)].map((sign) => LETTERS.get(sign));
  return glyphs.length > 0 && glyphs.every((rows) => rows !== undefined) ? glyphs : null;
}

/**
 * A text in letters that are read from afar, as rows of cells: two pixels to a cell, one above the other, or, where there is
 * ASCII alone, a cell for two. Null where one of its characters has no letter.
 */
export function letters(text: Safe, scale: number, unicode: boolean): readonly Safe[] | null {
  const glyphs = glyphsOf(text);
  if (glyphs === null) return null;
  const pixels = Array.from({ length: PIXEL_ROWS * scale }, (_, y) =>
    glyphs
      .map((rows) => rows[Math.floor(y / scale)] ?? '')
      .join(' ')
      .replaceAll(/./g, (sign) => sign.repeat(scale)),
  );
  return Array.from({ length: letterRows(scale) }, (_, i) => halves(pixels[2 * i] ?? '', pixels[2 * i + 1], unicode));
}

/** Two rows of pixels in one of cells. */
const halves = (upper: string, lower: string | undefined, unicode: boolean): Safe =>
  sanitiseLine(
    [...upper]
      .map((sign, i) => {
        const [above, below] = [sign === '#', lower?.[i] === '#'];
        if (!unicode) return above || below ? '#' : ' ';
        return above ? (below ? '█' : '▀') : below ? '▄' : ' ';
      })
      .join(''),
  );
