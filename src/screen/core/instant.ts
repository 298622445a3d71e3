import { parseDuration } from '../../profile/duration.ts';
import { formatClock, formatDay } from '../../text/format.ts';
import { type Safe, safe } from '../../text/safe.ts';
import { sanitiseLine } from '../../text/sanitise.ts';
import { type Millis, millis } from '../../units.ts';
import { asUtc, instantsOfWall, type WallTime, wallTime } from '../../zoned.ts';

const CLOCK = /^(\d{1,2}):(\d\d)(?::(\d\d))?$/;
const AGO = /^[-−]\s*(\S+)$|^(\S+)\s+ago$/;
const DAY_AND_CLOCK = /^(today|yesterday)\s+(\S+)$/i;
const DATED = /^(\d{4})-(\d\d)-(\d\d)(?:[T ]+(\S+))?$/;
const OFFSET = /^(.*:\d\d(?:\.\d+)?)\s*(Z|[+-]\d\d(?::?\d\d)?)$/i;

/** What an instant is told by: so long ago is before `now`; nothing is later than `end`. */
export interface Reckoning {
  readonly now: Millis;
  readonly end: Millis;
  readonly timeZone: string;
}

/** An instant, with what is to be known of how it was read; or why a text is none. */
export type ReadInstant =
  | { readonly at: Millis; readonly note: Safe | null }
  | { readonly at: null; readonly why: Safe };

interface Clock {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const none = (why: Safe): ReadInstant => ({ at: null, why });

/**
 * An instant as an operator writes it: `07:41` or `07:41:43`, the last time that the clocks on the screen showed it, `yesterday
 * 07:41`; `-12m`, so long ago; or a date and time, with an offset or by those clocks. What is yet to come is none.
 */
export function readInstant(text: string, by: Reckoning): ReadInstant {
  const found = read(text.trim(), by);
  if (found.at === null) return found;
  if (found.at > by.end)
    return none(safe(`that is yet to come: nothing is later than ${formatClock(by.end, by.timeZone)}`));
  return found.at > 0 ? found : none(safe('that is before there was anything to ask'));
}

function read(text: string, by: Reckoning): ReadInstant {
  const length = AGO.exec(text);
  if (length !== null) return soLongAgo(length[1] ?? length[2] ?? '', by);
  const [, clock = text, offset] = OFFSET.exec(text) ?? [];
  const dated = DATED.exec(offset === undefined ? text : clock);
  if (dated !== null) return onDate(dated, offset, by);
  const [, day, onDay = ''] = DAY_AND_CLOCK.exec(text) ?? [];
  if (day !== undefined) return onDayBefore(onDay, day.toLowerCase() === 'today' ? 0 : 1, by);
  if (CLOCK.test(text)) return lastOf(text, by);
  if (parseDuration(text) !== null) return none(safe(`so long ago is written -${sanitiseLine(text)}`));
  return none(safe('that is not a time: write 07:41, -12m or 2026-11-29 07:41'));
}

function soLongAgo(text: string, { now }: Reckoning): ReadInstant {
  const length = parseDuration(text);
  const at = now - (length ?? 0) * 1000;
  if (length !== null) return { at: millis(at), note: null };
  const told = sanitiseLine(text);
  return /^\d+$/.test(text)
    ? none(safe(`${told} of what? Write -${told}m or -${told}h`))
    : none(safe('that is no length of time: write -12m or -1h30m'));
}

function clockOf(text: string): Clock | null {
  const [, hour, minute, second] = CLOCK.exec(text) ?? [];
  const clock = { hour: Number(hour), minute: Number(minute), second: Number(second ?? 0) };
  return clock.hour <= 23 && clock.minute <= 59 && clock.second <= 59 ? clock : null;
}

const NO_CLOCK: ReadInstant = none(safe('hours go to 23, minutes and seconds to 59'));

/** The last time that clocks showed it: at midnight "23:50" was yesterday, and on the night they go back there may be two. */
function lastOf(text: string, { end, timeZone }: Reckoning): ReadInstant {
  const clock = clockOf(text);
  if (clock === null) return NO_CLOCK;
  const shown = [0, 1, 2].flatMap((days) => instantsOfWall(on(daysBefore(end, days, timeZone), clock), timeZone));
  const at = Math.max(...shown.filter((one) => one <= end));
  const twice = shown.some((one) => one < at && formatDay(one, timeZone) === formatDay(millis(at), timeZone));
  return { at: millis(at), note: twice ? twiceText(clock, 'second', timeZone) : null };
}

function onDayBefore(text: string, days: number, { end, timeZone }: Reckoning): ReadInstant {
  const clock = clockOf(text);
  return clock === null ? NO_CLOCK : shownOn(on(daysBefore(end, days, timeZone), clock), timeZone);
}

function onDate(
  [text, year, month, day, time]: RegExpExecArray,
  offset: string | undefined,
  by: Reckoning,
): ReadInstant {
  const date = { year: Number(year), month: Number(month), day: Number(day) };
  const back = new Date(Date.UTC(date.year, date.month - 1, date.day));
  if (back.getUTCMonth() !== date.month - 1 || back.getUTCDate() !== date.day)
    return none(safe('there is no such day: write year-month-day'));
  if (time === undefined) return none(safe(`a date needs a time: write ${sanitiseLine(text)} 07:41`));
  const clock = clockOf(time.replace(/\.\d+$/, ''));
  if (clock === null) return NO_CLOCK;
  const wall = { ...date, ...clock };
  return offset === undefined
    ? shownOn(wall, by.timeZone)
    : { at: millis(asUtc(wall) - minutesOf(offset) * 60_000), note: null };
}

/** Minutes ahead of UTC, of `Z`, `+02`, `+0200` or `+02:00`. */
function minutesOf(offset: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)?$/.exec(offset) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
}

/** When clocks showed a date and time: of two instants the first. */
function shownOn(wall: WallTime, timeZone: string): ReadInstant {
  const [first, second] = instantsOfWall(wall, timeZone);
  if (first === undefined)
    return none(safe(`no clock showed that: clocks went forward over it (${sanitiseLine(timeZone)})`));
  return { at: first, note: second === undefined ? null : twiceText(wall, 'first', timeZone) };
}

const twiceText = (clock: Clock, which: 'first' | 'second', timeZone: string): Safe =>
  safe(
    `Clocks showed ${toldClock(clock)} twice that day (${sanitiseLine(timeZone)}): this is the ${which} time; z shows UTC, in which all are told apart`,
  );

const toldClock = ({ hour, minute }: Clock): Safe => safe(`${pad(hour)}:${pad(minute)}`);
const pad = (part: number) => sanitiseLine(String(part).padStart(2, '0'));

/** The date so many days before that of an instant, as clocks show it. */
const daysBefore = (at: Millis, days: number, timeZone: string): WallTime => {
  const today = wallTime(at, timeZone);
  return wallTime(millis(asUtc({ ...today, day: today.day - days })), 'UTC');
};

const on = (date: WallTime, { hour, minute, second }: Clock): WallTime => ({ ...date, hour, minute, second });
