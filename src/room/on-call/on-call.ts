import type { History } from '../../frames/history.ts';
import type { OnCallSpec } from '../../profile/schema/on-call.ts';
import type { Profile } from '../../profile/schema/profile.ts';
import type { CalendarId, CalendarReading } from '../../sources/calendar/types.ts';
import type { Feed } from '../../sources/feed.ts';
import { type Millis, millis } from '../../units.ts';
import type { Moment } from '../moment.ts';
import { personOf } from './names.ts';
import { type Turn, turnsOf } from './shifts.ts';

/** Who is on call at this time. */
export interface OnCall {
  /** Null when nobody is, or when it is not known: `error` then says why. */
  readonly primary: string | null;
  readonly backup: string | null;
  /** When the primary changes; null when not known. */
  readonly until: Millis | null;
  /** Who follows; null when nobody does or it is not known. */
  readonly next: string | null;
  readonly source: 'rotation' | 'calendar';
  /** When the calendar was read; of several, the one read the longest ago. Null for a rotation. */
  readonly readAt: Millis | null;
  /** The calendar could not be read again of late: what it said last still stands. */
  readonly stale: boolean;
  readonly error: string | null;
}

/** Who is on call by the profile and its calendars; null when the profile does not say. */
export function onCallOf({ on_call }: Profile, history: Pick<History, 'calendar'>, moment: Moment): OnCall | null {
  if (!on_call) return null;
  const { rotation } = on_call;
  if (rotation)
    return {
      ...moment.standing((now) => pick(turnsOf(rotation, now), now)),
      source: 'rotation',
      readAt: null,
      stale: false,
      error: null,
    };
  const feeds = IDS.filter((id) => on_call[id]).map((id) => ({ id, feed: history.calendar(id) }));
  const turns = feeds.flatMap(({ id, feed }) =>
    feed.state === 'ok' || feed.state === 'stale' ? turnsIn(feed.value, id, on_call) : [],
  );
  const read = feeds.flatMap(({ feed }) => ('at' in feed ? [feed.at] : []));
  const picked = moment.standing((now) => pick(turns, now));
  const errors = [
    ...feeds.flatMap(({ feed }) => errorOf(feed)),
    ...(picked.primary === null && picked.backup === null ? namelessIn(feeds, on_call, moment) : []),
  ];
  return {
    ...picked,
    source: 'calendar',
    readAt: read.length === 0 ? null : millis(Math.min(...read)),
    stale: feeds.some(({ feed }) => feed.state === 'stale'),
    error: errors.length > 0 ? errors.join('; ') : null,
  };
}

const IDS: readonly CalendarId[] = ['calendar', 'primary', 'backup'];

function errorOf(feed: Feed<CalendarReading>): string[] {
  if (feed.state === 'waiting') return ['the calendar has not been read yet'];
  if (feed.state === 'ok') return feed.value.unread === null ? [] : [feed.value.unread];
  return [feed.error.message];
}

/** What runs now and is about nobody: an event with no name in it leaves the call to nobody known. */
function namelessIn(
  feeds: readonly { readonly feed: Feed<CalendarReading> }[],
  { backup_words }: OnCallSpec,
  moment: Moment,
): string[] {
  const running = feeds
    .flatMap(({ feed }) => (feed.state === 'ok' || feed.state === 'stale' ? feed.value.events : []))
    .filter(({ from, to }) => moment.hasCome(from) && !moment.hasCome(to));
  const event = running.find((one) => personOf(one, backup_words).who === '');
  if (!event) return [];
  return [`the calendar names nobody for ${event.summary === '' ? 'an event without a title' : `"${event.summary}"`}`];
}

function turnsIn({ events }: CalendarReading, id: CalendarId, { backup_words }: OnCallSpec): Turn[] {
  return events.flatMap(({ from, to, ...event }) => {
    const { who, backup } = personOf(event, backup_words);
    if (who === '') return [];
    const role = id === 'backup' || (id === 'calendar' && backup) ? 'backup' : 'primary';
    return [{ from, to, who, role }];
  });
}

type Picked = Pick<OnCall, 'primary' | 'backup' | 'until' | 'next'>;

/**
 * Who has the turn at an instant, when that changes, and who follows. Of several at once the first counts. It stands until
 * the next turn begins or ends.
 */
function pick(turns: readonly Turn[], now: Millis): { readonly value: Picked; readonly until: number } {
  const { primary, backup } = pairAt(turns, now);
  const changes = [...new Set(turns.flatMap(({ from, to }) => [from, to]))]
    .filter((at) => at > now)
    .sort((a, b) => a - b);
  const until = changes.find((at) => pairAt(turns, at).primary !== primary) ?? null;
  const next = until === null ? null : pairAt(turns, until).primary;
  return { value: { primary, backup, until, next }, until: changes[0] ?? Number.POSITIVE_INFINITY };
}

/** The second of two primaries stands in where nobody is named as backup. */
function pairAt(turns: readonly Turn[], at: Millis): Pick<OnCall, 'primary' | 'backup'> {
  const running = turns.filter(({ from, to }) => from <= at && at < to);
  const [first, ...others] = running.filter(({ role }) => role === 'primary');
  const isOther = ({ who }: Turn) => who !== first?.who;
  const second = running.find((turn) => turn.role === 'backup' && isOther(turn)) ?? others.find(isOther);
  return { primary: first?.who ?? null, backup: second?.who ?? null };
}
