import type { Check, Reading, RingState, State, UnknownReason, Verdict } from '../../room/room.ts';
import { formatAgainst, formatAge, formatValue } from '../../text/format.ts';
import { type Millis, secondsBetween, type Unit } from '../../units.ts';
import { bar } from '../charts/bar.ts';
import type { Glyphs } from '../glyphs.ts';
import { cell, type Run, run, type Tone } from '../runs.ts';

export const stateMark = (state: State, glyphs: Glyphs): Run => run(glyphs[state], state, { bold: state === 'fail' });

const RING_TONES: Readonly<Record<RingState, Tone>> = {
  waiting: 'dim',
  deploying: 'accent',
  soaking: 'accent',
  ready: 'ok',
  validated: 'ok',
  failing: 'fail',
  unknown: 'unknown',
};

export const ringTone = (state: RingState): Tone => RING_TONES[state];

type RingGlyph = 'ok' | 'fail' | 'unknown' | 'waiting' | 'deploying' | 'soaking' | 'verdict';

const RING_GLYPHS: Readonly<Record<RingState, RingGlyph>> = {
  waiting: 'waiting',
  deploying: 'deploying',
  soaking: 'soaking',
  ready: 'verdict',
  validated: 'ok',
  failing: 'fail',
  unknown: 'unknown',
};

export const ringMark = (state: RingState, glyphs: Glyphs): Run =>
  run(glyphs[RING_GLYPHS[state]], ringTone(state), { bold: true });

const VERDICTS: Readonly<Record<Verdict['state'], readonly [string, State]>> = {
  better: ['BETTER', 'ok'],
  same: ['WITHIN LIMITS', 'ok'],
  worse: ['BEYOND LIMITS', 'fail'],
  inconclusive: ['NEAR LIMITS', 'warn'],
  unknown: ['UNKNOWN', 'unknown'],
};

export const verdictWord = (verdict: Verdict): string => VERDICTS[verdict.state][0];
export const verdictState = (verdict: Verdict): State => VERDICTS[verdict.state][1];

const REASONS: Readonly<Record<UnknownReason, string>> = {
  waiting: 'waiting',
  'no-series': 'no data',
  'not-a-number': 'no traffic',
  ambiguous: 'ambiguous',
  stale: 'stale',
  'query-error': 'error',
};

/** Why a value is not known, in a word or two. */
export const unknownWord = (reason: UnknownReason): string => REASONS[reason];

/** A reading as text: the value, or the word for why there is none. */
/** A check's value beside its limit. */
export const checkText = ({ reading, limit, unit }: Check): string =>
  reading.known ? formatAgainst(reading.value, limit, unit) : unknownWord(reading.reason);

export const readingText = (reading: Reading, unit: Unit): string =>
  reading.known ? formatValue(reading.value, unit) : unknownWord(reading.reason);

/** A reading in `width` cells: an aging one dim, an unknown one as a word. */
export function readingRun(reading: Reading, unit: Unit, width: number, tone?: Tone): Run {
  const text = cell(readingText(reading, unit), width, 'right');
  if (!reading.known) return run(text, 'unknown');
  return run(text, tone, { dim: reading.aging });
}

/** The last value of a reading that is no longer known, with its age: "was 0.23 % 45s ago"; else why it is unknown. */
export function unknownDetail(reading: Reading, unit: Unit, now: Millis): string {
  if (reading.known) return '';
  if (reading.last === undefined) return reading.detail;
  return `was ${formatValue(reading.last.value, unit)} ${formatAge(secondsBetween(reading.last.at, now))} ago`;
}

/** A limit as text: "≤ 200 MB". */
export const limitText = (check: Pick<Check, 'direction' | 'limit' | 'unit'>, glyphs: Glyphs): string =>
  `${check.direction === 'at-most' ? glyphs.atMost : glyphs.atLeast} ${formatValue(check.limit, check.unit)}`;

/** A bar of `width` cells; unknown is drawn as such, never as empty. */
export function barRuns(share: number | null, width: number, tone: Tone, unicode: boolean): readonly Run[] {
  const { filled, rest } = bar(share, width, unicode);
  return [run(filled, tone), run(rest, share === null ? 'unknown' : 'dim')];
}
