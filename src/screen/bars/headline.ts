import type { Room } from '../../room/shown.ts';
import { safe } from '../../text/safe.ts';
import { headline } from '../../wording/headline.ts';
import type { Glyphs } from '../canvas/glyphs.ts';
import { blank, cell, type Line, lineWidth, run } from '../canvas/runs.ts';

/** The worst thing in the room in reverse video across the screen: what the eye meets first. `before` stands at its left. */
export function drawHeadline(
  room: Room,
  glyphs: Glyphs,
  width: number,
  height: number,
  before: Line = [],
): readonly Line[] {
  const { state } = room;
  const text = safe(`${glyphs[state]} ${headline(room)}`);
  if (state === 'ok') {
    const calm: Line = [...before, run(` ${text}`, 'ok')];
    return height === 3 ? [[], calm, []] : [calm];
  }
  const loud: Line = [
    ...before,
    run(cell(` ${text}`, Math.max(0, width - lineWidth(before))), state === 'fail' ? 'danger' : state, {
      inverse: state !== 'fail',
      bold: true,
    }),
  ];
  const band: Line = [
    run(blank(width), state === 'fail' ? 'danger' : state, { inverse: state !== 'fail', bold: true }),
  ];
  return height === 3 ? [band, loud, band] : [loud];
}
