import type { Room } from '../../room/shown.ts';
import { type Safe, safe } from '../../text/safe.ts';
import { widthOf } from '../../text/width.ts';
import { headline } from '../../wording/headline.ts';
import type { Glyphs } from '../canvas/glyphs.ts';
import { cell, type Line, lineWidth, run } from '../canvas/runs.ts';

/**
 * The worst thing in the room in reverse video across the screen: what the eye meets first. `before` stands at its left.
 * @param enter the key that tells all there is to it, while keys go to it; else null
 */
export function drawHeadline(
  room: Room,
  glyphs: Glyphs,
  width: number,
  before: Line = [],
  enter: Safe | null = null,
): Line {
  const { state } = room;
  const text = safe(`${glyphs[state]} ${headline(room)}`);
  if (state === 'ok') return [...before, run(` ${text}`, 'ok')];
  const style = { inverse: state !== 'fail', bold: true };
  const tone = state === 'fail' ? 'danger' : state;
  const lead: Line = enter === null ? before : [run(glyphs.pointer, tone, style), ...before];
  const space = Math.max(0, width - lineWidth(lead));
  const said = safe(` ${text}`);
  const why = enter === null ? [] : [run(` ${enter} why `, tone, { ...style, inverse: !style.inverse })];
  // The way to more is worth no word of it: the footer tells the key, too.
  const fits = widthOf(said) + lineWidth(why) <= space;
  return [...lead, run(cell(said, fits ? space - lineWidth(why) : space), tone, style), ...(fits ? why : [])];
}
