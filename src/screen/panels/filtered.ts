import { safe } from '../../text/safe.ts';
import { sanitiseLine } from '../../text/sanitise.ts';
import { widthOf } from '../../text/width.ts';
import type { Glyphs } from '../canvas/glyphs.ts';
import { cut } from '../canvas/runs.ts';
import type { PanelDrawing } from './panel.ts';

/** What a filter is to a list: how it is written, and how many rows it hides. */
export interface Hiding {
  readonly filter: string;
  readonly hidden: number;
}

/** Cells kept for the filter itself, however little room there is. */
const LEAST = 6;
/** Cells of a border around a title and what stands beside it. */
const AROUND = 16;

/** The drawing of a list with what a filter hides of it in its title: nobody takes what is left for all there is. */
export function withHiding<D extends PanelDrawing>(
  drawing: D,
  { filter, hidden }: Hiding,
  width: number,
  { separator }: Glyphs,
): D {
  if (hidden === 0) return drawing;
  const hides = safe(`hides ${hidden}`);
  const before = safe(`${drawing.title} ${separator} filter `);
  const written = cut(sanitiseLine(filter), Math.max(LEAST, width - widthOf(before) - widthOf(hides) - 3 - AROUND));
  return { ...drawing, title: safe(`${before}${written}`), hides };
}
