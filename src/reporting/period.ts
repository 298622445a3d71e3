import type { MetricReport } from '../profile/schema/reports.ts';
import type { RangeWindow } from '../sources/prometheus/types.ts';
import { formatDay, formatMinute } from '../text/format.ts';
import { type Sentence, say } from '../text/say.ts';
import { addSeconds, type Millis, millis, type Seconds, seconds, secondsBetween } from '../units.ts';
import { instantOfWall, type WallTime, wallTime } from '../zoned.ts';

/** A stretch of time, its end left out. */
export interface Span {
  readonly from: Millis;
  readonly to: Millis;
}

/** What a report is about. */
export interface Period extends Span {
  readonly title: Sentence;
  readonly timeZone: string;
  /** The one it is held against, which ends where it begins. */
  readonly before: Span;
}

/** Days of what was agreed, where nobody asks for others. */
const AGREED_DAYS = 30;

/** The last whole day, week or month that was over at an instant, as the clocks of a zone show it. Weeks begin on Monday. */
export function periodBefore(kind: MetricReport, at: Millis, timeZone: string): Period {
  const today = midnight(wallTime(at, timeZone));
  const instant = (wall: WallTime) => instantOfWall(wall, timeZone);
  const [to, length] = boundsOf[kind](today);
  const span = { from: instant(length(to, 1)), to: instant(to) };
  const before = { from: instant(length(to, 2)), to: span.from };
  return { ...span, before, timeZone, title: titleOf[kind](span, timeZone) };
}

/** Any stretch of time; the one before it is as long. */
export function periodOf({ from, to }: Span, timeZone: string): Period {
  const before = { from: millis(2 * from - to), to: from };
  return { from, to, before, timeZone, title: say`${momentText(from, timeZone)} – ${momentText(to, timeZone)}` };
}

export const lengthOf = ({ from, to }: Span): Seconds => secondsBetween(from, to);

type Back = (wall: WallTime, times: number) => WallTime;

const days =
  (count: number): Back =>
  (wall, times) => ({ ...wall, day: wall.day - count * times });
const months: Back = (wall, times) => ({ ...wall, month: wall.month - times });

/** The end of the last whole period before a day, and how to get from there to its beginning. */
const boundsOf: Readonly<Record<MetricReport, (today: WallTime) => readonly [WallTime, Back]>> = {
  daily: (today) => [today, days(1)],
  weekly: (today) => {
    const weekday = new Date(Date.UTC(today.year, today.month - 1, today.day)).getUTCDay();
    return [{ ...today, day: today.day - ((weekday + 6) % 7) }, days(7)];
  },
  monthly: (today) => [{ ...today, day: 1 }, months],
  sla: (today) => [today, days(AGREED_DAYS)],
};

const midnight = (wall: WallTime): WallTime => ({ ...wall, hour: 0, minute: 0, second: 0 });

const lastDay = ({ to }: Span): Millis => millis(to - 1);

const titleOf: Readonly<Record<MetricReport, (span: Span, timeZone: string) => Sentence>> = {
  daily: ({ from }, zone) => say`${formatDay(from, zone)}`,
  weekly: (span, zone) => say`week ${formatDay(span.from, zone)} – ${formatDay(lastDay(span), zone)}`,
  monthly: ({ from }, zone) => say`${formatDay(from, zone).slice(0, 7)}`,
  sla: (span, zone) => say`${AGREED_DAYS} days, ${formatDay(span.from, zone)} – ${formatDay(lastDay(span), zone)}`,
};

/** "2026-01-31 03:00" */
export const momentText = (at: Millis, timeZone: string): Sentence =>
  say`${formatDay(at, timeZone)} ${formatMinute(at, timeZone)}`;

/** Lengths of steps, in seconds, that people count in. */
const STEPS = [60, 300, 900, 3600, 21_600, 86_400, 604_800] as const;
/** Steps of one period, at most: as many as a plot has room for. */
const MOST_STEPS = 200;

/** How long a step of a trend is: not shorter than `least`, in which a query needs to find its samples. */
export function stepOf(period: Span, least: Seconds): Seconds {
  const length = lengthOf(period);
  const step = STEPS.find((one) => one >= least && length / one <= MOST_STEPS) ?? Math.ceil(length / MOST_STEPS);
  return seconds(Math.min(step, length));
}

/** The steps of a stretch, each told by its end; the last ends with it. What is left over lies at its beginning. */
export function stepsOf(span: Span, step: Seconds): RangeWindow {
  const count = Math.max(1, Math.floor(lengthOf(span) / step));
  return { from: addSeconds(span.to, seconds(-(count - 1) * step)), to: span.to, step };
}

/** How many steps that are. */
export const countOf = ({ from, to, step }: RangeWindow): number => Math.round(secondsBetween(from, to) / step) + 1;
