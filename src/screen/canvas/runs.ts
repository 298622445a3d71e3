import { graphemesOf, joined, type Safe, type SafeArgument, safe } from '../../text/safe.ts';
import { isNarrow, widthOf } from '../../text/width.ts';
import type { Role } from './theme.ts';

/** What a piece of text means; the theme decides how it looks. */
export type Tone = Role;

/** A piece of a line drawn in one style. */
export interface Run {
  readonly text: Safe;
  readonly tone?: Tone;
  readonly bold?: boolean;
  /** Old or secondary: in the colour of what is dim, or underlined where there is none. */
  readonly dim?: boolean;
  /** Reverse video: the selection, and what must catch the eye. */
  readonly inverse?: boolean;
  /** Drawn as an area of its tone's colour, which may be the one behind texts of that tone; no selection turns it round. */
  readonly solid?: boolean;
  /** What fills the rest of an area's cells, and the tone most of them is: they are drawn in that alone where there are no colours. */
  readonly rest?: { readonly tone: Tone; readonly most: Tone };
  /** Drawn in the colour of its tone alone: a border. */
  readonly outline?: boolean;
  /** Part of a chart: its words say nothing without the curves. */
  readonly charted?: boolean;
  /** Never cut where the rest of its line may be. */
  readonly kept?: boolean;
  /** All of its text, of a cell that had no room for it: what is left may stand below. */
  readonly whole?: { readonly text: Safe; readonly cells: number; readonly gap: number };
  /** Where its line is broken, that goes on below its beginning. */
  readonly hangs?: boolean;
  /** Web page the text leads to, in terminals that know links. */
  readonly href?: string;
}

export type Line = readonly Run[];

const ASCII = /^[\x20-\x7e]*$/;

export const isAscii = (text: string): boolean => ASCII.test(text);

export const lineWidth = (line: Line): number => line.reduce((sum, run) => sum + widthOf(run.text), 0);

export const run = <T extends string>(
  text: SafeArgument<T>,
  tone?: Tone,
  style: Omit<Run, 'text' | 'tone'> = {},
): Run => (tone === undefined ? { text: safe<T>(text), ...style } : { text: safe<T>(text), tone, ...style });

/** The longest beginning of a text that fits `width` cells; never half of a wide character. */
export function head(text: Safe, width: number): Safe {
  if (isNarrow(text)) return text.slice(0, width);
  let used = 0;
  const kept: Safe[] = [];
  for (const segment of graphemesOf(text)) {
    used += widthOf(segment);
    if (used > width) break;
    kept.push(segment);
  }
  return joined(kept, '');
}

/** Cuts a text to `width` cells; what was cut shows as `…`. */
export function cut<T extends string>(text: SafeArgument<T>, width: number): Safe {
  const own = safe<T>(text);
  if (width <= 0) return safe('');
  return widthOf(own) <= width ? own : safe(`${head(own, width - 1)}…`);
}

/** A text in exactly `width` cells. */
export function cell<T extends string>(text: SafeArgument<T>, width: number, align: 'left' | 'right' = 'left'): Safe {
  const short = cut<T>(text, width);
  const space = blank(Math.max(0, width - widthOf(short)));
  return safe(align === 'left' ? `${short}${space}` : `${space}${short}`);
}

export const blank = (width: number): Safe => safe(' ').repeat(width);

/** A line in exactly `width` cells: cut where it is too long, filled with spaces where it is too short. */
export function toWidth(line: Line, width: number): Line {
  const fitted: Run[] = [];
  let left = Math.max(0, width);
  let rest = lineWidth(line);
  for (const part of line) {
    if (left === 0) break;
    const own = widthOf(part.text);
    rest -= own;
    if (own > left || (own === left && rest > 0)) {
      const text = rest > 0 && own <= left ? cut(`${part.text}…`, left) : cut(part.text, left);
      fitted.push({ ...part, text: cell(text, left) });
      return fitted;
    }
    fitted.push(part);
    left -= own;
  }
  if (left > 0) fitted.push({ text: blank(left) });
  return fitted;
}

/** A line in at most `width` cells: what must be kept is, and of the rest as much as there is room for. */
export function within(line: Line, width: number): Line {
  if (lineWidth(line) <= width) return line;
  let left = width - lineWidth(line.filter(({ kept }) => kept));
  if (left < 0)
    return toWidth(
      line.filter(({ kept }) => kept),
      Math.max(0, width),
    );
  return line.map((part) => {
    if (part.kept) return part;
    const text = cut(part.text, left);
    left = widthOf(text) < widthOf(part.text) ? 0 : left - widthOf(text);
    return { ...part, text };
  });
}

/** `left` and `right` at the two ends of `width` cells; the left one gives way. */
export function spread(left: Line, right: Line, width: number): Line {
  const reserved = Math.min(lineWidth(right), width);
  const room = width - reserved;
  return [...toWidth(left, Math.max(0, room - 1)), run(room > 0 ? ' ' : ''), ...toWidth(right, reserved)];
}

/** A unit behind a number: they are not parted. */
const UNIT = /^(?:%|pt|ms|s|€|[kMGT]?B)(?![\p{L}\d])/u;

/** Whether the blank between two parts of a text stands between a number and its unit: "5.36 %". */
export const isInNumber = (before: string, after: string): boolean => /\d$/.test(before) && UNIT.test(after);

/** The words of a paragraph, a number with its unit as one. */
function wordsIn(paragraph: Safe): Safe[] {
  const words: Safe[] = [];
  for (const word of paragraph.split(' ')) {
    const last = words.at(-1);
    if (last !== undefined && isInNumber(last, word)) words[words.length - 1] = safe(`${last} ${word}`);
    else words.push(word);
  }
  return words;
}

/** Breaks a text into lines of at most `width` cells, at spaces where it can. */
export function wrap<T extends string>(text: SafeArgument<T>, width: number): Safe[] {
  const lines: Safe[] = [];
  if (width <= 0) return lines;
  for (const paragraph of safe<T>(text).split('\n')) {
    let current = safe('');
    for (let word of wordsIn(paragraph)) {
      if (current !== '' && widthOf(current) + 1 + widthOf(word) > width) {
        lines.push(current);
        current = safe('');
      }
      while (widthOf(word) > width) {
        const part = head(word, width);
        if (part === '') break;
        lines.push(part);
        word = word.slice(part.length);
      }
      current = current === '' ? word : safe(`${current} ${word}`);
    }
    lines.push(current);
  }
  return lines;
}

/** The same line in reverse video: the selected row. A bar in it stays as it is, for in reverse a full one looks empty. */
export const selected = (line: Line): Line =>
  line.map((part) => {
    const { text, bold, hangs, whole, solid } = part;
    if (solid) return part;
    return run(text, 'selection', {
      ...(bold !== undefined && { bold }),
      ...(hangs !== undefined && { hangs }),
      ...(whole !== undefined && { whole }),
    });
  });

/** A text in so many rows, the last of which is cut where it does not fit. */
export function wrapTo(text: Safe, width: number, rows: number): readonly Safe[] {
  const lines = wrap(text, width);
  if (rows <= 0 || lines.length <= rows) return lines.slice(0, Math.max(0, rows));
  return [...lines.slice(0, rows - 1), cut(joined(lines.slice(rows - 1), ' '), width)];
}
