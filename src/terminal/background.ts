import type { Environment } from './capabilities.ts';

/** What stands behind the text of a terminal. */
export type Background = 'light' | 'dark';

/** What the environment says of it: COLORFGBG is "foreground;background" by numbers of the 16 colours; null when it says nothing. */
export function backgroundHint({ COLORFGBG }: Environment): Background | null {
  const number = Number(/;(\d{1,2})$/.exec(COLORFGBG ?? '')?.[1] ?? Number.NaN);
  if (Number.isNaN(number) || number > 15) return null;
  return number === 7 || number > 8 ? 'light' : 'dark';
}

/** The colour of an answer such as "rgb:ffff/ffff/ffff", whatever its depth; null when it is none. */
export function backgroundOf(colour: string): Background | null {
  const parts = /^rgba?:([\da-f]{1,4})\/([\da-f]{1,4})\/([\da-f]{1,4})/i.exec(colour)?.slice(1);
  if (!parts) return null;
  const [red = 0, green = 0, blue = 0] = parts.map((hex) => Number.parseInt(hex, 16) / (16 ** hex.length - 1));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.5 ? 'light' : 'dark';
}
