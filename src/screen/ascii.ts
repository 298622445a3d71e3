import { own } from '../own.ts';
import { graphemesOf, isAscii, widthOf } from './runs.ts';

const PLAIN: Readonly<Record<string, string>> = {
  '−': '-',
  '±': '+',
  '×': 'x',
  '…': '~',
  '–': '-',
  '—': '-',
  '·': '-',
  '’': "'",
  µ: 'u',
  μ: 'u',
  '€': 'E',
  Δ: 'd',
  '→': '>',
  '≤': '<',
  '≥': '>',
};

/** A letter without its accents, where that is all it has beyond ASCII. */
const bare = (grapheme: string): string | undefined => {
  const base = grapheme.normalize('NFD').replace(/\p{M}+/gu, '');
  return isAscii(base) && base.length === widthOf(grapheme) ? base : undefined;
};

/** A text in ASCII alone and of the same width; what has no likeness becomes `_`, since `?` means an unknown state. */
export const toAscii = (text: string): string =>
  isAscii(text)
    ? text
    : graphemesOf(text)
        .map((g) => (isAscii(g) ? g : (own(PLAIN, g) ?? bare(g) ?? '_'.repeat(widthOf(g)))))
        .join('');
