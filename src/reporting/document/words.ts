import { formatAgainst, formatDay, formatDelta, formatDuration, formatMinute, formatValue } from '../../text/format.ts';
import { type Sentence, say } from '../../text/say.ts';
import { millis, type Unit } from '../../units.ts';
import { isWhole } from '../coverage.ts';
import { momentText } from '../period.ts';
import type { Covered, Unknown } from '../schema/parts.ts';
import type { Figure } from '../schema/report.ts';
import { type Cell, cell, type Tone } from './blocks.ts';

const DAY = 86_400;
const HOUR = 3600;

/** A value of a report. A ratio near one is cut to thousandths of a percent, so that it never reads as better than it is. */
export function valueText(value: number, unit: Unit): Sentence {
  // What is counted between samples is stretched to the whole period, and so seldom whole.
  if (unit === 'count' && Math.abs(value - Math.round(value)) < 0.005)
    return say`${formatValue(Math.round(value), unit)}`;
  if (unit !== 'ratio' || value < 0.99 || value >= 1) return say`${formatValue(value, unit)}`;
  return say`${Number((Math.floor(value * 1e5 + 1e-7) / 1e3).toFixed(3))} %`;
}

/** The same beside its target: which side it is on shows, also where rounding would hide it. */
export function figureText({ value, unit, target }: Pick<Figure, 'value' | 'unit' | 'target'>): Sentence {
  if (value === null) return say`unknown`;
  const plain = valueText(value, unit);
  if (target?.limit === undefined || (unit === 'ratio' && value >= 0.99)) return plain;
  return say`${formatAgainst(value, target.limit, unit)}`;
}

/** "≥ 99.9 %" */
export function targetText({ target, unit }: Pick<Figure, 'target' | 'unit'>): Sentence {
  if (target === null) return say``;
  const [low = target.limit ?? 0, high = low] = target.limits ?? [];
  switch (target.direction) {
    case 'at-most':
      return say`≤ ${valueText(low, unit)}`;
    case 'at-least':
      return say`≥ ${valueText(low, unit)}`;
    case 'between':
      return say`${valueText(low, unit)} – ${valueText(high, unit)}`;
  }
}

export const changeText = ({ change, unit }: Pick<Figure, 'change' | 'unit'>): Sentence =>
  change === null ? say`` : say`${formatDelta(change, unit)}`;

const RESULT_TONES = { PASS: 'good', FAIL: 'bad', UNKNOWN: 'unknown' } as const satisfies Record<string, Tone>;

export const resultCell = ({ result }: Pick<Figure, 'result'>): Cell =>
  result === null ? cell('') : cell(result, RESULT_TONES[result]);

/** "covers 3 of 7 days"; null of a period that was seen whole. */
export function coveredText(covered: Covered): Sentence | null {
  if (covered === null) return say`it is not known how much of the period it covers`;
  if (isWhole(covered)) return null;
  const { seconds, ofSeconds } = covered;
  const [unit, name] = ofSeconds >= 2 * DAY ? [DAY, 'days'] : ofSeconds >= 2 * HOUR ? [HOUR, 'hours'] : [60, 'minutes'];
  const count = (length: number) => Number((Math.floor((10 * length) / unit) / 10).toFixed(1));
  return say`covers ${count(seconds)} of ${count(ofSeconds)} ${name}`;
}

/** A length of time, or why it is not known. */
export const lengthCell = ({
  seconds,
  unknown,
}: {
  readonly seconds: number | null;
  readonly unknown: Unknown;
}): Cell =>
  seconds === null
    ? cell(
        unknown?.reason === 'nothing-to-count' ? say`–` : say`unknown`,
        unknown?.reason === 'nothing-to-count' ? 'quiet' : 'unknown',
      )
    : cell(formatDuration(seconds));

/** What has to be known beside a figure: why it is unknown, of how much it is, when it peaked. */
export function notesOf(figure: Figure, timeZone: string): Sentence[] {
  if (figure.unknown) return [say`${figure.unknown.text}`];
  const part = coveredText(figure.covered);
  const peak = figure.trend?.peak;
  return [
    ...(part === null ? [] : [part]),
    ...(figure.isNear ? [say`near its target`] : []),
    ...(peak ? [say`${valueText(peak.value, figure.unit)} at the peak, ${stretchText(peak, timeZone)}`] : []),
  ];
}

/** An instant of the report as its reader's clock has it. */
export const whenText = (at: string, timeZone: string): Sentence => momentText(millis(Date.parse(at)), timeZone);

/** "2026-01-31 14:00 – 15:00" */
function stretchText({ from, to }: { readonly from: string; readonly to: string }, timeZone: string): Sentence {
  const [begin, end] = [millis(Date.parse(from)), millis(Date.parse(to))];
  const isOneDay = formatDay(begin, timeZone) === formatDay(end, timeZone);
  return say`${momentText(begin, timeZone)} – ${isOneDay ? formatMinute(end, timeZone) : momentText(end, timeZone)}`;
}

/** "5 incidents" */
export const counted = (count: number, one: string, more: string): Sentence =>
  say`${formatValue(count, 'count')} ${count === 1 ? one : more}`;
