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

/** What letters are drawn with: halves of cells, or whole cells in a sign where a terminal has no others. */
export type Pen = 'halves' | '█' | '#';

/**
 * Rows of cells that letters of a scale take: a pixel is so many half cells high, and as many cells wide. In whole cells the
 * smallest are as high as their pixels: with two of them in one cell nobody could read them.
 */
export const letterRows = (scale: number, pen: Pen): number =>
  pen !== 'halves' && scale === 1 ? PIXEL_ROWS : Math.ceil((PIXEL_ROWS * scale) / 2);

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
 * A text in letters that are read from afar, as rows of cells: two pixels to a cell, one above the other, or a cell for both. Null
 * where one of its characters has no letter.
 */
export function letters(text: Safe, scale: number, pen: Pen): readonly Safe[] | null {
  const glyphs = glyphsOf(text);
  if (glyphs === null) return null;
  const rows = letterRows(scale, pen);
  const [high, inRow] = rows === PIXEL_ROWS && scale === 1 ? [1, 1] : [scale, 2];
  const pixels = Array.from({ length: PIXEL_ROWS * high }, (_, y) =>
    glyphs
      .map((shape) => shape[Math.floor(y / high)] ?? '')
      .join(' ')
      .replaceAll(/./g, (sign) => sign.repeat(scale)),
  );
  return Array.from({ length: rows }, (_, i) => inCells(pixels.slice(inRow * i, inRow * (i + 1)), pen));
}

/** Rows of pixels in one of cells. */
const inCells = ([upper = '', lower]: readonly string[], pen: Pen): Safe =>
  sanitiseLine(
    [...upper]
      .map((sign, i) => {
        const [above, below] = [sign === '#', lower?.[i] === '#'];
        if (pen !== 'halves') return above || below ? pen : ' ';
        return above ? (below ? '█' : '▀') : below ? '▄' : ' ';
      })
      .join(''),
  );
