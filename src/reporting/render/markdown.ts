import { sanitiseLine, sanitiseText } from '../../text/sanitise.ts';
import type { Block, Cell } from '../document/blocks.ts';
import { reportDocument } from '../document/document.ts';
import type { Report } from '../schema/report.ts';

/** A report as GitHub's Markdown. Nothing a server or an operator wrote is taken for markup. */
export function reportMarkdown(report: Report): string {
  const { title, subtitle, blocks } = reportDocument(report);
  const parts = [`# ${escaped(title)}`, escaped(subtitle), ...blocks.flatMap(blockMarkdown)];
  return `${parts.join('\n\n')}\n`;
}

function blockMarkdown(block: Block): string[] {
  switch (block.kind) {
    case 'heading':
      return [`${'#'.repeat(block.level)} ${escaped(block.text)}`];
    case 'text':
      return [block.tone === 'bad' || block.tone === 'unknown' ? `**${escaped(block.text)}**` : escaped(block.text)];
    case 'list':
      return [block.items.map((item) => `- ${block.todo ? '[ ] ' : ''}${escaped(item)}`).join('\n')];
    case 'table': {
      const rule = block.columns.map(({ isNumber }) => (isNumber ? '---:' : '---'));
      const rows = block.rows.map((row) => row.map(cellMarkdown));
      return [[block.columns.map(({ text }) => escaped(text)), rule, ...rows].map(rowMarkdown).join('\n')];
    }
    case 'plots':
      return [];
  }
}

const rowMarkdown = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

function cellMarkdown({ text, tone }: Cell): string {
  if (text === '') return '';
  if (tone === 'code') return codeLines(text);
  return tone === 'bad' || tone === 'unknown' ? `**${escaped(text)}**` : escaped(text);
}

/** What Markdown, or HTML in it, could take for markup; a dot or a colon where it would make a link of the text. */
const MARKUP = /[\\`*_{}[\]<>#|~&!$^]|:(?=\/\/)|(?<=www)\.|(?<=^\s*\d*)[-+.)](?=\s)/giu;

const escaped = (text: string): string => sanitiseLine(text).trim().replace(MARKUP, '\\$&');

/** Code, line by line: a comment of PromQL ends with its line. */
const codeLines = (text: string): string =>
  sanitiseText(text)
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(code)
    .join('<br>');

/** A span of code, with a fence that is not in it. In a table none can hold a backslash before a bar. */
function code(line: string): string {
  if (line.includes('\\|')) return `<code>${escaped(line)}</code>`;
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const inner = line.replaceAll('|', '\\|');
  return longest > 0 ? `${fence} ${inner} ${fence}` : `${fence}${inner}${fence}`;
}
