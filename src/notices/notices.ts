import type { NotifySpec } from '../profile/schema/notify.ts';
import type { Room, RoomAlert } from '../room/shown.ts';
import { formatMinute } from '../text/format.ts';
import { addSeconds, type Millis, seconds } from '../units.ts';
import { A_WHILE, type Happening, happeningsIn, knownKinds } from './happening.ts';

/** What of a happening is remembered. */
interface Seen {
  readonly forgottenAt: Millis;
  /** False while quiet hours hold it back. */
  readonly told: boolean;
}

/** What is remembered of a room. */
export interface Memory {
  readonly opened: Millis;
  /** What was seen so far, by its key. */
  readonly seen: ReadonlyMap<string, Seen>;
  /** When what recurs was told last, by its name. */
  readonly spoken: ReadonlyMap<string, Millis>;
  /** The kinds of which all was known that was so before. */
  readonly settled: ReadonlySet<Happening['kind']>;
}

/** What is to be told now, and what is remembered of it. */
export interface Told {
  /** Null while the first server has not answered. */
  readonly memory: Memory | null;
  readonly news: readonly Happening[];
}

/** By then whatever comes is news, though the room still does not know all there is. */
const SETTLES_WITHIN = seconds(120);

/**
 * What is to be told of a room: each happening once, however often it is looked at and though servers fall silent meanwhile.
 * What was so when the room was opened stands on the screen, and is not told. In quiet hours nothing is, but of tiers that are
 * excepted; what still is so when they are over is told then. So is the next incident of what was told a while ago.
 * @param memory null where the room was just opened
 */
export function noticesOf(memory: Memory | null, room: Room, { quiet_hours }: Pick<NotifySpec, 'quiet_hours'>): Told {
  const { at, sources } = room;
  if (memory === null && !sources.some(({ kind, state }) => kind === 'prometheus' && state !== 'waiting'))
    return { memory, news: [] };
  const { opened, settled, seen, spoken }: Memory = memory ?? blank(at);
  const next = new Map([...seen].filter(([, { forgottenAt }]) => at < forgottenAt));
  const lately = new Map([...spoken].filter(([, told]) => at < addSeconds(told, A_WHILE)));
  const isQuiet = quiet_hours !== undefined && isWithin(quiet_hours, at);
  const isSettled = at >= addSeconds(opened, SETTLES_WITHIN);
  const news: Happening[] = [];
  for (const happening of happeningsIn(room)) {
    const { key, kind, tier, since, recurs = '', forgottenAfter } = happening;
    const before = next.get(key);
    const isOld = !isSettled && !settled.has(kind) && (since === null || since < opened);
    const isHeld = lately.has(recurs) || (isQuiet && !quiet_hours.except.includes(tier));
    const told = before?.told === true || isOld || !isHeld;
    const isNews = told && !isOld && before?.told !== true;
    if (isNews) news.push(happening);
    if (isNews && recurs !== '') lately.set(recurs, at);
    next.set(key, { forgottenAt: addSeconds(at, forgottenAfter), told });
  }
  return { memory: { opened, seen: next, spoken: lately, settled: new Set([...settled, ...knownKinds(room)]) }, news };
}

const blank = (opened: Millis): Memory => ({ opened, seen: new Map(), spoken: new Map(), settled: new Set() });

/** Those of some tiers. */
export const ofTiers = (news: readonly Happening[], tiers: readonly RoomAlert['tier'][]): readonly Happening[] =>
  news.filter(({ tier }) => tiers.includes(tier));

/** Whether an instant lies in hours of the day, which may go over midnight; the same time twice is the whole day. */
export function isWithin({ from, to, time_zone }: NonNullable<NotifySpec['quiet_hours']>, at: Millis): boolean {
  const now: string = formatMinute(at, time_zone);
  return from < to ? from <= now && now < to : now >= from || now < to;
}
