import { parseFilter } from '../../../room/filter/filter.ts';
import { soughtIn } from '../../../room/filter/lines.ts';
import { joined, type Safe, safe } from '../../../text/safe.ts';
import { millis } from '../../../units.ts';
import { type Line, run } from '../../canvas/runs.ts';
import { once } from '../../core/once.ts';
import type { Block } from '../../markdown/block.ts';
import { drawMarkdown, type MarkdownDrawing, type MarkdownLine, type MarkdownLook } from '../../markdown/draw.ts';
import { flowLines } from '../../markdown/flow.ts';
import type { RunbookView } from './state.ts';

/** A runbook as it is laid out: what stands above its text, too. */
export interface Page extends Pick<MarkdownDrawing, 'commands'> {
  /** Those that the filter lets pass. */
  readonly lines: readonly MarkdownLine[];
  /** How many of its paragraphs, lists and blocks the filter hides. */
  readonly hidden: number;
  /** The commands in these lines, by their numbers. */
  readonly shown: readonly number[];
}

/** Widths that a text is kept laid out for: that of its page, and that which its commands are counted at. */
const KEPT = 2;

const laidOut = once((blocks: readonly Block[]) => {
  const known = new Map<string, MarkdownDrawing>();
  return (look: MarkdownLook): MarkdownDrawing => {
    const key = `${look.width} ${look.unicode}`;
    const drawing = known.get(key) ?? drawMarkdown(blocks, look);
    if (!known.has(key) && known.size >= KEPT) known.clear();
    known.set(key, drawing);
    return drawing;
  };
});

/** What may be copied of it: the commands that the filter lets pass, however wide its lines are. */
export function commandsOf(view: RunbookView): readonly { readonly number: number; readonly text: Safe }[] {
  const { commands, shown } = pageOf(view, { width: 80, unicode: true });
  return shown.flatMap((number) => {
    const text = commands[number]?.text;
    return text === undefined ? [] : [{ number, text }];
  });
}

/** The selected command, else the first; −1 where none is shown. */
export const selectedCommand = ({ command }: RunbookView, { shown }: Pick<Page, 'shown'>): number =>
  shown.includes(command) ? command : (shown[0] ?? -1);

/** The runbook in lines of at most so many cells. */
export function pageOf({ text, link, filter }: RunbookView, look: MarkdownLook): Page {
  const { width } = look;
  const plain = (lines: readonly Line[]): readonly MarkdownLine[] => lines.map((line) => ({ line, command: null }));
  const head =
    link === null ? [] : [...flowLines([run('on the web: ', 'dim'), run(link, 'accent', { href: link })], width), []];
  switch (text.state) {
    case 'read': {
      const { lines, commands } = laidOut(text.blocks)(look);
      const kept = filtered(lines, filter);
      const shown = [...new Set(kept.lines.flatMap(({ command }) => command ?? []))];
      return { lines: [...plain(head), ...kept.lines], commands, hidden: kept.hidden, shown };
    }
    case 'failed':
      return { lines: plain([...head, ...flowLines([run(text.why, 'warn')], width)]), ...NOTHING };
    case 'reading':
      return { lines: plain([...head, [run('It is being read …', 'dim')]]), ...NOTHING };
    case 'none':
      return { lines: plain([...head, [run('There is no file for it beside the profile.', 'dim')]]), ...NOTHING };
  }
}

const NOTHING = { commands: [], hidden: 0, shown: [] } as const;

/** The paragraphs, lists and blocks that a filter lets pass, and how many it does not. */
function filtered(lines: readonly MarkdownLine[], filter: string): Pick<Page, 'lines' | 'hidden'> {
  const { terms } = parseFilter(filter);
  if (terms.length === 0) return { lines, hidden: 0 };
  const parts = partsOf(lines);
  const kept = parts.filter((part) => {
    const text = joined(part.map(textOf), ' ').toLowerCase();
    return terms.every((term) => term.passes({ text, field: () => undefined, at: NEVER }));
  });
  return { lines: kept.flatMap((part, i) => (i === 0 ? part : [EMPTY, ...part])), hidden: parts.length - kept.length };
}

/** A text has no age. */
const NEVER = millis(0);
const EMPTY: MarkdownLine = { line: [], command: null };

/** What stands between empty lines. */
function partsOf(lines: readonly MarkdownLine[]): readonly (readonly MarkdownLine[])[] {
  const parts: MarkdownLine[][] = [[]];
  for (const line of lines) {
    if (line.line.length > 0) parts.at(-1)?.push(line);
    else parts.push([]);
  }
  return parts.filter((part) => part.length > 0);
}

const textOf = ({ line }: MarkdownLine): Safe =>
  joined(
    line.map(({ text }) => text),
    '',
  );

/** Whether a line holds any of what is looked for. */
export function isHit(line: MarkdownLine, filter: string): boolean {
  const text = textOf(line).toLowerCase();
  return soughtIn(filter).some((sought) => text.includes(sought));
}

/** The lines that hold what is looked for, from 0. */
export const hitsOf = ({ lines }: Page, filter: string): readonly number[] =>
  lines.flatMap((line, at) => (isHit(line, filter) ? [at] : []));

/** The first line of a command; −1 where there is none. */
export const lineOfCommand = ({ lines }: Page, wanted: number): number =>
  lines.findIndex(({ command }) => command === wanted);

/** A word on where one is among the commands; empty without any. */
export const commandsText = ({ shown }: Page, selected: number): Safe =>
  shown.length === 0 ? safe('') : safe(`command ${shown.indexOf(selected) + 1} of ${shown.length}`);
