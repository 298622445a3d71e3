import { joined, type Safe } from '../../../text/safe.ts';
import { type Line, selected, toWidth } from '../../canvas/runs.ts';
import { once } from '../../core/once.ts';
import type { Row } from '../../core/rows.ts';
import type { Block } from '../../markdown/block.ts';
import { drawMarkdown } from '../../markdown/draw.ts';
import { readMarkdown } from '../../markdown/read.ts';
import type { BoardDrawing, BoardInput, BoardKind, Content, Held } from './kind.ts';
import { moreRun } from './more.ts';

/** A heading, a paragraph, a list, a block of code: what one goes through a text by. */
interface Part {
  readonly id: string;
  readonly block: Block;
  /** What it says, as it may be copied: of code the commands in it. */
  readonly text: Safe;
}

const partsOf = once((content: Content<'text'>): readonly Part[] =>
  readMarkdown(content.markdown).map((block, i) => ({ id: `${i}`, block, text: textOf(block) })),
);

/** As wide as no text is. */
const ENDLESS = 10_000;

function textOf(block: Block): Safe {
  const { lines, commands } = drawMarkdown([block], { width: ENDLESS, unicode: true });
  if (commands.length > 0)
    return joined(
      commands.map(({ text }) => text),
      '\n',
    );
  return joined(
    lines.map(({ line }) =>
      joined(
        line.map(({ text }) => text),
        '',
      ),
    ),
    '\n',
  ).trim();
}

/** A text from the chosen part on, where not all of it fits. */
function draw({ content }: Held<'text'>, input: BoardInput): BoardDrawing {
  const { width, height, unicode, cursor } = input;
  const shown = new Set(input.ids);
  const parts = partsOf(content).filter(({ id }) => shown.has(id));
  const lines = parts.flatMap(({ id, block }, i): readonly { readonly id: string; readonly line: Line }[] => [
    ...(i > 0 ? [{ id: '', line: [] }] : []),
    ...drawMarkdown([block], { width, unicode }).lines.map(({ line }) => ({ id, line })),
  ]);
  const at = Math.max(
    0,
    lines.findIndex(({ id }) => id === cursor),
  );
  const from = Math.min(at, Math.max(0, lines.length - height));
  return {
    badges: [[moreRun(lines.length - from - height, input)]],
    lines: lines
      .slice(from, from + height)
      .map(({ id, line }) => (id !== '' && id === cursor ? selected(toWidth(line, width)) : line)),
  };
}

const rowsOf = once((content: Content<'text'>): readonly Row[] =>
  partsOf(content).map(({ id, text }) => ({ id, text })),
);

/** What to do, and where to read on. */
export const text: BoardKind<'text'> = {
  least: { width: 24, height: 4 },
  good: { width: 50, height: 10 },
  inOneRow: false,
  reads: {},
  rows: ({ content }) => rowsOf(content),
  draw,
  open: () => null,
  copy: ({ content }, id) => partsOf(content).find((part) => part.id === id)?.text ?? null,
};
