import { formatClock, formatMinute } from '../../../text/format.ts';
import type { Safe } from '../../../text/safe.ts';
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

/** One line of exactly `columns` cells under a chart: a tick and the time of day at round times. */
export function timeAxis({ from, to, timeZone }: TimeSpan, columns: number, unicode: boolean): Safe {
  const span = to - from;
  const step = STEPS.find((candidate) => (candidate / span) * columns >= SPACING);
  if (span <= 0 || step === undefined) return sanitiseLine(' '.repeat(columns));
  const format = step < MINUTE ? formatClock : formatMinute;
  let line = '';
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) {
    const label = (unicode ? '╵' : "'") + format(millis(at), timeZone);
    const column = Math.floor(((at - from) / span) * columns);
    if (column + label.length <= columns) line = line.padEnd(column) + label;
  }
  return sanitiseLine(line.padEnd(columns));
}
