import { own } from '../own.ts';
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
}

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
  '·': ',',
  '…': '',
});
const SIGNS = new RegExp(`[${Object.keys(WORDS).join('')}]`, 'gu');
const MINUS = /−(?=\d)/gu;
/** Before the sign of a row; elsewhere such a dot begins a sentence. */
const MARKED = /•(?=\s*[✔▲✖?◇−])/gu;
/** In its own tone; elsewhere a question mark is one, or a key. */
const UNKNOWN = /\?(?=\s|$)/u;
const CARET = '▏';
/** Lines, corners, blocks and dots: what charts, bars and borders are drawn of. */
const DRAWN = /[\u2500-\u25a0\u2800-\u28ff♥♡]/gu;
const WORD = /\p{L}{3}/u;

/** What a line says: nothing, where it is part of a chart; a row beside others that is chosen by itself. */
export function spoken(line: Line): readonly Spoken[] {
  const runs = line.filter(({ outline }) => outline !== true);
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
  const signed = whole
    .replace(MARKED, ' marked ')
    .replace(MINUS, ' minus ')
    .replace(SIGNS, (sign) => ` ${own(WORDS, sign) ?? ''} `);
  const bare = signed.replace(DRAWN, ' ');
  // Beside what is drawn of a chart stand numbers of its axis, which mean nothing alone.
  if (!typed && bare !== signed && !WORD.test(bare)) return [];
  const text = sanitiseLine(once(phrased(bare)));
  return text === '' && !typed ? [] : [{ text, selected, typed }];
}

/** Columns become phrases. */
const phrased = (text: string): string =>
  text
    .trim()
    .replace(/\s{3,}/gu, ', ')
    .replace(/\s+/gu, ' ')
    .replace(/ ?,(?: ?,)+/gu, ',')
    .replace(/ ,/gu, ',');

/** A sign often stands before its own word. */
const once = (text: string): string => text.replace(/\b(\p{L}+) \1\b/gu, '$1');

/** The same of a text without a line of its own. */
export const spokenText = (text: Safe): Safe => spoken([{ text }])[0]?.text ?? safe('');
