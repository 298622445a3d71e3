import { type Safe, safe } from '../../text/safe.ts';
import { widthOf } from '../../text/width.ts';
import type { Block } from './block.ts';
import type { Glyphs } from './glyphs.ts';
import type { Rect } from './rect.ts';
import { cut, type Line, lineWidth, type Run, run, within } from './runs.ts';
import type { Role } from './theme.ts';

/** Cells of a title that are left to it whatever stands beside it. */
const LEAST_TITLE = 8;

/** What stands in a frame and on it. */
export interface Framed {
  readonly title: Safe;
  /** What stands behind the title and is not cut while anything of that is left. */
  readonly hides?: Safe | undefined;
  /** At the right end of the upper border. */
  readonly badge?: Line;
  readonly border: Role;
  readonly bold?: boolean;
  readonly lines: readonly Line[];
}

/** A border with a title at its left and a badge at its right, around lines. */
export function framed(
  at: Rect,
  { title, hides, badge = [], border, bold = false, lines }: Framed,
  glyphs: Glyphs,
): readonly Block[] {
  const { x, y, width, height } = at;
  if (width < 4 || height < 2) return [];
  const kept = keptIn(badge);
  const name = nameIn(roomForName(width, kept, hides), title, hides, glyphs);
  const room = width - 6 - widthOf(name);
  const isRoom = room > 4 || (kept > 0 && room >= kept + 2);
  const mark: Line = badge.length > 0 && isRoom ? [run(' '), ...badgeIn(badge, room - 2), run(' ')] : [];
  const markWidth = lineWidth(mark);
  const heading = run(name, border === 'border' ? 'title' : border, { bold: bold || border === 'border' });
  return [
    ...bordered(at, border, glyphs),
    { at: { x: x + 2, y, width: widthOf(name), height: 1 }, lines: [[heading]] },
    { at: { x: x + width - 2 - markWidth, y, width: markWidth, height: 1 }, lines: [mark] },
    { at: { x: x + 2, y: y + 1, width: width - 3, height: height - 2 }, lines },
  ];
}

/** A title with what is told behind it in a single row, drawn as the upper border of what is folded behind it. */
export function folded(
  { x, y, width }: Rect,
  { title, hides, border, bold = false, told }: Omit<Framed, 'badge' | 'lines'> & { readonly told: Line },
  glyphs: Glyphs,
): readonly Block[] {
  if (width < 4) return [];
  const { border: drawn } = glyphs;
  const side = safe(`${drawn.topLeft}${drawn.across.repeat(width - 2)}${drawn.topRight}`);
  const name = nameIn(width - 4, title, hides, glyphs);
  const heading = run(name, border === 'border' ? 'title' : border, { bold: bold || border === 'border' });
  const room = width - 4 - widthOf(name) - 1;
  const words: Line = room > 0 && told.length > 0 ? [...wholeParts(told, room), run(' ')] : [];
  return [
    { at: { x, y, width, height: 1 }, lines: [[run(side, border, { outline: true })]] },
    { at: { x: x + 2, y, width: widthOf(name) + lineWidth(words), height: 1 }, lines: [[heading, ...words]] },
  ];
}

const keptIn = (badge: Line): number => lineWidth(badge.filter((part) => part.kept));

/** Cells of a title beside so many of a badge that are never cut. */
const roomForName = (width: number, kept: number, hides = safe('')): number =>
  Math.max(Math.min(width - 4, Math.max(LEAST_TITLE, widthOf(hides) + 2)), width - 4 - (kept > 0 ? kept + 4 : 0));

/** Whether the border of a frame so wide has no room for all of a title. */
export const isTitleCut = (width: number, { title, hides, badge = [] }: Omit<Framed, 'border' | 'lines'>): boolean => {
  const behind = hides === undefined ? 0 : widthOf(hides) + BETWEEN;
  return widthOf(title) + behind + 2 > roomForName(width, keptIn(badge), hides);
};

/** Cells of a separator with its blanks. */
const BETWEEN = 3;
/** Fewer cells of a title tell nothing. */
const LEAST_NAME = 3;

/** A title with blanks around it in so many cells at most; what a filter hides behind it is never cut. */
function nameIn(width: number, title: Safe, hides: Safe | undefined, { separator }: Glyphs): Safe {
  if (hides === undefined) return cut(` ${title} `, width);
  const room = width - widthOf(hides) - BETWEEN - 2;
  return cut(room < LEAST_NAME ? ` ${hides} ` : ` ${cut(title, room)} ${separator} ${hides} `, width);
}

/** A badge in so many cells at most: parts of it are left out whole, the last first, before any is cut. */
function badgeIn(badge: Line, width: number): Line {
  if (lineWidth(badge) <= width) return badge;
  const last = badge.findLastIndex(({ kept = false }) => !kept);
  return last <= 0 ? within(badge, width) : badgeIn(badge.toSpliced(last, 1), width);
}

/** The parts of a line that fit so many cells; the first of them is cut rather than left out. */
function wholeParts(line: Line, width: number): Line {
  let left = width;
  const end = line.findIndex(({ text }) => {
    left -= widthOf(text);
    return left < 0;
  });
  return end < 0 ? line : within(line.slice(0, Math.max(1, end)), width);
}

/** The four sides, and the empty cells between the left one and what stands inside. */
function bordered({ x, y, width, height }: Rect, tone: Role, { border }: Glyphs): readonly Block[] {
  const side = (text: Safe): Run => run(text, tone, { outline: true });
  const across = border.across.repeat(width - 2);
  const left: Line = [side(border.upright), run(' ')];
  const right: Line = [side(border.upright)];
  const inside = height - 2;
  const each = (line: Line) => Array.from({ length: inside }, () => line);
  return [
    { at: { x, y, width, height: 1 }, lines: [[side(safe(`${border.topLeft}${across}${border.topRight}`))]] },
    { at: { x, y: y + 1, width: 2, height: inside }, lines: each(left) },
    { at: { x: x + width - 1, y: y + 1, width: 1, height: inside }, lines: each(right) },
    {
      at: { x, y: y + height - 1, width, height: 1 },
      lines: [[side(safe(`${border.bottomLeft}${across}${border.bottomRight}`))]],
    },
  ];
}

/** Inside a border there is one empty cell at each side. */
export const insideOf = (at: Rect): { readonly width: number; readonly height: number } => ({
  width: Math.max(0, at.width - 4),
  height: Math.max(0, at.height - 2),
});
