import { PLAIN, type Style } from '../../terminal/cells.ts';
import type { TextStyle } from './theme.ts';

/** The eight colours in the order of their numbers. */
export const HUES = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;
type Hue = (typeof HUES)[number];

const BRIGHT = 'Bright';
const hueOf = (color: string): Hue | undefined => HUES.find((hue) => hue === color.replace(BRIGHT, ''));
const isBright = (color: string): boolean => color.endsWith(BRIGHT);

/** The text that is read on an area of a colour. Yellow is missing: on the brown that the Linux console has for it none is. */
const INK: Readonly<Partial<Record<Hue, string>>> = {
  red: 'whiteBright',
  magenta: 'whiteBright',
  blue: 'whiteBright',
  green: 'black',
  cyan: 'black',
};

/**
 * A style on a terminal of 16 colours, of which the Linux console is the strictest. There a colour in reverse becomes an area
 * with dark grey on it, so that areas are drawn as such; bold is another colour, in reverse an unreadable one; what is underlined
 * is cyan; and brightness outlasts the colour that brought it, so that each style is written whole, from nothing.
 */
export function styleOfSixteen(style: TextStyle): Style {
  const { color, backgroundColor, bold, underline, inverse } = asArea(style);
  const changesHue = inverse === true || (color !== undefined && !isBright(color));
  const numbers = [
    ...(bold && !changesHue ? [1] : []),
    ...(underline && backgroundColor === undefined ? [4] : []),
    ...(inverse ? [7] : []),
    ...(color === undefined ? [] : [numberOf(color, 30)]),
    ...(backgroundColor === undefined ? [] : [numberOf(backgroundColor, 40)]),
  ];
  if (numbers.length === 0) return PLAIN;
  const code = `\u001b[${[0, ...numbers].join(';')}m`;
  return { key: code, codes: [{ type: 'ansi', code, endCode: '\u001b[m' }] };
}

/** A colour in reverse as an area of it. */
function asArea({ inverse, ...style }: TextStyle): TextStyle {
  if (!inverse || style.backgroundColor !== undefined) return style;
  const hue = style.color === undefined ? undefined : hueOf(style.color);
  const ink = hue && INK[hue];
  const { color: _, ...uncoloured } = style;
  return hue === undefined || ink === undefined
    ? { ...uncoloured, inverse }
    : { ...style, color: ink, backgroundColor: hue };
}

/** @param from the number of black: 30 in front, 40 behind */
function numberOf(color: string, from: 30 | 40): number {
  const hue = hueOf(color);
  if (hue === undefined) throw new RangeError(`"${color}" is not one of the 16 colours`);
  return from + HUES.indexOf(hue) + (isBright(color) ? 60 : 0);
}
