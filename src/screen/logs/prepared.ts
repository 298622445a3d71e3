import { type KeptLine, shownText } from '../../logs/line.ts';
import { isAscii, widthOf } from '../runs.ts';

/** A line's text, safe to draw, and its cells. */
export interface Prepared {
  readonly text: string;
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

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Pieces of at most `width` cells that the text is cut into, no more than `most`; a wide character is never halved. */
export function pieces(text: string, width: number, most: number): readonly string[] {
  if (width <= 0) return [];
  const found: string[] = [];
  if (isAscii(text)) {
    for (let at = 0; at < text.length && found.length < most; at += width) found.push(text.slice(at, at + width));
    return found.length > 0 ? found : [''];
  }
  let piece = '';
  let used = 0;
  // A grapheme wider than the line gets a line of its own, which is cut when it is drawn.
  for (const { segment } of graphemes.segment(text)) {
    const own = widthOf(segment);
    if (used + own > width && piece !== '') {
      found.push(piece);
      if (found.length === most) return found;
      piece = '';
      used = 0;
    }
    piece += segment;
    used += own;
  }
  return [...found, piece];
}

/** The part of a text that begins after `skip` cells and takes at most `width`. A wide character at the edge is left out. */
export function part(text: string, skip: number, width: number): string {
  if (width <= 0) return '';
  if (isAscii(text)) return text.slice(skip, skip + width);
  let used = 0;
  let kept = '';
  for (const { segment } of graphemes.segment(text)) {
    const own = widthOf(segment);
    if (used >= skip) {
      if (used + own > skip + width) break;
      kept += segment;
    } else if (used + own > skip) kept += ' '.repeat(used + own - skip);
    used += own;
  }
  return kept;
}
