import { own } from '../own.ts';
import { type Glyphs, glyphsFor } from '../screen/canvas/glyphs.ts';
import type { Line, Run } from '../screen/canvas/runs.ts';
import { literals, type Safe, safe } from '../text/safe.ts';
import { sanitiseLine } from '../text/sanitise.ts';

/** A line as it is heard, and what is to be known of it besides. */
export interface Spoken {
  readonly text: Safe;
  /** The row that keys are about. */
  readonly selected: boolean;
  /** The field that takes what is typed. */
  readonly typed: boolean;
  /** Whether a sign says how it stands: a row, not the names of columns. */
  readonly signed: boolean;
}

/** It stands in no text that comes from outside: what nobody sees is taken out of these. */
const CARET: Safe = safe('\u2060');
/** What is heard is drawn with all signs, of which words are made. */
export const HEARD_GLYPHS: Glyphs = { ...glyphsFor(true), caret: CARET };

/** What signs are called. */
const WORDS: Readonly<Record<string, Safe>> = literals({
  '✔': 'ok',
  '▲': 'warning',
  '✖': 'failing',
  '○': 'waiting',
  '◐': 'deploying',
  '●': 'soaking',
  '◆': 'verdict',
  '↺': 'rolled back',
  '•': '',
  '‖': 'paused',
  '◇': 'acknowledged',
  '↑': 'up',
  '↓': 'down',
  '←': 'left',
  '→': 'right',
  '▸': 'to',
  '▶': '',
  '–': 'to',
  '−': 'silenced',
  Δ: 'change',
  '≤': 'at most',
  '≥': 'at least',
  '×': 'times',
  '±': 'plus or minus',
  '·': ',',
  '…': '',
});
const SIGNS = new RegExp(` ?([${Object.keys(WORDS).join('')}]) ?`, 'gu');
const STATE = /[✔▲✖◇○◐●↺]/u;
/** Signs that stand for more where they are than by themselves, and what is said in their place. */
const PHRASES: readonly (readonly [sign: RegExp, words: string])[] = [
  [/[○●] (?=SCROLLED|FOLLOWING)/gu, ''],
  [/,? ?([↑↓]) ?1 more(?: \p{L}+)?(?= *$| ,)/gu, ', 1 more line $1'],
  [/,? ?([↑↓]) ?(\d[\d,]*) more(?: \p{L}+)?(?= *$| ,)/gu, ', $2 more lines $1'],
  [/×(\d[\d.,]*)/gu, '$1 times'],
  [/(?<=^ *|, )→ (?=[\p{L}\p{N}])/gu, 'so: '],
  [/(?<=\d )→(?= \p{Lu}?\d)/gu, 'to'],
  [/(?<=[\p{L}\p{N}%] )→(?= [\p{L}\p{N}])/gu, 'then'],
  [/−(?=\d)/gu, ' minus '],
  // Before the sign of a row; elsewhere such a dot begins a sentence.
  [/•(?=\s*[✔▲✖?◇−])/gu, ' marked '],
];
/** In its own tone; elsewhere a question mark is one, or a key. */
const UNKNOWN = /\?(?=\s|$)/u;
/** Lines, corners, blocks and dots: what charts, bars and borders are drawn of. */
const DRAWN = /[\u2500-\u25a0\u2800-\u28ff♥♡]/gu;
const WORD = /\p{L}{3}/u;

/** What a line says: nothing, where it is part of a chart; a row beside others that is chosen by itself. */
export function spoken(line: Line): readonly Spoken[] {
  const runs = line.filter(({ outline, charted }) => outline !== true && charted !== true);
  const isChosen = ({ tone }: Run) => tone === 'selection';
  const [first, last] = [runs.findIndex(isChosen), runs.findLastIndex(isChosen)];
  if (first < 0) return phrase(runs, false);
  const chosen = runs.slice(first, last + 1);
  const others = [...runs.slice(0, first), ...runs.slice(last + 1)];
  return others.some(({ text, solid }) => !solid && text.trim() !== '')
    ? [...phrase(runs.slice(0, first), false), ...phrase(chosen, true), ...phrase(runs.slice(last + 1), false)]
    : phrase(runs, true);
}

function phrase(runs: Line, selected: boolean): readonly Spoken[] {
  const whole = runs.map(({ text, tone }) => (tone === 'unknown' ? text.replace(UNKNOWN, 'unknown') : text)).join('');
  const typed = whole.includes(CARET);
  const bare = whole.replace(CARET, '').replace(DRAWN, ' ');
  // Beside what is drawn of a chart stand numbers of its axis, which mean nothing alone.
  const isDrawn = !typed && bare !== whole;
  if (isDrawn && !WORD.test(bare)) return [];
  const text = sanitiseLine(once(worded(parted(bare))));
  const signed = STATE.test(whole) || isDrawn || runs.some(({ tone }) => tone === 'unknown');
  return text === '' && !typed ? [] : [{ text, selected, typed, signed }];
}

/** Columns become parts of a sentence. */
const parted = (text: string): string => text.trim().replace(/\s{2,}/gu, ' , ');

/** Signs become words. */
const worded = (text: string): string =>
  PHRASES.reduce((words, [sign, said]) => words.replace(sign, said), text)
    .replace(SIGNS, (_, sign: string) => ` ${own(WORDS, sign) ?? ''} `)
    .replace(/\s+/gu, ' ')
    .replace(/ ?,(?: ?,)+/gu, ',')
    .replace(/ ([,.:;])(?=\s|$)/gu, '$1')
    .replace(/^[ ,]+|[ ,]+$/gu, '');

/** A sign often stands before its own word. */
const once = (text: string): string => text.replace(SAID_TWICE, '$2');
const SAID_TWICE = new RegExp(`\\b(${Object.values(WORDS).filter(Boolean).join('|')}|unknown) (\\1)\\b`, 'giu');

/** The same of a text without a line of its own. */
export const spokenText = (text: Safe): Safe => spoken([{ text }])[0]?.text ?? safe('');
