import { type Limit, limitSigns, nearness, valueAgainst } from '../../limits/limit.ts';
import type { Check, JudgedData, Reading, RingState, State, UnknownReason, Verdict } from '../../room/shown.ts';
import { formatAge, formatValue } from '../../text/format.ts';
import { graphemesOf, literals, type Safe, safe } from '../../text/safe.ts';
import { type Millis, secondsBetween, type Unit } from '../../units.ts';
import { unreadText } from '../../wording/readings.ts';
import { bar } from '../canvas/charts/bar.ts';
import type { Glyphs } from '../canvas/glyphs.ts';
import { cell, type Line, type Run, run, type Tone } from '../canvas/runs.ts';

export const stateMark = (state: State, glyphs: Glyphs): Run => run(glyphs[state], state, { bold: state === 'fail' });

const RING_TONES: Readonly<Record<RingState, Tone>> = {
  waiting: 'dim',
  deploying: 'accent',
  soaking: 'accent',
  ready: 'ok',
  validated: 'ok',
  failing: 'fail',
  unknown: 'unknown',
  'rolled-back': 'warn',
};

export const ringTone = (state: RingState): Tone => RING_TONES[state];

/** A ring's state as words. */
const RING_WORDS: Readonly<Record<RingState, Safe>> = literals({
  waiting: 'WAITING',
  deploying: 'DEPLOYING',
  soaking: 'SOAKING',
  ready: 'READY',
  validated: 'VALIDATED',
  failing: 'FAILING',
  unknown: 'UNKNOWN',
  'rolled-back': 'ROLLED BACK',
});

export const ringWord = (state: RingState): Safe => RING_WORDS[state];

type RingGlyph = 'ok' | 'fail' | 'unknown' | 'waiting' | 'deploying' | 'soaking' | 'verdict' | 'rolledBack';

const RING_GLYPHS: Readonly<Record<RingState, RingGlyph>> = {
  waiting: 'waiting',
  deploying: 'deploying',
  soaking: 'soaking',
  ready: 'verdict',
  validated: 'ok',
  failing: 'fail',
  unknown: 'unknown',
  'rolled-back': 'rolledBack',
};

export const ringMark = (state: RingState, glyphs: Glyphs): Run =>
  run(glyphs[RING_GLYPHS[state]], ringTone(state), { bold: true });

const BY_LIMITS: Readonly<Record<Verdict['state'], Safe>> = literals({
  better: 'BETTER',
  same: 'WITHIN LIMITS',
  worse: 'BEYOND LIMITS',
  inconclusive: 'NEAR LIMITS',
  unknown: 'UNKNOWN',
});

const BY_COUNTS: Readonly<Record<Exclude<Verdict['state'], 'unknown'>, Safe>> = literals({
  better: 'BETTER',
  same: 'NOT WORSE',
  worse: 'WORSE',
  inconclusive: 'TOO EARLY',
});

/** Each kind of not knowing has its own words. */
const UNJUDGED: Readonly<Record<JudgedData, Safe>> = literals({
  OK: 'UNKNOWN',
  NO_SERIES: 'NO DATA',
  NO_TRAFFIC: 'NO TRAFFIC',
  NO_ERROR_SERIES: 'ERRORS NOT COUNTED',
  NOT_COUNTERS: 'NO COUNTERS',
  NO_BOUNDARY: 'NO SUCH SLO',
  STALE: 'STALE',
  QUERY_ERROR: 'QUERY ERROR',
  PARTIAL: 'PARTIAL',
  WAITING: 'WAITING',
  COUNTING: 'COUNTING',
  DOWN: 'DOWN',
});

/** A verdict in a word or two. */
export function verdictWord({ state, method, level, judged }: Verdict): Safe {
  if (method === 'limits') return BY_LIMITS[state];
  if (judged?.data === 'DOWN') return UNJUDGED.DOWN;
  if (state === 'unknown') return judged ? UNJUDGED[judged.data] : safe('UNKNOWN');
  return state === 'inconclusive' && level === 'warn' ? safe('WARNING') : BY_COUNTS[state];
}

