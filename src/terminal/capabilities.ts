import { WriteStream } from 'node:tty';

export type Environment = Readonly<Record<string, string | undefined>>;

/** 0 none, 1 the terminal's 16 colours, 2 the 256 of xterm, 3 any: chalk's own levels. */
export type ColorLevel = 0 | 1 | 2 | 3;

/** What a terminal understands, as far as its environment tells. */
export interface Capabilities {
  readonly colorLevel: ColorLevel;
  /**
   * The level that chalk writes styles at: at least 1 on a terminal, since `NO_COLOR` speaks of colours and at level 0
   * chalk would drop bold and reverse video too.
   */
  readonly chalkLevel: ColorLevel;
  /** False: draw with ASCII only, on the Linux console also with the few signs that its fonts have. */
  readonly unicode: boolean;
  readonly isConsole: boolean;
  /** Takes control sequences beyond colours: clipboard (OSC 52), links (OSC 8). */
  readonly clipboard: boolean;
  readonly links: boolean;
  /** What stands between us and the terminal; sequences meant for the terminal must be wrapped to pass it. */
  readonly multiplexer: 'tmux' | 'screen' | null;
}

export interface Wishes {
  /** False for `--no-color`. */
  readonly color?: boolean;
  /** True for `--ascii`. */
  readonly ascii?: boolean;
}

/** Whether a terminal can be drawn on: one that calls itself dumb cannot move its cursor, and of one without a name nobody knows. */
export const canBeDrawnOn = ({ TERM = '' }: Environment): boolean => !['', 'dumb', 'unknown'].includes(TERM);

/** Reads the environment of the terminal behind an output stream. What the operator asks for goes before it. */
export function detectCapabilities(env: Environment, stream: { isTTY?: boolean }, wishes: Wishes = {}): Capabilities {
  const term = env.TERM ?? '';
  const tty = stream.isTTY === true && term !== 'dumb';
  const multiplexer = env.TMUX ? 'tmux' : env.STY || /^screen/.test(term) ? 'screen' : null;
  // The console of the Linux kernel draws 256 glyphs; it and DEC's terminals print the payload of sequences they do not know.
  const console = term === 'linux' || /^vt\d/.test(term);
  const oldVte = Number(env.VTE_VERSION ?? Infinity) < 5000;
  const level = wishes.color === false ? 0 : colorLevel(env, stream.isTTY === true);
  return {
    colorLevel: level,
    chalkLevel: tty && level === 0 ? 1 : level,
    unicode: wishes.ascii !== true && !console && isUtf8(env),
    isConsole: wishes.ascii !== true && term === 'linux' && isUtf8(env),
    clipboard: tty && !console,
    links: tty && !console && !oldVte && multiplexer !== 'screen',
    multiplexer,
  };
}

/** Terminals of one colour, whatever Node thinks of some: DEC's before the VT525, and those named monochrome. */
const isMonochrome = (term: string): boolean => /^vt(?!525)\d/.test(term) || /-(?:m|mono|nc)$/.test(term);

function colorLevel(env: Environment, isTTY: boolean): ColorLevel {
  if (env.NO_COLOR || (!isTTY && env.FORCE_COLOR === undefined)) return 0;
  if (isMonochrome(env.TERM ?? '') && env.FORCE_COLOR === undefined) return 0;
  // The Linux console makes its own of the 16 of any other colour, whatever a variable that came along says.
  if (env.TERM === 'linux' && env.FORCE_COLOR === undefined) return 1;
  const bits = WriteStream.prototype.getColorDepth({ ...env });
  return bits >= 24 ? 3 : bits >= 8 ? 2 : bits >= 4 ? 1 : 0;
}

/** An unset locale says nothing, as in most containers; only one that names another charset is taken at its word. */
function isUtf8(env: Environment): boolean {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG;
  return !locale || /utf-?8/i.test(locale);
}
