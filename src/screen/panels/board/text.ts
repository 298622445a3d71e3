import type { Safe } from '../../../text/safe.ts';
import { type Line, run, selected, toWidth, wrap } from '../../canvas/runs.ts';
import type { Row } from '../../core/rows.ts';
import type { BoardDrawing, BoardInput, BoardKind, Held } from './kind.ts';
import { moreRun } from './more.ts';

interface Paragraph {
  readonly id: string;
  readonly text: Safe;
}

/** Parts of a text between empty lines. */
const paragraphsOf = (markdown: Safe): readonly Paragraph[] =>
  markdown
    .split('\n\n')
    .map((text, i): Paragraph => ({ id: `${i}`, text: text.trim() }))
    .filter(({ text }) => text !== '');

/** A text from the chosen paragraph on, where not all of it fits. */
function draw({ content }: Held<'text'>, input: BoardInput): BoardDrawing {
  const { width, height, cursor } = input;
  const shown = new Set(input.ids);
  const parts = paragraphsOf(content.markdown).filter(({ id }) => shown.has(id));
  const lines = parts.flatMap(({ id, text }, i): readonly { readonly id: string; readonly line: Line }[] => [
    ...(i > 0 ? [{ id: '', line: [] }] : []),
    ...wrap(text, width).map((part) => ({ id, line: [run(part)] })),
  ]);
  const at = Math.max(
    0,
    lines.findIndex(({ id }) => id === cursor),
  );
  const from = Math.min(at, Math.max(0, lines.length - height));
  const below = lines.length - from - height;
  return {
    badges: [[moreRun(below, input)]],
    lines: lines
      .slice(from, from + height)
      .map(({ id, line }) => (id !== '' && id === cursor ? selected(toWidth(line, width)) : line)),
  };
}

const rowsOf = (markdown: Safe): readonly Row[] => paragraphsOf(markdown);

/** What to do, and where to read on. */
export const text: BoardKind<'text'> = {
  least: { width: 24, height: 4 },
  good: { width: 50, height: 10 },
  inOneRow: false,
  reads: {},
  rows: ({ content }) => rowsOf(content.markdown),
  draw,
  open: () => null,
  copy: ({ content }, id) => paragraphsOf(content.markdown).find((part) => part.id === id)?.text ?? null,
};
