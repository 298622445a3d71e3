import { type Safe, safe } from '../../../text/safe.ts';
import { widthOf } from '../../../text/width.ts';
import { type Line, run, selected, toWidth } from '../../canvas/runs.ts';
import { windowOf } from '../../core/rows.ts';
import type { DetailDrawing, DetailInput } from './detail.ts';

/** A list on the whole screen: what its columns are, a line for each row, and all there is about the selected one. */
interface ListDrawing<T> {
  readonly title: Safe;
  readonly badge: Line;
  readonly head: Line;
  readonly rows: readonly T[];
  readonly idOf: (row: T) => string;
  readonly draw: (row: T) => Line;
  readonly about: (row: T) => readonly Line[];
  /** What stands there when there is no row. */
  readonly empty: Line;
}

/** What a list draws from: the rows the filter lets pass, and which of them is selected. */
export interface ListInput extends DetailInput {
  readonly ids: readonly string[];
  readonly selected: string | undefined;
  /** Lines of the details that are scrolled out of sight. */
  readonly scroll: number;
}

/** Rows above, at most half of the height, and the selected one in full below a rule, which stays where it is. */
export function drawList<T>(list: ListDrawing<T>, input: ListInput): DetailDrawing {
  const { width, height, glyphs } = input;
  const shown = new Set(input.ids);
  const rows = list.rows.filter((row) => shown.has(list.idOf(row)));
  const { title } = list;
  if (rows.length === 0) return { title, badge: list.badge, lines: [list.empty] };
  const at = Math.max(
    0,
    rows.findIndex((row) => list.idOf(row) === input.selected),
  );
  const chosen = rows[at];
  const about = chosen === undefined ? [] : list.about(chosen);
  const places = Math.max(1, Math.min(rows.length, Math.floor(height / 2) - 1));
  const below = Math.min(about.length, Math.max(0, height - 2 - places));
  const lines = windowOf(rows, at, places).shown.map((row) => {
    const line = toWidth(list.draw(row), width);
    return row === chosen ? selected(line) : line;
  });
  const hidden = about.length - below;
  const from = Math.min(input.scroll, hidden);
  const more = safe(
    hidden > 0 ? ` ${glyphs.up}${from} ${glyphs.down}${hidden - from} more lines: ${glyphs.left} ${glyphs.right} ` : '',
  );
  const rule: Line = [
    run(safe(input.unicode ? '─' : '-').repeat(Math.max(0, width - widthOf(more))), 'border'),
    run(more, 'accent'),
  ];
  return {
    title,
    badge: list.badge,
    lines: [list.head, ...lines, rule, ...about.slice(from, from + below)],
    end: hidden,
  };
}
