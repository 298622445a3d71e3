import { graphemesOf, joined, type Safe, safe } from '../../../text/safe.ts';
import { sanitiseLine } from '../../../text/sanitise.ts';
import { widthOf } from '../../../text/width.ts';
import type { Glyphs } from '../../canvas/glyphs.ts';
import { cut, head, type Line, run } from '../../canvas/runs.ts';
import type { FieldLine } from './form.ts';

/** Share of the cells that what stands behind the caret keeps, where not all fits. */
const BEHIND = 1 / 3;

/** What stands in a text field in at most `width` cells: where it is longer, the part around the caret. */
export function typedText({ text, at }: FieldLine, width: number, { caret, ellipsis }: Glyphs): Line {
  if (width <= 0) return [];
  if (at === null) return [run(cut(sanitiseLine(text), width))];
  const before = sanitiseLine(text.slice(0, at));
  const after = sanitiseLine(text.slice(at));
  const room = Math.max(0, width - widthOf(caret));
  const behind = Math.min(widthOf(after), Math.max(Math.floor(room * BEHIND), room - widthOf(before)));
  return [
    run(end(before, room - behind, ellipsis)),
    run(caret, 'accent', { bold: true }),
    run(widthOf(after) <= behind ? after : beginning(after, behind, ellipsis)),
  ];
}

function beginning(text: Safe, width: number, ellipsis: Safe): Safe {
  const room = width - widthOf(ellipsis);
  return room < 0 ? safe('') : safe(`${head(text, room)}${ellipsis}`);
}

/** The end of a text that fits `width` cells; never half of a wide character. */
function end(text: Safe, width: number, ellipsis: Safe): Safe {
  if (widthOf(text) <= width) return text;
  const kept: Safe[] = [];
  let left = width - widthOf(ellipsis);
  if (left < 0) return safe('');
  for (const sign of graphemesOf(text).toReversed()) {
    left -= widthOf(sign);
    if (left < 0) break;
    kept.push(sign);
  }
  return safe(`${ellipsis}${joined(kept.toReversed(), '')}`);
}
