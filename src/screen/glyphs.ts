import type { BoxProps } from 'ink';

/** Every sign the screen draws, in one cell but for arrows and what ASCII needs two for, so that a terminal without Unicode loses no meaning and no place. */
export interface Glyphs {
  /** The four states, under the names the room gives them. */
  readonly ok: string;
  readonly warn: string;
  readonly fail: string;
  readonly unknown: string;
  readonly waiting: string;
  readonly deploying: string;
  readonly soaking: string;
  readonly verdict: string;
  /** The selected row, a marked row. */
  readonly pointer: string;
  readonly mark: string;
  readonly paused: string;
  readonly up: string;
  readonly down: string;
  readonly left: string;
  readonly right: string;
  readonly ellipsis: string;
  readonly separator: string;
  /** From one ring to the next; from baseline to candidate. */
  readonly arrow: string;
  readonly becomes: string;
  /** An alert somebody answers for; one that is silenced. */
  readonly acknowledged: string;
  readonly silenced: string;
  readonly delta: string;
  readonly atMost: string;
  readonly atLeast: string;
  /** Two faces of the heartbeat. */
  readonly heart: readonly [string, string];
  /** Where typed text goes on. */
  readonly caret: string;
  readonly border: NonNullable<BoxProps['borderStyle']>;
}

const UNICODE: Glyphs = {
  ok: '✔',
  warn: '▲',
  fail: '✖',
  unknown: '?',
  waiting: '○',
  deploying: '◐',
  soaking: '●',
  verdict: '◆',
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
  heart: ['♥', '♡'],
  caret: '▏',
  border: 'round',
};

const ASCII: Glyphs = {
  ok: '+',
  warn: '!',
  fail: 'x',
  unknown: '?',
  waiting: 'o',
  deploying: '%',
  soaking: '@',
  verdict: '#',
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
  heart: ['*', '.'],
  caret: '_',
  border: 'classic',
};

/** The glyph set a terminal can draw. */
export const glyphsFor = (unicode: boolean): Glyphs => (unicode ? UNICODE : ASCII);
