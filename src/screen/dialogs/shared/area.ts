import type { Layout } from '../../canvas/layout.ts';
import type { Rect } from '../../canvas/rect.ts';

const WIDTH = 92;
const WIDE = 150;

/** Whether a dialog can be drawn at all; where it cannot, none may open and none may take keys. */
export const dialogsFit = ({ footer }: Layout): boolean => footer.height > 0;

/** The largest a dialog may become: it leaves some of the room in sight where there is space for both, else it takes all. */
export function dialogArea({ band, body, columns, rows }: Layout, isWide: boolean): Rect {
  // That this is not now is said above any dialog.
  const top = band.height === 0 ? 0 : band.y + band.height;
  if (columns < 60 || body.height < 16) return { x: 0, y: top, width: columns, height: rows - top };
  const most = isWide ? WIDE : WIDTH;
  const width = Math.min(body.width - 4, most);
  return { x: Math.floor((body.width - width) / 2), y: body.y, width, height: body.height - 2 };
}
