import type { Row } from '../terminal/cells.ts';
import { spansOf } from './ink.ts';

/** What a terminal shows where a colour is not there. */
export interface Ground {
  readonly text: string;
  readonly background: string;
}

/** As terminals with dark and with light grounds mostly have it. */
export const DARK: Ground = { text: '#d8dee9', background: '#10151c' };
export const LIGHT: Ground = { text: '#24292f', background: '#ffffff' };

/** The ground that a picture was made for: texts are lighter than it, or darker. */
export function groundOf(rows: readonly Row[]): Ground {
  const colours = rows.flatMap((row) =>
    spansOf(row).flatMap(({ text, ink }) =>
      ink.color === null || ink.inverse || ink.behind !== null || text.trim() === '' ? [] : [lightness(ink.color)],
    ),
  );
  const mean = colours.reduce((sum, one) => sum + one, 0) / colours.length;
  return colours.length > 0 && mean < MIDDLE ? LIGHT : DARK;
}

/** Colours that are read on dark and on light grounds alike lie about here. */
const MIDDLE = 0.5;

/** From 0, black, to 1, white, as televisions weigh the parts (Rec. 601). */
function lightness(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  return (0.299 * red + 0.587 * green + 0.114 * blue) / 255;
}
