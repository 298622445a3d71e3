import { type Millis, millis } from './units.ts';

/** A date and time of day as a clock on the wall shows it; months count from 1. */
export interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** @throws RangeError for a zone that does not exist */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(timeZone, format);
  return format;
}

/** Whether there is such an IANA time zone. */
export function isTimeZone(name: string): boolean {
  try {
    return formatOf(name) !== undefined;
  } catch {
    return false;
  }
}

/** What the clocks of a zone show at an instant. */
export function wallTime(at: Millis, timeZone: string): WallTime {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = parts;
  return { year, month, day, hour, minute, second };
}

/** Wall time as if it were UTC: days and hours can be added to it. Parts beyond their range carry over. */
export function asUtc({ year, month, day, hour, minute, second }: WallTime): number {
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** How far the clocks of a zone are ahead of UTC at an instant, in milliseconds. */
function offsetAt(at: number, timeZone: string): number {
  const whole = Math.floor(at / 1000) * 1000;
  return asUtc(wallTime(millis(whole), timeZone)) - whole;
}

const DAY = 86_400_000;

/**
 * The instant at which the clocks of a zone show a time. Of one they show twice it is the first; one they skip is read
 * with the offset before the skip, as RFC 5545 (3.3.5) has it.
 */
export function instantOfWall(wall: WallTime, timeZone: string): Millis {
  const utc = asUtc(wall);
  const before = offsetAt(utc - DAY, timeZone);
  const after = offsetAt(utc + DAY, timeZone);
  if (offsetAt(utc - before, timeZone) !== before && offsetAt(utc - after, timeZone) === after)
    return millis(utc - after);
  return millis(utc - before);
}

/** When the clocks of a zone show a time, in order: never where they skip it, and twice in what they go back over. */
export function instantsOfWall(wall: WallTime, timeZone: string): readonly Millis[] {
  const utc = asUtc(wall);
  const offsets = [offsetAt(utc - DAY, timeZone), offsetAt(utc + DAY, timeZone)];
  const shown = new Set(offsets.map((offset) => utc - offset).filter((at) => utc - at === offsetAt(at, timeZone)));
  return [...shown].toSorted((a, b) => a - b).map(millis);
}
