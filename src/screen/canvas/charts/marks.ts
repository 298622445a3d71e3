import { type Safe, safe } from '../../../text/safe.ts';
import type { Mark } from '../../core/marks.ts';
import type { Role } from '../theme.ts';
import { type Canvas, type Cell, columnOf } from './canvas.ts';
import type { TimeSpan } from './time-axis.ts';
import { cellsOf, isFree, put } from './words.ts';

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
function postsOf(marks: readonly Mark[], time: TimeSpan, columns: number, unicode: boolean): readonly Post[] {
  const byColumn = Map.groupBy(marks, ({ at }) => columnOf(at, time, columns));
  return [...byColumn].flatMap(([column, [first, ...others]]): readonly Post[] => {
    if (column === null || first === undefined) return [];
    const word = others.length === 0 ? first.word : safe(`${first.word} +${others.length}`);
    const line: Cell = { glyph: unicode ? '┊' : ':', role: KINDS[first.kind].tone, isLine: true };
    return [{ column, kind: first.kind, word, line }];
  });
}

/**
 * Its sign on the line and the word beside that, in the first row with room for both, else over lines of other marks; the
 * sign alone where there is none.
 */
function write(canvas: Canvas, { column, kind, word, line }: Post, unicode: boolean): void {
  const { tone, ...signs } = KINDS[kind];
  const sign: Cell = { glyph: signs[unicode ? 'unicode' : 'ascii'], role: tone };
  const words = cellsOf(word, tone);
  const width = words.length;
  const onLine = canvas.filter((cells) => cells[column] === line);
  for (const isBlank of [
    ({ role }: Cell) => role === null,
    ({ role, isLine }: Cell) => role === null || isLine === true,
  ])
    for (const cells of onLine) {
      const start = [column + 1, column - width].find(
        // Beside other words it would read as a part of them.
        (at) => isFree(cells, at, width, isBlank) && !cells[at - 1]?.isWord && !cells[at + width]?.isWord,
      );
      if (start === undefined) continue;
      cells[column] = sign;
      put(cells, start, words);
      return;
    }
  const [last] = onLine.slice(-1);
  if (last) last[column] = sign;
}
