import type { MetricReport } from '../../profile/schema/reports.ts';
import { type Period, periodBefore, periodOf } from '../../reporting/period.ts';
import { type Millis, millis } from '../../units.ts';
import { asUtc, instantOfWall, type WallTime, wallTime } from '../../zoned.ts';
import { UsageError } from '../shared/failure.ts';
import { parseInstant } from '../shared/instant.ts';

/** Times as they were given; undefined: left out. */
export interface GivenTimes {
  readonly at: string | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** The period that is asked for. @throws UsageError */
export function periodGiven(kind: MetricReport, times: GivenTimes, timeZone: string, now: Millis): Period {
  return spanGiven(times, timeZone, now) ?? periodBefore(kind, atGiven(times, timeZone, now), timeZone);
}

/** The stretch between `--from` and `--to`; null where neither is given. @throws UsageError */
export function spanGiven({ at, from, to }: GivenTimes, timeZone: string, now: Millis): Period | null {
  if (from === undefined && to === undefined) return null;
  if (at !== undefined) throw new UsageError('Give either --at, or --from and --to.');
  if (from === undefined) throw new UsageError('--to needs --from beside it.');
  const end = to === undefined ? wholeSecond(now) : timeGiven('--to', to, timeZone, now);
  const start = timeGiven('--from', from, timeZone, now);
  if (end - start < 60_000) throw new UsageError('--from must lie at least a minute before --to.');
  return periodOf({ from: start, to: end }, timeZone);
}

/** The instant that the period lies before. @throws UsageError */
export const atGiven = ({ at }: Pick<GivenTimes, 'at'>, timeZone: string, now: Millis): Millis =>
  at === undefined ? wholeSecond(now) : timeGiven('--at', at, timeZone, now);

const wholeSecond = (at: Millis): Millis => millis(Math.floor(at / 1000) * 1000);

const WALL = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d))?)?$/;

/** A time without a zone is one of the report's. @throws UsageError */
function timeGiven(option: string, text: string, timeZone: string, now: Millis): Millis {
  const parts = WALL.exec(text)?.slice(1);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = (parts ?? []).map((part) =>
    Number(part ?? 0),
  );
  const wall = { year, month, day, hour, minute, second };
  const at = parts === undefined ? parseInstant(text, now) : instantOfWall(wall, timeZone);
  const isDate = parts === undefined || isSameWall(asUtc(wall), wall);
  if (at === null || !isDate)
    throw new UsageError(`${option}: expected a time such as 2026-01-31, "2026-01-31 09:00" or 2026-01-31T09:00:00Z.`);
  if (at > now) throw new UsageError(`${option} ${text} is in the future: a report is about the past.`);
  return wholeSecond(at);
}

/** Whether there is such a date and time of day: the 30th of February is read as one of March. */
function isSameWall(utc: number, { month, day, hour }: WallTime): boolean {
  const read = wallTime(millis(utc), 'UTC');
  return read.month === month && read.day === day && read.hour === hour;
}
