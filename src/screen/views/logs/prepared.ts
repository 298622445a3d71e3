import { type KeptLine, shownText } from '../../../logs/line.ts';
import { graphemesIn, graphemesOf, joined, type Safe, safe } from '../../../text/safe.ts';
import { widthOf } from '../../../text/width.ts';
import { blank, isAscii } from '../../canvas/runs.ts';

/** A line's text, safe to draw, and its cells. */
export interface Prepared {
  readonly text: Safe;
  readonly width: number;
}

const known = new WeakMap<KeptLine, Prepared>();

/** Made safe and measured once for each line, when it is first seen. */
export function prepared(line: KeptLine): Prepared {
  const before = known.get(line);
  if (before) return before;
  const text = shownText(line);
  const made = { text, width: widthOf(text) };
  known.set(line, made);
  return made;
}

/** Pieces of at most `width` cells that the text is cut into, no more than `most`; a wide character is never halved. */
export function pieces(text: Safe, width: number, most: number): readonly Safe[] {
  if (width <= 0) return [];
  const found: Safe[] = [];
  if (isAscii(text)) {
    for (let at = 0; at < text.length && found.length < most; at += width) found.push(text.slice(at, at + width));
    return found.length > 0 ? found : [safe('')];
  }
  let begin = 0;
  let end = 0;
  let used = 0;
  // A grapheme wider than the line gets a line of its own, which is cut when it is drawn.
  for (const sign of graphemesIn(text)) {
    const own = widthOf(sign);
    if (used + own > width && end > begin) {
      found.push(text.slice(begin, end));
      if (found.length === most) return found;
      begin = end;
      used = 0;
    }
    end += sign.length;
    used += own;
  }
  return [...found, text.slice(begin)];
}

/** A row of a folded text, and where in the text it begins. */
export interface Row {
  readonly text: Safe;
  readonly at: number;
}

/** Share of a row that may stay empty for the sake of a whole word. */
const RAGGED = 0.4;
/** Code units looked at for each cell: one sign may be of several. */
const UNITS = 8;
/** What a row may end with: a blank, or a sign between the parts of a token, but not one within a number. */
const endsWell = (sign: string | undefined, next: string | undefined): boolean =>
  sign !== undefined && /^[\s,;)\]}]$/.test(sign) && !/^\d/.test(next ?? '');

/**
 * Rows of at most `width` cells, no more than `most`, that end between words where that leaves no big hole; longer tokens
 * are cut anywhere. The blank at which a row ends is not drawn.
 */
export function folded(text: Safe, width: number, most: number): readonly Row[] {
  if (width <= 0) return [];
  const ascii = isAscii(text);
  const signs = ascii ? [] : graphemesOf(text.slice(0, width * most * UNITS));
  const units: ArrayLike<string> = ascii ? text : signs;
  const rows: Row[] = [];
  let place = 0;
  for (let first = 0; first < units.length && rows.length < most; ) {
    const end = endOf(units, first, fitting(units, first, width, ascii));
    const row = ascii ? text.slice(first, end) : joined(signs.slice(first, end), '');
    rows.push({ text: row, at: place });
    const blank = end < units.length && units[end] === ' ' ? 1 : 0;
    place += row.length + blank;
    first = end + blank;
  }
  return rows.length > 0 ? rows : [{ text: safe(''), at: 0 }];
}

/** Index after the last sign from `first` on that fits; always at least one, which is cut when it is drawn. */
function fitting(units: ArrayLike<string>, first: number, width: number, ascii: boolean): number {
  if (ascii) return Math.min(units.length, first + width);
  let used = 0;
  let end = first;
  for (; end < units.length; end += 1) {
    used += widthOf(units[end] ?? '');
    if (used > width && end > first) break;
  }
  return end;
}

function endOf(units: ArrayLike<string>, first: number, last: number): number {
  if (last >= units.length || units[last] === ' ') return last;
  for (let end = last; end > first + (last - first) * (1 - RAGGED); end -= 1)
    if (endsWell(units[end - 1], units[end])) return end;
  return last;
}

/** The part of a text that begins after `skip` cells and takes at most `width`. A wide character at the edge is left out. */
export function part(text: Safe, skip: number, width: number): Safe {
  if (width <= 0) return safe('');
  if (isAscii(text)) return text.slice(skip, skip + width);
  let used = 0;
  const kept: Safe[] = [];
  for (const sign of graphemesIn(text)) {
    const own = widthOf(sign);
    if (used >= skip) {
      if (used + own > skip + width) break;
      kept.push(sign);
    } else if (used + own > skip) kept.push(blank(used + own - skip));
    used += own;
  }
  return joined(kept, '');
}
