import { literals, type Safe } from '../../text/safe.ts';
import type { Ink } from './charts/ink.ts';

/** Every sign the screen draws, in one cell but for arrows and what ASCII needs two for, so that a terminal without Unicode loses no meaning and no place. */
export interface Glyphs {
  /** The four states, under the names the room gives them. */
  readonly ok: Safe;
  readonly warn: Safe;
  readonly fail: Safe;
  readonly unknown: Safe;
  readonly waiting: Safe;
  readonly deploying: Safe;
  readonly soaking: Safe;
  readonly verdict: Safe;
  readonly rolledBack: Safe;
  /** The selected row, a marked row. */
  readonly pointer: Safe;
  readonly mark: Safe;
  readonly paused: Safe;
  readonly up: Safe;
  readonly down: Safe;
  readonly left: Safe;
  readonly right: Safe;
  readonly ellipsis: Safe;
  readonly separator: Safe;
  /** From one ring to the next; from baseline to candidate. */
  readonly arrow: Safe;
  readonly becomes: Safe;
  /** An alert somebody answers for; one that is silenced. */
  readonly acknowledged: Safe;
  readonly silenced: Safe;
  readonly delta: Safe;
  readonly atMost: Safe;
  readonly atLeast: Safe;
  /** Between the two ends of a limit. */
  readonly to: Safe;
  /** Two faces of the heartbeat. */
  readonly heart: readonly [Safe, Safe];
  /** Where typed text goes on. */
  readonly caret: Safe;
  readonly border: Border;
  /** What curves are drawn with. */
  readonly ink: Ink;
}

/** What a border is drawn of, each in one cell. */
interface Border {
  readonly across: Safe;
  readonly upright: Safe;
  readonly topLeft: Safe;
  readonly topRight: Safe;
  readonly bottomLeft: Safe;
  readonly bottomRight: Safe;
}

const UNICODE: Glyphs = {
  ...literals({
    ok: '✔',
    warn: '▲',
    fail: '✖',
    unknown: '?',
    waiting: '○',
    deploying: '◐',
    soaking: '●',
    verdict: '◆',
    rolledBack: '↺',
    pointer: '▶',
    mark: '•',
    paused: '‖',
    up: '↑',
    down: '↓',
    left: '←',
    right: '→',
    ellipsis: '…',
    separator: '·',
    arrow: '──▶',
    becomes: '▸',
    acknowledged: '◇',
    silenced: '−',
    delta: 'Δ',
    atMost: '≤',
    atLeast: '≥',
    to: '–',
    heart: ['♥', '♡'],
    caret: '▏',
    border: { across: '─', upright: '│', topLeft: '╭', topRight: '╮', bottomLeft: '╰', bottomRight: '╯' },
  }),
  ink: 'braille',
};

const ASCII: Glyphs = {
  ...literals({
    ok: '+',
    warn: '!',
    fail: 'x',
    unknown: '?',
    waiting: 'o',
    deploying: '%',
    soaking: '@',
    verdict: '#',
    rolledBack: '<',
    pointer: '>',
    mark: '*',
    paused: '||',
    up: '^',
    down: 'v',
    left: '<',
    right: '>',
    ellipsis: '~',
    separator: '-',
    arrow: '-->',
    becomes: '>',
    acknowledged: 'a',
    silenced: '-',
    delta: 'd',
    atMost: '<=',
    atLeast: '>=',
    to: '..',
    heart: ['*', '.'],
    caret: '_',
    border: { across: '-', upright: '|', topLeft: '+', topRight: '+', bottomLeft: '+', bottomRight: '+' },
  }),
  ink: 'ascii',
};

/** Of the signs beyond ASCII those that the fonts of the Linux console have: its own, and Debian's and Ubuntu's of the Latin codes. */
const CONSOLE_FONTS: ReadonlySet<string> = new Set(' ▲•↑↓←→≤≥±·°µ─│┌┐└┘├┤┬┴┼█░▒■♦ÄÖÜßàáâäçèéêëíîñóôöùúûü');

/** ASCII, but for what the Linux console has better. */
const CONSOLE: Glyphs = {
  ...ASCII,
  ...literals({
    warn: '▲',
    verdict: '♦',
    mark: '•',
    up: '↑',
    down: '↓',
    left: '←',
    right: '→',
    separator: '·',
    atMost: '≤',
    atLeast: '≥',
    border: { across: '─', upright: '│', topLeft: '┌', topRight: '┐', bottomLeft: '└', bottomRight: '┘' },
  }),
};

/** The glyph set a terminal can draw. @param isConsole of what is not Unicode whether it is the Linux console's */
export const glyphsFor = (unicode: boolean, isConsole = false): Glyphs =>
  unicode ? UNICODE : isConsole ? CONSOLE : ASCII;

/** Whether a sign beyond ASCII may stand on a terminal that has these glyphs. */
export const isDrawable = (sign: string, glyphs: Glyphs): boolean => glyphs === CONSOLE && CONSOLE_FONTS.has(sign);
