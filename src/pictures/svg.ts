import type { Row } from '../terminal/cells.ts';
import { escapedMarkup } from './escaped.ts';
import type { Ground } from './ground.ts';
import { type Span, spansOf } from './ink.ts';

/** Pixels of a cell, of the space around all of them, and from the top of a cell down to the line its text stands on. */
export const CELL = { width: 8.4, height: 18 } as const;
export const PADDING = 12;
const BASE = 14;

/** In what text is written; what it looks like otherwise stands at each piece. */
export const fontOf = (ground: Ground): string =>
  `font-family="'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="14" fill="${ground.text}"`;

/** A picture of cells as SVG; the text in it is text, and can be searched and read aloud. */
export function svgOf(rows: readonly Row[], ground: Ground, title: string): string {
  const columns = rows[0]?.length ?? 0;
  const [width, height] = [round(columns * CELL.width) + 2 * PADDING, rows.length * CELL.height + 2 * PADDING];
  const drawn = rows.map((row) => rowSvg(row, ground));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escapedMarkup(title)}</title>`,
    `<rect width="100%" height="100%" rx="8" fill="${ground.background}"/>`,
    `<g ${fontOf(ground)}>`,
    ...drawn.flatMap((row, y) =>
      row === '' ? [] : [`<g transform="translate(${PADDING} ${PADDING + y * CELL.height})">${row}</g>`],
    ),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

/** A row of cells, from the left end of its first and the top; empty where nothing is seen of it. */
export function rowSvg(row: Row, ground: Ground): string {
  const spans = spansOf(row);
  return [...spans.flatMap((span) => behindOf(span, ground)), ...spans.flatMap((span) => textOf(span, ground))].join(
    '',
  );
}

function behindOf({ x, width, ink }: Span, ground: Ground): readonly string[] {
  const fill = ink.inverse ? (ink.color ?? ground.text) : ink.behind;
  if (fill === null) return [];
  return [`<rect x="${left(x)}" width="${left(width)}" height="${CELL.height}" fill="${fill}"/>`];
}

function textOf({ x, width, text, ink }: Span, ground: Ground): readonly string[] {
  if (text.trim() === '') return [];
  const begin = text.length - text.trimStart().length;
  const shown = text.trimEnd();
  const color = ink.inverse ? (ink.behind ?? ground.background) : ink.color;
  const cells = width - (text.length - shown.length) - begin;
  const attributes = [
    `x="${left(x + begin)}" y="${BASE}" textLength="${left(cells)}"`,
    ...(color === null ? [] : [`fill="${color}"`]),
    ...(ink.bold ? ['font-weight="bold"'] : []),
    ...(ink.dim ? ['fill-opacity=".6"'] : []),
    ...(ink.underline ? ['text-decoration="underline"'] : []),
  ];
  return [`<text ${attributes.join(' ')}>${escaped(shown.slice(begin))}</text>`];
}

const left = (cells: number): number => round(cells * CELL.width);
const round = (value: number): number => Math.round(value * 10) / 10;

/** Blanks are kept as such: of several in a row SVG would draw one. */
const escaped = (text: string): string => escapedMarkup(text).replaceAll(' ', '\u00a0');
