import { formatClock, formatMinute } from '../../../text/format.ts';
import { type Safe, safe } from '../../../text/safe.ts';
import { sanitiseLine } from '../../../text/sanitise.ts';
import { type Millis, millis } from '../../../units.ts';

export interface TimeSpan {
  readonly from: Millis;
  readonly to: Millis;
  /** IANA name. */
  readonly timeZone: string;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12, 24, 48, 168].map((n) => n * HOUR),
];
/** Room for a tick, the longest label and a blank. */
const SPACING = 12;

/** A text that stands in some columns of a time axis. */
export interface Placed {
  readonly column: number;
  readonly text: Safe;
}

/**
 * One line of exactly `columns` cells under a chart: a tick and the time of day at round times.
 * @param besides what else stands there: a time that would touch it is left out
 */
export function timeAxis(
  { from, to, timeZone }: TimeSpan,
  columns: number,
  unicode: boolean,
  besides: Placed | null = null,
): Safe {
  const span = to - from;
  const step = STEPS.find((candidate) => (candidate / span) * columns >= SPACING);
  if (span <= 0 || step === undefined) return sanitiseLine(' '.repeat(columns));
  const format = step < MINUTE ? formatClock : formatMinute;
  let line = '';
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) {
    const label = (unicode ? '╵' : "'") + format(millis(at), timeZone);
    const column = Math.floor(((at - from) / span) * columns);
    if (column + label.length <= columns && !touches({ column, text: label }, besides))
      line = line.padEnd(column) + label;
  }
  return sanitiseLine(line.padEnd(columns));
}

const touches = (a: { readonly column: number; readonly text: string }, b: Placed | null): boolean =>
  b !== null && a.column <= b.column + b.text.length && b.column <= a.column + a.text.length;

/** The time of day of an instant, at its column or so that it ends there. */
export function timeText(
  at: Millis,
  column: number,
  { timeZone }: TimeSpan,
  columns: number,
  unicode: boolean,
): Placed | null {
  const text = formatClock(at, timeZone);
  const sign = safe(unicode ? '┃' : '|');
  if (column + 1 + text.length <= columns) return { column, text: safe(`${sign}${text}`) };
  return column >= text.length ? { column: column - text.length, text: safe(`${text}${sign}`) } : null;
}
