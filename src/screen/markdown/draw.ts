import { safe } from '../../text/safe.ts';
import { blank, type Line, lineWidth, type Run, run, toWidth } from '../canvas/runs.ts';
import type { Block, Flow } from './block.ts';
import { type Command, commandsOf } from './commands.ts';
import { exactLines, flowLines } from './flow.ts';

/** What a Markdown text is drawn with. */
export interface MarkdownLook {
  /** Cells of a line, at most. */
  readonly width: number;
  readonly unicode: boolean;
}

/** A line of the drawing; `command` counts the commands of the text, where it is one or a part of one. */
export interface MarkdownLine {
  readonly line: Line;
  readonly command: number | null;
}

export interface MarkdownDrawing {
  readonly lines: readonly MarkdownLine[];
  /** What may be copied of its code blocks, in order. */
  readonly commands: readonly Pick<Command, 'text'>[];
}

/** Lays blocks out in lines. */
export function drawMarkdown(blocks: readonly Block[], look: MarkdownLook): MarkdownDrawing {
  const drawing = new Drawing(look.unicode);
  return { lines: withGaps(blocks, (block) => drawing.block(block, look.width)), commands: drawing.commands };
}

const plain = (lines: readonly Line[]): readonly MarkdownLine[] => lines.map((line) => ({ line, command: null }));

const EMPTY: MarkdownLine = { line: [], command: null };

/** Each block's lines, with an empty one between two blocks. */
const withGaps = (blocks: readonly Block[], draw: (block: Block) => readonly MarkdownLine[]): readonly MarkdownLine[] =>
  blocks.flatMap((block, i) => (i === 0 ? draw(block) : [EMPTY, ...draw(block)]));

/** The same lines, each after what stands before it: `first` before the first, and as much room before the others. */
const after = (first: Run, lines: readonly MarkdownLine[], others: Run = run(blank(lineWidth([first])))) =>
  lines.map(({ line, command }, i): MarkdownLine => ({ line: [i === 0 ? first : others, ...line], command }));

const INDENT = 2;
const LEAST_COLUMN = 4;

class Drawing {
  readonly #unicode: boolean;
  readonly commands: Command[] = [];

  constructor(unicode: boolean) {
    this.#unicode = unicode;
  }

  block(block: Block, width: number): readonly MarkdownLine[] {
    switch (block.kind) {
      case 'heading':
        return this.#heading(block, width);
      case 'paragraph':
        return plain(flowLines(block.flow, width));
      case 'code':
        return this.#code(block, width);
      case 'list':
        return this.#list(block, width);
      case 'quote': {
        const bar = run(safe(this.#unicode ? '│ ' : '| '), 'border');
        const inside = withGaps(block.blocks, (one) => this.block(one, width - INDENT));
        return after(bar, inside, bar);
      }
      case 'table':
        return plain(this.#table(block, width));
      case 'rule':
        return plain([this.#ruled(width)]);
    }
  }

  #ruled(width: number): Line {
    return [run(safe(this.#unicode ? '─' : '-').repeat(Math.max(0, width)), 'border')];
  }

  /** The first two levels are told apart without colours. */
  #heading({ depth, flow }: Extract<Block, { readonly kind: 'heading' }>, width: number): readonly MarkdownLine[] {
    const lines = flowLines(
      flow.map((one) => ({ ...one, tone: one.tone ?? (depth <= 2 ? 'title' : 'text') })),
      width,
    );
    if (depth > 1) return plain(lines);
    return plain([...lines, this.#ruled(Math.max(0, ...lines.map(lineWidth)))]);
  }

  #code({ language, code }: Extract<Block, { readonly kind: 'code' }>, width: number): readonly MarkdownLine[] {
    const found = commandsOf(language, code);
    const first = this.commands.length;
    this.commands.push(...found);
    return code.split('\n').flatMap((text, at) => {
      const index = found.findIndex(({ from, to }) => from <= at && at <= to);
      const command = index < 0 ? null : first + index;
      return exactLines(text, width - INDENT).map(
        (part): MarkdownLine => ({
          line: [run(blank(INDENT)), run(part, command === null ? 'dim' : 'accent')],
          command,
        }),
      );
    });
  }

  #list({ items, loose }: Extract<Block, { readonly kind: 'list' }>, width: number): readonly MarkdownLine[] {
    const widest = Math.max(1, ...items.map(({ number }) => number.length));
    return items.flatMap(({ number, blocks }, i) => {
      const sign = number === '' ? safe(this.#unicode ? '•' : '*') : number.padStart(widest);
      const draw = (one: Block) => this.block(one, width - lineWidth([run(sign)]) - 1);
      const inside = loose ? withGaps(blocks, draw) : blocks.flatMap(draw);
      const lines = after(run(safe(`${sign} `), 'dim'), inside.length === 0 ? [EMPTY] : inside);
      return loose && i > 0 ? [EMPTY, ...lines] : lines;
    });
  }

  #table({ rows, right }: Extract<Block, { readonly kind: 'table' }>, width: number): readonly Line[] {
    const widths = columnWidths(rows, width);
    const lines = rows.map((row) => tableRow(row, widths, right));
    const [head = [], ...others] = lines;
    return [
      ...head,
      this.#ruled(
        Math.min(
          width,
          widths.reduce((sum, one) => sum + one + INDENT, -INDENT),
        ),
      ),
      ...others.flat(),
    ];
  }
}

/** What each column needs, and where that is more than there is, no column more than what lets all of them fit. */
function columnWidths(rows: readonly (readonly Flow[])[], width: number): readonly number[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const wanted = Array.from({ length: count }, (_, i) => Math.max(1, ...rows.map((row) => lineWidth(row[i] ?? []))));
  const capped = (most: number) => wanted.map((one) => Math.min(one, most));
  let most = Math.max(LEAST_COLUMN, width);
  while (most > LEAST_COLUMN && tableWidth(capped(most)) > width) most -= 1;
  return capped(most);
}

const tableWidth = (widths: readonly number[]): number => widths.reduce((sum, one) => sum + one + INDENT, -INDENT);

/** One row of a table, of as many lines as its longest cell needs. */
function tableRow(row: readonly Flow[], widths: readonly number[], right: readonly boolean[]): readonly Line[] {
  const cells = widths.map((width, i) => flowLines(row[i] ?? [], width));
  const height = Math.max(1, ...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, at) =>
    cells.flatMap((lines, i): Line => {
      const [line, width] = [lines[at] ?? [], widths[i] ?? 0];
      const rest = run(blank(Math.max(0, width - lineWidth(line))));
      const cell = right[i] ? [rest, ...line] : toWidth(line, width);
      return i === 0 ? cell : [run(blank(INDENT)), ...cell];
    }),
  );
}
