import type { Row, Style } from '../terminal/cells.ts';

/** How a text looks. A colour that is not there is the ground's own. */
export interface Ink {
  readonly color: string | null;
  readonly behind: string | null;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly underline: boolean;
  readonly inverse: boolean;
}

/** Neighbours that look the same; cells from the left of the row. */
export interface Span {
  readonly x: number;
  readonly width: number;
  readonly text: string;
  /** The same cell by cell; of a wide character the second is empty. */
  readonly cells: readonly string[];
  readonly ink: Ink;
}

/** A row as few spans. */
export function spansOf(row: Row): readonly Span[] {
  const spans: Span[] = [];
  for (const [x, { text, style }] of row.entries()) {
    const ink = inkOf(style);
    const last = spans.at(-1);
    if (last && JSON.stringify(last.ink) === JSON.stringify(ink))
      spans[spans.length - 1] = {
        ...last,
        width: last.width + 1,
        text: last.text + text,
        cells: [...last.cells, text],
      };
    else spans.push({ x, width: 1, text, cells: [text], ink });
  }
  return spans;
}

/** What the codes that begin a style say (ECMA-48, SGR); one may say several things, one after the other. */
function inkOf({ codes }: Style): Ink {
  const said = new Map<number, string | null>();
  for (const { code } of codes) {
    const numbers = code.slice(2, -1).split(';').map(Number);
    while (numbers.length > 0) {
      const [role, colour] = saidBy(numbers);
      if (role === 0) said.clear();
      else said.set(role, colour);
    }
  }
  return {
    color: said.get(38) ?? null,
    behind: said.get(48) ?? null,
    bold: said.has(1),
    dim: said.has(2),
    underline: said.has(4),
    inverse: said.has(7),
  };
}

/** The first thing that numbers say, which are taken away: what it is about, and the colour it gives. */
function saidBy(numbers: number[]): readonly [role: number, colour: string | null] {
  const [kind = 0] = numbers.splice(0, 1);
  if (kind === 38 || kind === 48) {
    const [depth] = numbers.splice(0, 1);
    return [kind, depth === 2 ? hex(numbers.splice(0, 3)) : hue(numbers.splice(0, 1)[0] ?? 0)];
  }
  if (kind >= 30 && kind <= 37) return [38, hue(kind - 30)];
  if (kind >= 40 && kind <= 47) return [48, hue(kind - 40)];
  if (kind >= 90 && kind <= 97) return [38, hue(kind - 82)];
  if (kind >= 100 && kind <= 107) return [48, hue(kind - 92)];
  return [kind, null];
}

const hex = (parts: readonly number[]): string =>
  `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;

/** The first sixteen of xterm's colours, which each terminal has of its own. */
const SIXTEEN = [
  ...['#000000', '#cd0000', '#00cd00', '#cdcd00', '#0000ee', '#cd00cd', '#00cdcd', '#e5e5e5'],
  ...['#7f7f7f', '#ff0000', '#00ff00', '#ffff00', '#5c5cff', '#ff00ff', '#00ffff', '#ffffff'],
] as const;

const STEPS = [0, 95, 135, 175, 215, 255] as const;

/** One of xterm's 256 colours: sixteen, a cube of 6×6×6, and greys. */
function hue(number: number): string {
  const named = SIXTEEN[number];
  if (named !== undefined) return named;
  if (number >= 232) return hex(Array.from({ length: 3 }, () => 8 + 10 * (number - 232)));
  const at = number - 16;
  return hex([at / 36, (at / 6) % 6, at % 6].map((step) => STEPS[Math.floor(step)] ?? 0));
}
