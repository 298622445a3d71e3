import { type Safe, safe } from '../../text/safe.ts';
import { widthOf } from '../../text/width.ts';
import type { Seconds } from '../../units.ts';
import { windowText } from '../../wording/windows.ts';
import { type Line, lineWidth } from '../canvas/runs.ts';
import type { Drawn } from './panel.ts';

/** Cells around a title on the border, its number among them, and before the badge. */
export const AROUND_TITLE = 10;

/**
 * The title of a panel with the window that its values are of, which then is told once: "V1 ▸ V2 · 5 min". Without it where
 * there is none, or no room for it beside the badge. @param before stands before the window, "checks over"
 */
export function windowTitle(
  name: Safe,
  window: Seconds | null,
  badge: Line,
  { width, glyphs }: Pick<Drawn<never>, 'width' | 'glyphs'>,
  before: Safe = safe(''),
): Safe {
  if (window === null) return name;
  const title = safe(`${name} ${glyphs.separator} ${before}${windowText(window)}`);
  return widthOf(title) + lineWidth(badge) + AROUND_TITLE > width ? name : title;
}
