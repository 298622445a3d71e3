import { parseDuration } from '../../profile/duration.ts';
import { type Millis, millis } from '../../units.ts';
import { asUtc, instantOfWall, wallTime } from '../../zoned.ts';

const CLOCK = /^([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/;
const AGO = /^[-−]\s*(\S+)$/;
const DATED = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/;

/** What an instant is told by: so long ago is before `now`; nothing is later than `end`. */
interface Reckoning {
  readonly now: Millis;
  readonly end: Millis;
  readonly timeZone: string;
}

/**
 * An instant as an operator writes it: `07:41` or `07:41:43`, the last such time of the clocks on the screen; `-12m`, so
 * long ago; or a date and time, with an offset or by those clocks. Null where it is none of them, or yet to come.
 */
export function readInstant(text: string, by: Reckoning): Millis | null {
  const at = read(text.trim(), by);
  return at !== null && at > 0 && at <= by.end ? millis(at) : null;
}

function read(text: string, { now, end, timeZone }: Reckoning): number | null {
  const ago = AGO.exec(text)?.[1];
  if (ago !== undefined) {
    const length = parseDuration(ago);
    return length === null ? null : now - length * 1000;
  }
  const clock = CLOCK.exec(text);
  if (clock) return lastOf(Number(clock[1]), Number(clock[2]), Number(clock[3] ?? 0), end, timeZone);
  if (!DATED.test(text)) return null;
  const given = Date.parse(text.replace(' ', 'T'));
  if (/(?:Z|[+-]\d\d:?\d\d)$/.test(text)) return given;
  const bare = Date.parse(`${text.replace(' ', 'T')}Z`);
  return Number.isNaN(bare) ? null : instantOfWall(wallTime(millis(bare), 'UTC'), timeZone);
}

/** At midnight "23:50" was yesterday. */
function lastOf(hour: number, minute: number, second: number, end: Millis, timeZone: string): number {
  const today = { ...wallTime(end, timeZone), hour, minute, second };
  const at = instantOfWall(today, timeZone);
  return at <= end ? at : instantOfWall(wallTime(millis(asUtc({ ...today, day: today.day - 1 })), 'UTC'), timeZone);
}
