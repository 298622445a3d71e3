import type { Row } from '../terminal/cells.ts';
import { escapedMarkup } from './escaped.ts';
import type { Ground } from './ground.ts';
import { type Span, spansOf } from './ink.ts';

/** Pixels of a cell. */
const CELL = { width: 8.4, height: 18 } as const;
const PADDING = 12;

/** A picture of cells as SVG; the text in it is text, and can be searched and read aloud. */
export function svgOf(rows: readonly Row[], ground: Ground, title: string): string {
  const columns = rows[0]?.length ?? 0;
  const [width, height] = [columns * CELL.width + 2 * PADDING, rows.length * CELL.height + 2 * PADDING];
  const spans = rows.flatMap((row, y) => spansOf(row).map((span) => ({ ...span, y })));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="100%" height="100%" rx="8" fill="${ground.background}"/>`,
    `<g font-family="'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="14" fill="${ground.text}">`,
    ...spans.flatMap((span) => behindOf(span, ground)),
    ...spans.flatMap((span) => textOf(span, ground)),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

type Placed = Span & { readonly y: number };

function behindOf({ x, y, width, ink }: Placed, ground: Ground): readonly string[] {
  const fill = ink.inverse ? (ink.color ?? ground.text) : ink.behind;
  if (fill === null) return [];
  return [
    `<rect x="${left(x)}" y="${top(y)}" width="${round(width * CELL.width)}" height="${CELL.height}" fill="${fill}"/>`,
  ];
}

function textOf({ x, y, width, text, ink }: Placed, ground: Ground): readonly string[] {
  if (text.trim() === '') return [];
  const begin = text.length - text.trimStart().length;
  const shown = text.trimEnd();
  const color = ink.inverse ? (ink.behind ?? ground.background) : ink.color;
  const cells = width - (text.length - shown.length) - begin;
  const attributes = [
    `x="${left(x + begin)}" y="${round(top(y) + 14)}" textLength="${round(cells * CELL.width)}" lengthAdjust="spacingAndGlyphs"`,
    ...(color === null ? [] : [`fill="${color}"`]),
    ...(ink.bold ? ['font-weight="bold"'] : []),
    ...(ink.dim ? ['fill-opacity="0.6"'] : []),
    ...(ink.underline ? ['text-decoration="underline"'] : []),
  ];
  return [`<text ${attributes.join(' ')}>${escaped(shown.slice(begin))}</text>`];
}

const left = (x: number): number => round(PADDING + x * CELL.width);
const top = (y: number): number => PADDING + y * CELL.height;
const round = (value: number): number => Math.round(value * 10) / 10;

/** Blanks are kept as such: of several in a row SVG would draw one. */
const escaped = (text: string): string => escapedMarkup(text).replaceAll(' ', '\u00a0');
