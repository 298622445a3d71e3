import { lexer, type MarkedToken, type Token, type Tokens } from 'marked';
import { linkAddress } from '../../text/address.ts';
import { type Safe, safe } from '../../text/safe.ts';
import { sanitiseLine, sanitiseText } from '../../text/sanitise.ts';
import { type Run, run } from '../canvas/runs.ts';
import type { Block, Flow } from './block.ts';
import { decodeReferences } from './references.ts';

/** Quotes and lists in each other; what lies deeper is drawn as it was written. */
const DEEPEST = 12;

/** A Markdown text as blocks. What is no Markdown, or too much of it for a parser, is one block as it was written. */
export function readMarkdown(text: string): readonly Block[] {
  const clean = sanitiseText(text);
  try {
    return blocksOf(lexer(clean), 0);
  } catch {
    // Thousands of quotes in each other.
    return [{ kind: 'code', language: safe(''), code: clean }];
  }
}

/** The kinds that the language has by itself: nobody adds others. */
const known = (token: Token): MarkedToken => token as MarkedToken;

const blocksOf = (tokens: readonly Token[], depth: number): readonly Block[] =>
  tokens.flatMap((token) => blockOf(known(token), depth));

function blockOf(token: MarkedToken, depth: number): readonly Block[] {
  switch (token.type) {
    case 'heading':
      return [{ kind: 'heading', depth: token.depth, flow: flowOf(token.tokens, { bold: true }) }];
    case 'paragraph':
      return [{ kind: 'paragraph', flow: flowOf(token.tokens) }];
    case 'text':
      return [{ kind: 'paragraph', flow: flowOf(token.tokens ?? [token]) }];
    case 'code':
      return [{ kind: 'code', language: sanitiseLine(token.lang ?? ''), code: sanitiseText(token.text) }];
    case 'list':
      return depth < DEEPEST ? [listOf(token, depth)] : [asWritten(token)];
    case 'blockquote':
      return depth < DEEPEST ? [{ kind: 'quote', blocks: blocksOf(token.tokens, depth + 1) }] : [asWritten(token)];
    case 'table':
      return [tableOf(token)];
    case 'hr':
      return [{ kind: 'rule' }];
    case 'html':
      return htmlOf(token.text);
    case 'space':
    case 'def':
      return [];
    default:
      // What flows in a line stands by itself in a list's item.
      return [{ kind: 'paragraph', flow: flowOf([token]) }];
  }
}

const asWritten = ({ raw }: { readonly raw: string }): Block => ({
  kind: 'code',
  language: safe(''),
  code: sanitiseText(raw),
});

/** HTML is shown and not obeyed; its comments are for whoever edits. */
function htmlOf(text: string): readonly Block[] {
  const shown = text.replace(/<!--[\s\S]*?-->/g, '').trim();
  return shown === '' ? [] : [{ kind: 'paragraph', flow: lines(shown, { tone: 'dim' }) }];
}

function listOf({ items, ordered, start, loose }: Tokens.List, depth: number): Block {
  const first = start === '' ? 1 : start;
  return {
    kind: 'list',
    loose,
    items: items.map(({ tokens }, i) => ({
      number: ordered ? sanitiseLine(`${first + i}.`) : safe(''),
      blocks: ticked(tokens, blocksOf(tokens, depth + 1)),
    })),
  };
}

/** The box of a task stands before its words. */
function ticked([first]: readonly Token[], blocks: readonly Block[]): readonly Block[] {
  const [box, words, ...rest] = blocks;
  if (first?.type !== 'checkbox' || box?.kind !== 'paragraph' || words?.kind !== 'paragraph') return blocks;
  return [{ kind: 'paragraph', flow: [...box.flow, ...words.flow] }, ...rest];
}

const tableOf = ({ header, rows, align }: Tokens.Table): Block => ({
  kind: 'table',
  rows: [
    header.map(({ tokens }) => flowOf(tokens, { bold: true })),
    ...rows.map((row) => row.map((c) => flowOf(c.tokens))),
  ],
  right: align.map((side) => side === 'right'),
});

type Style = Omit<Run, 'text'>;

const flowOf = (tokens: readonly Token[], style: Style = {}): Flow =>
  tokens.flatMap((token) => runsOf(known(token), style));

function runsOf(token: MarkedToken, style: Style): Flow {
  switch (token.type) {
    case 'strong':
      return flowOf(token.tokens, { ...style, bold: true });
    case 'em':
      return flowOf(token.tokens, { ...style, tone: style.tone ?? 'title' });
    case 'del':
      return flowOf(token.tokens, { ...style, dim: true });
    case 'codespan':
      return [piece(sanitiseLine(token.text), { ...style, tone: 'accent' })];
    case 'br':
      return [{ text: safe('\n') }];
    case 'link':
      return linkOf(token.href, flowOf(token.tokens, { ...style, tone: 'accent' }), style);
    case 'image':
      return linkOf(token.href, [piece(sanitiseLine(`[${token.text}]`), { ...style, tone: 'accent' })], style);
    case 'checkbox':
      return [piece(safe(token.checked ? '[x] ' : '[ ] '), style)];
    case 'html':
      return /^<br\s*\/?>$/i.test(token.text) ? [{ text: safe('\n') }] : lines(token.text, { ...style, tone: 'dim' });
    case 'text':
      return token.tokens ? flowOf(token.tokens, style) : lines(decodeReferences(token.text), style);
    case 'escape':
      return lines(token.text, style);
    default:
      return lines(token.raw, style);
  }
}

const piece = (text: Safe, style: Style): Run => ({ ...style, text });

/** A line feed in a text is a space of it. */
const lines = (text: string, style: Style): Flow => [piece(sanitiseLine(text.replaceAll('\n', ' ')), style)];

/** Where a link leads is told in full beside its words, unless they say it; it is a link where one may lead there. */
function linkOf(target: string, words: Flow, style: Style): Flow {
  const href = linkAddress(target);
  const address = sanitiseLine(href ?? target);
  const linked = href === null ? words : words.map((one) => ({ ...one, href }));
  const said = words.map(({ text }) => text).join('');
  if (target === '' || said === target || said === address || `mailto:${said}` === address) return linked;
  return [
    ...linked,
    run(' (', 'dim', style.dim ? { dim: true } : {}),
    piece(address, { tone: 'accent', ...(href !== null && { href }) }),
    run(')', 'dim'),
  ];
}