/** The tone of a verdict: too little evidence is neither good nor bad. */
export const verdictTone = ({ method, state, level }: Verdict): State | 'accent' =>
  method === 'e-process' && state === 'inconclusive' && level === 'ok' ? 'accent' : level;

export const verdictMark = (verdict: Verdict, glyphs: Glyphs): Safe => {
  const tone = verdictTone(verdict);
  return tone === 'accent' ? glyphs.waiting : glyphs[tone];
};

const REASONS: Readonly<Record<UnknownReason, Safe>> = literals({
  waiting: 'waiting',
  'no-series': 'no data',
  'not-a-number': 'no traffic',
  ambiguous: 'ambiguous',
  partial: 'partial',
  stale: 'stale',
  'query-error': 'error',
});

/** Why a value is not known, in a word or two. */
const unknownWord = (reason: UnknownReason): Safe => REASONS[reason];

/** A check's value beside its limit. */
export const checkText = ({ reading, limit, unit }: Check): Safe => readingText(reading, unit, limit);

/** A reading as text: the value, beside a limit on the right side of it, or the word for why there is none. */
export function readingText(reading: Reading, unit: Unit, limit: Limit | null = null): Safe {
  if (!reading.known) return unknownWord(reading.reason);
  return limit === null ? formatValue(reading.value, unit) : valueAgainst(reading.value, limit, unit);
}

/** What a reading is drawn by besides its width. */
interface ReadingLook {
  readonly tone?: Tone;
  /** What it stands beside. */
  readonly limit?: Limit | undefined;
}

/** A reading in `width` cells: an aging one dim, an unknown one as a word. */
export function readingRun(reading: Reading, unit: Unit, width: number, { tone, limit }: ReadingLook = {}): Run {
  const text = cell(readingText(reading, unit, limit ?? null), width, 'right');
  if (!reading.known) return run(text, 'unknown');
  return run(text, tone, { dim: reading.aging });
}

/**
 * The last value of a reading that is no longer known, with its age: "was 0.23 % 45s ago"; of a partial one that of the
 * part: "0.23 % answered in part: …"; else why it is unknown.
 */
export function unknownDetail(reading: Reading, unit: Unit, now: Millis): Safe {
  if (reading.known) return safe('');
  if (reading.last === undefined) return unreadText(reading, now);
  if (reading.reason === 'partial') return safe(`${formatValue(reading.last.value, unit)} ${unreadText(reading, now)}`);
  return safe(`was ${formatValue(reading.last.value, unit)} ${formatAge(secondsBetween(reading.last.at, now))} ago`);
}

/** A limit as text: "≤ 200 MB". */
export const limitText = ({ limit, unit }: Pick<Check, 'limit' | 'unit'>, glyphs: Glyphs): Safe =>
  limitSigns(limit, unit, glyphs);

/** From where on a check warns, where it does: its limit is another number. */
export function warnText({ state, reading, limit, unit }: Check): Safe {
  const near = state === 'warn' && reading.known ? nearness(reading.value, limit) : null;
  return near === null ? safe('') : safe(`warns ${near.side} ${formatValue(near.from, unit)}`);
}

/** A bar of `width` cells; unknown is drawn as such, never as empty. */
export function barRuns(share: number | null, width: number, tone: Tone, unicode: boolean): readonly Run[] {
  const { filled, rest } = bar(share, width, unicode);
  return [run(filled, tone, { solid: true }), run(rest, share === null ? 'unknown' : 'dim', { solid: true })];
}

/** A bar with an upright line in some of its cells: where its value is held against another. */
export const ticked = (bar: readonly Run[], at: ReadonlySet<number>, unicode: boolean): Line =>
  bar
    .flatMap((part): Run[] => graphemesOf(part.text).map((text) => ({ ...part, text })))
    .map((part, i) => (at.has(i) ? run(unicode ? '┃' : '|', 'title', { bold: true }) : part));
