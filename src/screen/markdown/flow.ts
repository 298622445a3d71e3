import { type Safe, safe } from '../../text/safe.ts';
import { widthOf } from '../../text/width.ts';
import { head, type Line, lineWidth, type Run, run, wrap } from '../canvas/runs.ts';
import type { Flow } from './block.ts';

/** A word, of one piece or several that no space parts. */
type Word = readonly Run[];

/** Breaks text that flows into lines of at most `width` cells, at spaces where it can. */
export function flowLines(flow: Flow, width: number): readonly Line[] {
  if (width <= 0) return [];
  return splitAtBreaks(flow).flatMap((part) => fill(wordsOf(part), width));
}

function splitAtBreaks(flow: Flow): readonly Flow[] {
  const parts: Run[][] = [[]];
  for (const one of flow) {
    if (one.text === '\n') parts.push([]);
    else parts.at(-1)?.push(one);
  }
  return parts;
}

function wordsOf(flow: Flow): readonly Word[] {
  const words: Run[][] = [[]];
  for (const one of flow)
    for (const [i, text] of one.text.split(' ').entries()) {
      if (i > 0) words.push([]);
      if (text !== '') words.at(-1)?.push({ ...one, text });
    }
  return words.filter((word) => word.length > 0);
}

/** Puts words into lines; one that fits none is broken. */
function fill(words: readonly Word[], width: number): readonly Line[] {
  const filled: Run[][] = [[]];
  let used = 0;
  for (const word of words.flatMap((one) => broken(one, width))) {
    const own = lineWidth(word);
    if (used > 0 && used + 1 + own > width) {
      filled.push([]);
      used = 0;
    }
    const line = filled.at(-1) ?? [];
    if (used > 0) line.push(spaceBetween(line.at(-1), word[0]));
    line.push(...word);
    used += own + (used > 0 ? 1 : 0);
  }
  return filled;
}

/** Of one link or area, a space belongs to it, too. */
function spaceBetween(before: Run | undefined, after: Run | undefined): Run {
  const { href, tone, bold } = before ?? {};
  if (href === undefined || href !== after?.href) return run(' ');
  return { text: safe(' '), href, ...(tone && { tone }), ...(bold && { bold }) };
}

const broken = (word: Word, width: number): readonly Word[] =>
  lineWidth(word) <= width
    ? [word]
    : word.flatMap((one) => wrap(one.text, width).map((text): Word => [{ ...one, text }]));

/** A text as it was written, in lines of at most `width` cells that are broken anywhere. */
export const exactLines = (text: Safe, width: number): readonly Safe[] =>
  width <= 0 ? [] : text.split('\n').flatMap((line) => cutUp(line, width));

function cutUp(line: Safe, width: number): readonly Safe[] {
  const parts: Safe[] = [];
  let rest = line;
  while (widthOf(rest) > width) {
    // Of what is wider than all there is, a character all the same.
    const part = head(rest, width) || rest.slice(0, 1);
    parts.push(part);
    rest = rest.slice(part.length);
  }
  return [...parts, rest];
}
