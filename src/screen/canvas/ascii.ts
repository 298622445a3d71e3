import { own } from '../../own.ts';
import { graphemesOf, joined, literals, type Safe, safe } from '../../text/safe.ts';
import { sanitiseLine } from '../../text/sanitise.ts';
import { widthOf } from '../../text/width.ts';
import { isAscii } from './runs.ts';

const PLAIN: Readonly<Record<string, Safe>> = literals({
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
});

/** A letter without its accents, where that is all it has beyond ASCII. */
const bare = (grapheme: Safe): Safe | undefined => {
  const base = sanitiseLine(grapheme.normalize('NFD').replace(/\p{M}+/gu, ''));
  return isAscii(base) && base.length === widthOf(grapheme) ? base : undefined;
};

/**
 * A text in ASCII alone and of the same width; what has no likeness becomes `_`, since `?` means an unknown state.
 * @param isKept what may stay beyond ASCII
 */
export const toAscii = (text: Safe, isKept: (sign: string) => boolean = () => false): Safe =>
  isAscii(text)
    ? text
    : joined(
        graphemesOf(text).map((g) =>
          isAscii(g) || isKept(g) ? g : (own(PLAIN, g) ?? bare(g) ?? safe('_').repeat(widthOf(g))),
        ),
        '',
      );
