import ICAL from 'ical.js';
import { type Millis, millis } from '../../units.ts';
import { asUtc, instantOfWall, wallTime } from '../../zoned.ts';
import { failed, type Outcome, type SourceError, succeeded } from '../error.ts';
import { quote } from '../text.ts';
import { attendeeOf } from './icalendar-people.ts';
import { inSteps, TooManySteps } from './icalendar-steps.ts';
import { calendarText } from './icalendar-text.ts';
import type { CalendarEvent, CalendarReading } from './types.ts';
import { windowsZoneNamed, zoneNamed } from './zone-names.ts';

/** No calendar of shifts needs more: an event of every hour for twenty years takes most of them. */
const MOST_STEPS = 500_000;
/** Events around one instant. */
const MOST_EVENTS = 1000;
const LONGEST_SUMMARY = 200;

export interface CalendarWindow {
  readonly from: Millis;
  readonly to: Millis;
  /** For events without a zone and whole days, before the calendar's own word. */
  readonly timeZone?: string | undefined;
}

/** Reads the events of an iCalendar stream (RFC 5545) that overlap a window. */
export function readCalendar(content: Uint8Array, window: CalendarWindow): Outcome<CalendarReading> {
  try {
    const text = calendarText(content).replace(/^\uFEFF/, '');
    if (!/^\s*BEGIN:VCALENDAR/i.test(text)) return failed(unreadable('it is not an iCalendar file'));
    return inSteps(MOST_STEPS, () => readAll(text, window));
  } catch (error) {
    return failed(
      unreadable(error instanceof TooManySteps ? 'a recurrence rule in it seems never to end' : wordsOf(error)),
    );
  }
}

const wordsOf = (error: unknown): string => (error instanceof Error ? quote(error.message) : 'unknown reason');

const unreadable = (why: string): SourceError => ({
  kind: 'bad-body',
  message: `the calendar cannot be read: ${why}`,
  hint: 'Check that it is a complete iCalendar export (.ics).',
});

function readAll(text: string, window: CalendarWindow): Outcome<CalendarReading> {
  const parsed: unknown[] = ICAL.parse(text);
  const calendars = (Array.isArray(parsed[0]) ? parsed : [parsed]) as unknown[][];
  const events: CalendarEvent[] = [];
  const problems: string[] = [];
  for (const { series, timeZone } of seriesOf(calendars, window)) {
    try {
      for (const event of occurrences(series, window, timeZone)) {
        if (events.push(event) > MOST_EVENTS)
          return failed(unreadable(`more than ${MOST_EVENTS} events around one time`));
      }
    } catch (error) {
      if (error instanceof TooManySteps) throw error;
      problems.push(wordsOf(error));
    }
  }
  const [first] = problems;
  const count = problems.length === 1 ? 'an event' : `${problems.length} events`;
  const unread = first === undefined ? null : `${count} of the calendar cannot be read: ${first}`;
  return succeeded({ events, unread });
}

/** The series of all calendars, each with the zone of what has none of its own. */
function* seriesOf(calendars: readonly unknown[][], window: CalendarWindow) {
  for (const jcal of calendars) {
    const calendar = new Calendar(jcal);
    const timeZone = window.timeZone ?? calendar.ownZone ?? 'UTC';
    for (const series of calendar.series()) yield { series, timeZone };
  }
}

/** An event and what was changed of single occurrences of it. */
interface Series {
  readonly event: ICAL.Event;
  readonly exceptions: readonly ICAL.Component[];
}

/** A calendar that knows every IANA zone, also those it does not define itself. */
class Calendar extends ICAL.Component {
  constructor(jcal: unknown[]) {
    super(jcal as [string, unknown[], unknown[]]);
  }

  /** Not of the standard, but everywhere: the zone the calendar is shown in. */
  get ownZone(): string | undefined {
    const name = String(this.getFirstPropertyValue('x-wr-timezone') ?? '');
    return zoneNamed(name) ?? windowsZoneNamed(name);
  }

  /**
   * Our zones first: those defined in a calendar are often cut short. But EST may have a summer in the calendar, and a name
   * of Windows more than one meaning. Of one nobody knows it is null, despite its type.
   */
  override getTimeZoneByID(id: string): ICAL.Timezone {
    const place = id.includes('/') ? zoneNamed(id) : this.#located(id);
    if (place !== undefined) return new IanaZone(place);
    const name = zoneNamed(id) ?? windowsZoneNamed(id);
    return super.getTimeZoneByID(id) ?? (name === undefined ? null : new IanaZone(name));
  }

  /** Where a zone of the calendar's own says that it is one of the world. */
  #located(id: string): string | undefined {
    const zone = this.getAllSubcomponents('vtimezone').find((one) => one.getFirstPropertyValue('tzid') === id);
    return zoneNamed(String(zone?.getFirstPropertyValue('x-lic-location') ?? ''));
  }

  /** In the order of the calendar; an exception whose event is missing stands alone. */
  series(): Series[] {
    const all = this.getAllSubcomponents('vevent').filter((event) => !isCancelled(event) || isException(event));
    const byId = Map.groupBy(all.filter(isException), uidOf);
    const events = all.filter((event) => !isException(event));
    const known = new Set(events.map(uidOf));
    const alone = all.filter((event) => isException(event) && !isCancelled(event) && !known.has(uidOf(event)));
    return all.flatMap((component) => {
      if (alone.includes(component)) return [{ event: new ICAL.Event(component), exceptions: [] }];
      if (isException(component)) return [];
      const exceptions = byId.get(uidOf(component)) ?? [];
      return [{ event: new ICAL.Event(component, { exceptions: [...exceptions] }), exceptions }];
    });
  }
}

