import type { KeptLine } from '../../../logs/line.ts';
import type { LineList } from '../../../logs/line-store.ts';
import type { Line } from '../../canvas/runs.ts';
import { type LineInput, lineRows } from './line-rows.ts';

/**
 * The rows of a page of lines with the selected one at about `row`. Only lines that are seen are laid out. At both ends
 * of the list the page is full as long as there are lines.
 */
export function pageRows(
  lines: LineList,
  selected: number,
  row: number,
  height: number,
  input: LineInput,
): readonly Line[] {
  const chosen = lines.at(selected);
  if (chosen === undefined || height <= 0) return [];
  const own = lineRows(chosen, true, input).slice(0, height);
  const most = height - own.length;
  const wanted = Math.max(0, Math.min(row, most));
  const above = take(lines, selected - 1, -1, wanted, input);
  const below = take(lines, selected + 1, 1, most - above.rows.length, input);
  // The end of the list leaves rows below: they go to lines above.
  const spare = most - above.rows.length - below.rows.length;
  const further = spare > 0 ? take(lines, above.next, -1, spare, input) : null;
  return [...(further?.rows ?? []), ...above.rows, ...own, ...below.rows];
}

const lineAt = (lines: LineList, index: number): KeptLine | undefined => (index < 0 ? undefined : lines.at(index));

/** Rows of lines from an index on, in reading order, and the index of the next line. */
function take(
  lines: LineList,
  from: number,
  step: 1 | -1,
  space: number,
  input: LineInput,
): { readonly rows: readonly Line[]; readonly next: number } {
  const found: (readonly Line[])[] = [];
  let left = space;
  let at = from;
  for (let line = lineAt(lines, at); line !== undefined && left > 0; line = lineAt(lines, at)) {
    const rows = lineRows(line, false, input);
    found.push(step > 0 ? rows.slice(0, left) : rows.slice(-left));
    left -= rows.length;
    at += step;
  }
  return { rows: (step > 0 ? found : found.toReversed()).flat(), next: at };
}
