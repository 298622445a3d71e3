import type { Safe } from '../../../text/safe.ts';
import { sanitiseLine } from '../../../text/sanitise.ts';
import type { Role } from '../theme.ts';

/** asciichart's ten: first value, axis, two it never draws, level, up-right, down-right, right-down, right-up, vertical. */
export type Symbols = [string, string, string, string, string, string, string, string, string, string];

/** How a line is drawn in dots: so many on each other, with so many left out between them, so many columns on of so many. */
export interface Pen {
  readonly width: number;
  readonly gap: number;
  readonly every: { readonly on: number; readonly of: number };
}

/** How a line of a chart is drawn: what tells it from others is its signs, in ASCII too, and its tone besides. */
interface Stroke {
  readonly tone: Role;
  /** Without braille. */
  readonly ascii: Symbols;
  readonly pen: Pen;
  /** What fills its band where parts of a whole stand on each other. */
  readonly band: { readonly unicode: string; readonly ascii: string };
}

const signs = (level: string, corners: string, upright: string): Symbols => {
  const [upRight = ' ', downRight = ' ', rightDown = ' ', rightUp = ' '] = corners;
  return [' ', ' ', ' ', ' ', level, upRight, downRight, rightDown, rightUp, upright];
};
const pen = (width: number, gap: number, on: number, of: number): Pen => ({ width, gap, every: { on, of } });
/** A level, and nothing else of it is ever drawn. */
const level = (tone: Role): Stroke => ({
  tone,
  ascii: signs('=', '    ', ' '),
  pen: pen(1, 0, 1, 1),
  band: { unicode: ' ', ascii: ' ' },
});

const STROKES = {
  baseline: {
    tone: 'baseline',
    ascii: signs('.', '....', ':'),
    pen: pen(1, 0, 1, 2),
    band: { unicode: '▒', ascii: '%' },
  },
  candidate: {
    tone: 'candidate',
    ascii: signs('-', "`..'", '|'),
    pen: pen(1, 0, 1, 1),
    band: { unicode: '█', ascii: '#' },
  },
  heavy: {
    tone: 'accent',
    ascii: signs('#', '####', '#'),
    pen: pen(2, 0, 1, 1),
    band: { unicode: '▓', ascii: '*' },
  },
  double: {
    tone: 'text',
    ascii: signs('%', '%%%%', '%'),
    pen: pen(2, 1, 1, 1),
    band: { unicode: '░', ascii: '+' },
  },
  dotted: {
    tone: 'title',
    ascii: signs('~', '~~~~', '~'),
    pen: pen(2, 0, 1, 2),
    band: { unicode: '▚', ascii: '~' },
  },
  bars: {
    tone: 'baseline',
    ascii: signs('o', 'oooo', 'o'),
    pen: pen(1, 0, 3, 4),
    band: { unicode: '▞', ascii: 'o' },
  },
  /** Those that are too many to be told apart. */
  others: {
    tone: 'dim',
    ascii: signs(',', ',,,,', ','),
    pen: pen(1, 0, 1, 4),
    band: { unicode: '·', ascii: ',' },
  },
  limit: level('dim'),
  okLevel: level('ok'),
  warnLevel: level('warn'),
  failLevel: level('fail'),
  infoLevel: level('accent'),
} as const satisfies Readonly<Record<string, Stroke>>;

export type StrokeName = keyof typeof STROKES;

export const penOf = (name: StrokeName): Pen => STROKES[name].pen;

/** The same where the curve is beyond its limit: a dot thicker, and whole, so that no colour is needed to see it. */
export const beyondPenOf = (name: StrokeName): Pen => pen(STROKES[name].pen.width + 1, 0, 1, 1);

export const strokeOf = (name: StrokeName): Stroke => STROKES[name];

/** Cells of a piece of a line in a legend. */
export const SAMPLE = 2;

/** Lines of several series, in the order in which they are taken. */
const LINES = ['candidate', 'baseline', 'heavy', 'double', 'dotted', 'bars'] as const satisfies readonly StrokeName[];
/** The same of bands: what fills much of the screen is not to be its brightest. */
const BANDS = ['heavy', 'baseline', 'double', 'dotted', 'bars', 'candidate'] as const satisfies readonly StrokeName[];

/** How many can be told apart. */
export const TOLD_APART = LINES.length;

/** How the series of that number, from 0, is drawn among others. */
export const strokeFor = (series: number, banded = false): StrokeName => (banded ? BANDS : LINES)[series] ?? 'others';

/** A piece of its band, two cells long, for a legend. */
export const bandSample = (name: StrokeName, unicode: boolean): Safe =>
  sanitiseLine(STROKES[name].band[unicode ? 'unicode' : 'ascii'].repeat(SAMPLE));
