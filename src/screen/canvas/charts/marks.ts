import { graphemesOf, type Safe, safe } from '../../../text/safe.ts';
import { widthOf } from '../../../text/width.ts';
import type { Mark } from '../../core/marks.ts';
import type { Role } from '../theme.ts';
import type { Canvas, Cell } from './canvas.ts';
import type { TimeSpan } from './time-axis.ts';

/** How each kind is drawn: its sign tells it apart where there are no colours. */
const KINDS: Readonly<Record<Mark['kind'], { readonly unicode: Safe; readonly ascii: Safe; readonly tone: Role }>> = {
  deploy: { unicode: safe('▲'), ascii: safe('^'), tone: 'title' },
  rollback: { unicode: safe('▼'), ascii: safe('v'), tone: 'warn' },
  alert: { unicode: safe('✖'), ascii: safe('x'), tone: 'fail' },
  validation: { unicode: safe('✔'), ascii: safe('+'), tone: 'ok' },
};

/** Marks that share a column: the first of them speaks for all. */
interface Post {
  readonly column: number;
  readonly kind: Mark['kind'];
  readonly word: Safe;
  readonly line: Cell;
}

/**
 * Upright lines at the instants of marks, where nothing else is drawn, each with what happened beside it where there is
 * room. The first marks have theirs first.
 */
export function drawMarks(canvas: Canvas, marks: readonly Mark[], time: TimeSpan, unicode: boolean): void {
  const posts = postsOf(marks, time, canvas[0]?.length ?? 0, unicode);
  for (const { column, line } of posts)
    for (const cells of canvas) if (cells[column]?.role === null) cells[column] = line;
  for (const post of posts) write(canvas, post, unicode);
}

/** Where marks stand, of those within the chart. */
function postsOf(marks: readonly Mark[], { from, to }: TimeSpan, columns: number, unicode: boolean): readonly Post[] {
  const within = marks.filter(({ at }) => at >= from && at <= to);
  const columnAt = (at: number) => Math.min(columns - 1, Math.floor(((at - from) / (to - from)) * columns));
  return [...Map.groupBy(within, ({ at }) => columnAt(at))].flatMap(([column, [first, ...others]]): readonly Post[] => {
    if (first === undefined) return [];
    const word = others.length === 0 ? first.word : safe(`${first.word} +${others.length}`);
    return [{ column, kind: first.kind, word, line: { glyph: unicode ? '┊' : ':', role: KINDS[first.kind].tone } }];
  });
}

/** Its sign on the line and the word beside that, in the first row with room for both; the sign alone where there is none. */
function write(canvas: Canvas, { column, kind, word, line }: Post, unicode: boolean): void {
  const { tone, ...signs } = KINDS[kind];
  const sign: Cell = { glyph: signs[unicode ? 'unicode' : 'ascii'], role: tone };
  const onLine = canvas.filter((cells) => cells[column] === line);
  const width = widthOf(word);
  for (const cells of onLine) {
    const start = [column + 1, column - width].find((at) => isFree(cells, at, width));
    if (start === undefined) continue;
    cells[column] = sign;
    put(cells, start, word, tone);
    return;
  }
  const [last] = onLine.slice(-1);
  if (last) last[column] = sign;
}

/** Whether nothing is drawn in so many cells, nor beside them. */
const isFree = (cells: readonly Cell[], start: number, width: number): boolean =>
  start >= 0 && start + width <= cells.length && cells.slice(start, start + width).every(({ role }) => role === null);

/** A wide character takes two cells, of which the second holds nothing. */
function put(cells: Cell[], start: number, word: Safe, role: Role): void {
  let at = start;
  for (const glyph of graphemesOf(word)) {
    cells[at] = { glyph, role };
    for (let i = 1; i < widthOf(glyph); i += 1) cells[at + i] = { glyph: '', role };
    at += widthOf(glyph);
  }
}