const uidOf = (event: ICAL.Component): string => String(event.getFirstPropertyValue('uid') ?? '');
const isException = (event: ICAL.Component): boolean => event.hasProperty('recurrence-id');
const isCancelled = (event: ICAL.Component): boolean => event.getFirstPropertyValue('status') === 'CANCELLED';

/** A zone of this machine's own tables. */
class IanaZone extends ICAL.Timezone {
  constructor(tzid: string) {
    super({ tzid });
  }

  override utcOffset(time: ICAL.Time): number {
    const wall = wallOf(time);
    return (asUtc(wall) - instantOfWall(wall, this.tzid)) / 1000;
  }
}

const wallOf = ({ year, month, day, hour, minute, second }: ICAL.Time) => ({ year, month, day, hour, minute, second });

/** All occurrences of one event that overlap the window. */
function* occurrences(series: Series, window: CalendarWindow, timeZone: string): Generator<CalendarEvent> {
  const { event, exceptions } = series;
  for (const { component } of [event, ...exceptions.map((one) => ({ component: one }))]) requireTimes(component);
  if (!event.startDate) throw new Error('an event has no start');
  if (!event.isRecurring() || event.isRecurrenceException()) {
    yield* within(single(event, timeZone), window);
    return;
  }
  const changed = exceptions.map((component) => new ICAL.Event(component));
  const direct = new Set(changed.map(({ recurrenceId }) => recurrenceId.toUnixTime()));
  // Told without a zone, which takes long: the zones of the world lie within a day of each other.
  const early = window.from - TWO_DAYS - longest(event, changed);
  const times = event.iterator();
  for (let next = times.next(); next; next = times.next()) {
    if (asUtc(wallOf(next)) < early) continue;
    if (instantOf(next, timeZone) > window.to) break;
    if (direct.has(next.toUnixTime())) continue;
    const { item, startDate } = event.getOccurrenceDetails(next);
    if (isCancelled(item.component)) continue;
    yield* within(occurrence(item, startDate, timeZone), window);
  }
  for (const one of changed) if (!isCancelled(one.component)) yield* within(single(one, timeZone), window);
}

const TWO_DAYS = 2 * 86_400_000;

const longest = (event: ICAL.Event, changed: readonly ICAL.Event[]): number =>
  Math.max(...[event, ...changed].map(({ startDate, endDate }) => asUtc(wallOf(endDate)) - asUtc(wallOf(startDate))));

const single = (event: ICAL.Event, timeZone: string): CalendarEvent => occurrence(event, event.startDate, timeZone);

/**
 * One occurrence. It is as long on the wall as the event itself: a shift from Monday 9:00 to Monday 9:00 stays one when
 * the clocks change in between.
 */
function occurrence(event: ICAL.Event, start: ICAL.Time, timeZone: string): CalendarEvent {
  const { startDate, endDate } = event;
  const from = instantOf(start, timeZone);
  const sameZone = startDate.zone.tzid === endDate.zone.tzid;
  const to = sameZone
    ? instantOfTime(asUtc(wallOf(start)) + asUtc(wallOf(endDate)) - asUtc(wallOf(startDate)), start, timeZone)
    : millis(from + instantOf(endDate, timeZone) - instantOf(startDate, timeZone));
  const summary = textOf(event.summary);
  const { attendee, named } = attendeeOf(event, summary);
  return { from, to, summary, attendee: textOf(attendee), ...(named && { named }) };
}

function* within(event: CalendarEvent, { from, to }: CalendarWindow): Generator<CalendarEvent> {
  if (event.from < event.to && event.to > from && event.from < to) yield event;
}

/** The library reads a value only when it is asked for. */
function isReadable(property: ICAL.Property): boolean {
  try {
    return property.getValues().length > 0;
  } catch {
    return false;
  }
}

/** @throws Error when a time cannot be read, or stands in a zone nobody knows, and would be taken for another time */
function requireTimes(component: ICAL.Component): void {
  for (const property of ['dtstart', 'dtend', 'exdate', 'rdate'].flatMap((name) => component.getAllProperties(name))) {
    const zone = property.getParameter('tzid');
    if (zone !== undefined && !component.getTimeZoneByID(String(zone)))
      throw new Error(`the time zone ${String(zone)} is not known`);
    if (!isReadable(property)) throw new Error(`its ${property.name.toUpperCase()} has no readable time`);
  }
}

/** Whole days and times without a zone are read in the calendar's. */
function instantOf(time: ICAL.Time, timeZone: string): Millis {
  if (time.isDate || time.zone === ICAL.Timezone.localTimezone) return instantOfWall(wallOf(time), timeZone);
  return millis(time.toUnixTime() * 1000);
}

/** The same for a wall time told as UTC, in the zone of `like`. */
function instantOfTime(wall: number, like: ICAL.Time, timeZone: string): Millis {
  const time = ICAL.Time.fromData(wallTime(millis(wall), 'UTC'), like.zone);
  time.isDate = like.isDate;
  return instantOf(time, timeZone);
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.slice(0, LONGEST_SUMMARY).trim() : '');
