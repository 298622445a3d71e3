import type { Row } from '../terminal/cells.ts';
import { escapedMarkup } from './escaped.ts';
import type { Ground } from './ground.ts';
import { type Span, spansOf } from './ink.ts';

/** A picture of cells as a page of HTML of its own: nothing is loaded, nothing runs. */
export function htmlOf(rows: readonly Row[], ground: Ground, title: string): string {
  const lines = rows.map((row) =>
    spansOf(row)
      .map((span) => spanOf(span, ground))
      .join('')
      .trimEnd(),
  );
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<meta charset="utf-8">',
    `<title>${escapedMarkup(title)}</title>`,
    '<style>',
    `body { margin: 0; padding: 12px; background: ${ground.background}; color: ${ground.text}; }`,
    "pre { margin: 0; font: 14px/18px 'DejaVu Sans Mono', Menlo, Consolas, monospace; }",
    // What another font is taken for keeps its cells: rows would end at different places.
    'i { display: inline-block; width: 1ch; font-style: normal; } i.w { width: 2ch; }',
    '</style>',
    `<pre>${lines.join('\n')}</pre>`,
    '</html>',
    '',
  ].join('\n');
}

/** Letters and borders, which fonts of terminals have in the width of their cells. */
const PLAIN = /^[\u0020-\u007e\u00a0-\u017f\u2500-\u259f]$/;

const cellsOf = ({ cells }: Span): string =>
  cells
    .map((text, i) =>
      text === '' || PLAIN.test(text)
        ? escapedMarkup(text)
        : `<i${cells[i + 1] === '' ? ' class="w"' : ''}>${escapedMarkup(text)}</i>`,
    )
    .join('');

function spanOf(span: Span, ground: Ground): string {
  const { ink } = span;
  const { color, behind, bold, dim, underline, inverse } = ink;
  const [front, back] = inverse ? [behind ?? ground.background, color ?? ground.text] : [color, behind];
  const styles = [
    ...(front === null ? [] : [`color:${front}`]),
    ...(back === null ? [] : [`background:${back}`]),
    ...(bold ? ['font-weight:bold'] : []),
    ...(dim ? ['opacity:0.6'] : []),
    ...(underline ? ['text-decoration:underline'] : []),
  ];
  return styles.length === 0 ? cellsOf(span) : `<span style="${styles.join(';')}">${cellsOf(span)}</span>`;
}
