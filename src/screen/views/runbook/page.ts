import { joined, type Safe, safe } from '../../../text/safe.ts';
import { type Line, run } from '../../canvas/runs.ts';
import { once } from '../../core/once.ts';
import { matches } from '../../core/rows.ts';
import type { Block } from '../../markdown/block.ts';
import { drawMarkdown, type MarkdownDrawing, type MarkdownLine, type MarkdownLook } from '../../markdown/draw.ts';
import { flowLines } from '../../markdown/flow.ts';
import type { RunbookView } from './state.ts';

/** A runbook as it is laid out: what stands above its text, too. */
export type Page = Pick<MarkdownDrawing, 'lines' | 'commands'>;

const laidOut = once((blocks: readonly Block[]) => {
  let last: { readonly look: MarkdownLook; readonly drawing: MarkdownDrawing } | undefined;
  return (look: MarkdownLook): MarkdownDrawing => {
    if (last?.look.width !== look.width || last.look.unicode !== look.unicode)
      last = { look, drawing: drawMarkdown(blocks, look) };
    return last.drawing;
  };
});

/** The commands of a runbook, which are the same however wide its lines are. */
const commandsIn = once((blocks: readonly Block[]) => drawMarkdown(blocks, { width: 80, unicode: true }).commands);

/** What may be copied of it, in order. */
export const commandsOf = ({ text }: RunbookView): MarkdownDrawing['commands'] =>
  text.state === 'read' ? commandsIn(text.blocks) : [];

/** The runbook in lines of at most so many cells. */
export function pageOf({ text, link }: RunbookView, look: MarkdownLook): Page {
  const { width } = look;
  const plain = (lines: readonly Line[]): readonly MarkdownLine[] => lines.map((line) => ({ line, command: null }));
  const head =
    link === null ? [] : [...flowLines([run('on the web: ', 'dim'), run(link, 'accent', { href: link })], width), []];
  switch (text.state) {
    case 'read': {
      const { lines, commands } = laidOut(text.blocks)(look);
      return { lines: [...plain(head), ...lines], commands };
    }
    case 'failed':
      return { lines: plain([...head, ...flowLines([run(text.why, 'warn')], width)]), commands: [] };
    case 'reading':
      return { lines: plain([...head, [run('It is being read …', 'dim')]]), commands: [] };
    case 'none':
      return { lines: plain([...head, [run('There is no file of it beside the profile.', 'dim')]]), commands: [] };
  }
}

const textOf = ({ line }: MarkdownLine): Safe =>
  joined(
    line.map(({ text }) => text),
    '',
  );

/** Whether a line holds what is looked for. */
export const isHit = (line: MarkdownLine, filter: string): boolean => filter !== '' && matches(textOf(line), filter);

/** The lines that hold what is looked for, from 0. */
export const hitsOf = ({ lines }: Page, filter: string): readonly number[] =>
  lines.flatMap((line, at) => (isHit(line, filter) ? [at] : []));

/** The first line of a command; −1 where there is none. */
export const lineOfCommand = ({ lines }: Page, wanted: number): number =>
  lines.findIndex(({ command }) => command === wanted);

/** A word on where one is among the commands; empty without any. */
export const commandsText = ({ commands }: Page, at: number): Safe =>
  commands.length === 0 ? safe('') : safe(`command ${Math.min(at, commands.length - 1) + 1} of ${commands.length}`);
