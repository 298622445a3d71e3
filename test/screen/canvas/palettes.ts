import type { TextStyle } from '../../../src/screen/canvas/theme.ts';
import type { Style } from '../../../src/terminal/cells.ts';

/** A letter and what stands behind it, as a terminal shows them. */
export interface Pair {
  readonly ink: string;
  readonly area: string;
}

const byte = (value: number): string => value.toString(16).padStart(2, '0');
const CUBE = [0, 95, 135, 175, 215, 255];

/** A colour of xterm's 256 beyond the 16 that everybody may set. */
function ofXterm(index: number): string {
  if (index >= 232) return `#${byte(8 + 10 * (index - 232)).repeat(3)}`;
  const [r, g, b] = [36, 6, 1].map((by) => byte(CUBE[Math.floor((index - 16) / by) % 6] ?? 0));
  return `#${r}${g}${b}`;
}

/** A colour of a theme of level 2 or 3. */
function hexOf(color: string): string {
  const index = /^ansi256\((\d+)\)$/.exec(color)?.[1];
  return index === undefined ? color : ofXterm(Number(index));
}

/** How a style looks on a background; null where both are the terminal's own, which are as it has them. */
export function pairOn({ color, backgroundColor }: TextStyle, ground: string): Pair | null {
  if (color === undefined && backgroundColor === undefined) return null;
  if (color === undefined) throw new Error('the terminal’s own text stands on an area that it was not made for');
  return { ink: hexOf(color), area: backgroundColor === undefined ? ground : hexOf(backgroundColor) };
}

/** The colour an area or a border is drawn in; null: the terminal's own. */
export const areaOf = ({ color }: TextStyle): string | null => (color === undefined ? null : hexOf(color));

/** A terminal of 16 colours. */
export interface Sixteen {
  readonly palette: readonly string[];
  /** Its own text and background, by number. */
  readonly ink: number;
  readonly ground: number;
  readonly kind: 'dark' | 'light';
  pair(style: Style): Pair;
}

const VGA =
  '000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa 555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff';
const XTERM =
  '000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5 7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff';
const colours = (text: string): readonly string[] => text.split(' ').map((hex) => `#${hex}`);

const numbersOf = ({ codes }: Style): readonly number[] =>
  codes.flatMap(({ code }) => code.slice('\u001b['.length, -'m'.length).split(';').map(Number));

/** The colour that a number from 30 or 40 on, or from 90 or 100 on, stands for. */
const indexIn = (numbers: readonly number[], from: 30 | 40): number | undefined =>
  numbers.flatMap((n) =>
    n >= from && n < from + 8 ? [n - from] : n >= from + 60 && n < from + 68 ? [n - from - 52] : [],
  )[0];

/** xterm as it is built: what is bold is bright too. */
const xterm = (kind: 'dark' | 'light'): Sixteen => {
  const palette = colours(XTERM);
  const own = kind === 'dark' ? { ink: 7, ground: 0 } : { ink: 0, ground: 15 };
  return {
    palette,
    kind,
    ...own,
    pair(style) {
      const numbers = numbersOf(style);
      const colour = indexIn(numbers, 30) ?? own.ink;
      const ink =
        palette[numbers.includes(1) && colour < 8 && indexIn(numbers, 30) !== undefined ? colour + 8 : colour] ?? '';
      const area = palette[indexIn(numbers, 40) ?? own.ground] ?? '';
      return numbers.includes(7) ? { ink: area, area: ink } : { ink, area };
    },
  };
};

/** What is underlined is cyan there instead, unless somebody set another colour. */
const UNDERLINED = 6;

/** The console of the kernel, as its drivers/tty/vt/vt.c makes an attribute of what was asked for (`build_attr`). */
const linux: Sixteen = {
  palette: colours(VGA),
  kind: 'dark',
  ink: 7,
  ground: 0,
  pair(style) {
    const numbers = numbersOf(style);
    const front = indexIn(numbers, 30) ?? 7;
    const isBold = numbers.includes(1) || front > 7;
    // There are no bright backgrounds.
    let attribute = (front & 7) | (((indexIn(numbers, 40) ?? 0) & 7) << 4);
    if (numbers.includes(4)) attribute = (attribute & 0xf0) | UNDERLINED;
    if (numbers.includes(7)) attribute = (attribute & 0x88) | (((attribute >> 4) | (attribute << 4)) & 0x77);
    if (isBold) attribute ^= 8;
    return { ink: this.palette[attribute & 15] ?? '', area: this.palette[attribute >> 4] ?? '' };
  },
};

/** Terminals of 16 colours as they come. */
export const SIXTEEN = { 'the Linux console': linux, 'a dark xterm': xterm('dark'), 'a light xterm': xterm('light') };
