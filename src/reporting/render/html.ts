import type { Block, Cell, Column, Tone } from '../document/blocks.ts';
import { reportDocument } from '../document/document.ts';
import type { Report } from '../schema/report.ts';
import { escapeHtml, escapeHtmlLines } from './escape.ts';
import { plotSvg } from './plot.ts';
import { STYLE } from './style.ts';

/** Nothing runs in it and nothing is fetched, whatever stands in it. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** A report as one file of HTML: no script, nothing fetched, plots drawn in it, to be printed as it is. */
export function reportHtml(report: Report): string {
  const { title, subtitle, blocks } = reportDocument(report);
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>${STYLE}</style>`,
    '</head>',
    '<body>',
    `<header><h1>${escapeHtml(title)}</h1><p class="subtitle">${escapeHtml(subtitle)}</p></header>`,
    '<main>',
    ...blocks.map(blockHtml),
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `<h${block.level}>${escapeHtml(block.text)}</h${block.level}>`;
    case 'text':
      return `<p${classOf(block.tone)}>${escapeHtml(block.text)}</p>`;
    case 'list': {
      const items = block.items.map((item) => `<li>${escapeHtml(item)}</li>`);
      return `<ul${block.todo ? ' class="todo"' : ''}>${items.join('')}</ul>`;
    }
    case 'table':
      return tableHtml(block.columns, block.rows);
    case 'plots':
      return `<div class="plots">\n${block.figures.map((figure) => plotSvg(figure, block.period)).join('\n')}\n</div>`;
  }
}

function tableHtml(columns: readonly Column[], rows: readonly (readonly Cell[])[]): string {
  const heads = columns.map(
    ({ text, isNumber }) => `<th scope="col"${isNumber ? ' class="number"' : ''}>${escapeHtml(text)}</th>`,
  );
  const body = rows.map(
    (row) => `<tr>${row.map((cell, i) => cellHtml(cell, columns[i]?.isNumber ?? false)).join('')}</tr>`,
  );
  return `<div class="table"><table>\n<thead><tr>${heads.join('')}</tr></thead>\n<tbody>\n${body.join('\n')}\n</tbody>\n</table></div>`;
}

/** A word too long for a column of a table: it is broken anywhere, others only between words. */
const LONG_WORD = /[^\s-]{25}/;

function cellHtml({ text, tone = 'plain' }: Cell, isNumber: boolean): string {
  const own = tone === 'code' ? escapeHtmlLines(text) : escapeHtml(text);
  const inner =
    tone === 'code' ? `<code>${own}</code>` : tone === 'plain' ? own : `<span${classOf(tone)}>${own}</span>`;
  const classes = [...(isNumber ? ['number'] : []), ...(LONG_WORD.test(text) ? ['long'] : [])];
  return `<td${classes.length > 0 ? ` class="${classes.join(' ')}"` : ''}>${inner}</td>`;
}

const classOf = (tone: Tone = 'plain'): string => (tone === 'plain' || tone === 'code' ? '' : ` class="${tone}"`);
