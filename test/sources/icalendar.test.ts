import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCalendar } from '../../src/sources/icalendar.ts';
import { type Millis, millis } from '../../src/units.ts';

const calendarOf = (...parts: readonly string[]): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test//EN', ...parts, 'END:VCALENDAR', '']
    .join('\n')
    .replaceAll('\n', '\r\n');
const event = (...lines: readonly string[]): string => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'].join('\n');

const at = (text: string): Millis => millis(Date.parse(text));
const WINDOW = { from: at('2026-03-20T00:00Z'), to: at('2026-04-20T00:00Z') };

/** Each event as "from/to summary", in UTC and without seconds. */
function read(text: string, window: Parameters<typeof readCalendar>[1] = WINDOW): string[] {
  const outcome = readCalendar(text, window);
  if (!outcome.ok) return [outcome.error.message];
  const minute = (time: Millis) => new Date(time).toISOString().slice(0, 16);
  const { events, unread } = outcome.value;
  return [
    ...events.map(({ from, to, summary }) => `${minute(from)}/${minute(to)} ${summary}`),
    ...(unread ? [unread] : []),
  ];
}

// Berlin's rules under a name no machine knows, as Outlook writes them.
const CUSTOM_ZONE = `BEGIN:VTIMEZONE
TZID:Custom Berlin
BEGIN:STANDARD
DTSTART:16011028T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010325T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE`;

const weekly = (zone: string, ...more: readonly string[]): string =>
  event(
    'UID:series',
    `DTSTART;TZID=${zone}:20260302T090000`,
    `DTEND;TZID=${zone}:20260309T090000`,
    'RRULE:FREQ=WEEKLY;BYDAY=MO',
    'SUMMARY:Alice',
    ...more,
  );

describe('a weekly shift is handed over at the same time of day, whatever the clocks do', () => {
  // The clocks went forward on 29 March 2026.
  const shifts = [
    '2026-03-16T08:00/2026-03-23T08:00 Alice',
    '2026-03-23T08:00/2026-03-30T07:00 Alice',
    '2026-03-30T07:00/2026-04-06T07:00 Alice',
    '2026-04-06T07:00/2026-04-13T07:00 Alice',
    '2026-04-13T07:00/2026-04-20T07:00 Alice',
  ];
  test.each([
    ['in an IANA zone that the calendar does not define', calendarOf(weekly('Europe/Berlin'))],
    ['in a zone the calendar defines itself', calendarOf(CUSTOM_ZONE, weekly('Custom Berlin'))],
    [
      'in a zone of Windows',
      calendarOf(CUSTOM_ZONE.replace('Custom Berlin', 'W. Europe Standard Time'), weekly('W. Europe Standard Time')),
    ],
    [
      'without a zone, in that of the calendar',
      calendarOf('X-WR-TIMEZONE:Europe/Berlin', weekly('x').replaceAll(';TZID=x', '')),
    ],
  ])('%s', (_, text) => {
    expect(read(text)).toEqual(shifts);
  });

  test('also when the first week is the one in which they change', () => {
    const text = calendarOf(weekly('Europe/Berlin').replace('20260302', '20260323').replace('20260309', '20260330'));
    expect(read(text)).toEqual(shifts.slice(1));
  });
});

describe('single occurrences', () => {
  const changed = (...lines: readonly string[]) => event('UID:series', ...lines);
  const MONDAY = 'RECURRENCE-ID;TZID=Europe/Berlin:20260330T090000';
  const others = [
    '2026-03-16T08:00/2026-03-23T08:00 Alice',
    '2026-03-23T08:00/2026-03-30T07:00 Alice',
    '2026-04-06T07:00/2026-04-13T07:00 Alice',
    '2026-04-13T07:00/2026-04-20T07:00 Alice',
  ];
  const BOB = ['DTSTART;TZID=Europe/Berlin:20260331T100000', 'DTEND;TZID=Europe/Berlin:20260406T090000', 'SUMMARY:Bob'];
  const bob = '2026-03-31T08:00/2026-04-06T07:00 Bob';

  test.each([
    [
      'are left out by EXDATE',
      calendarOf(weekly('Europe/Berlin', 'EXDATE;TZID=Europe/Berlin:20260330T090000')),
      others,
    ],
    ['are left out by EXDATE in UTC', calendarOf(weekly('Europe/Berlin', 'EXDATE:20260330T070000Z')), others],
    ['are left out by EXDATE as a date', calendarOf(weekly('Europe/Berlin', 'EXDATE;VALUE=DATE:20260330')), others],
    ['are changed by an override', calendarOf(weekly('Europe/Berlin'), changed(MONDAY, ...BOB)), [...others, bob]],
    [
      'are changed by one that comes first',
      calendarOf(changed(MONDAY, ...BOB), weekly('Europe/Berlin')),
      [...others, bob],
    ],
    [
      'are changed by one in UTC',
      calendarOf(weekly('Europe/Berlin'), changed('RECURRENCE-ID:20260330T070000Z', ...BOB)),
      [...others, bob],
    ],
    [
      'are moved into the time looked at',
      calendarOf(
        weekly('Europe/Berlin', 'EXDATE;TZID=Europe/Berlin:20260330T090000'),
        changed('RECURRENCE-ID;TZID=Europe/Berlin:20260907T090000', ...BOB),
      ),
      [...others, bob],
    ],
    [
      'are moved out of it',
      calendarOf(
        weekly('Europe/Berlin'),
        changed(MONDAY, 'DTSTART:20260901T100000Z', 'DTEND:20260902T100000Z', 'SUMMARY:Bob'),
      ),
      others,
    ],
    ['are cancelled', calendarOf(weekly('Europe/Berlin'), changed(MONDAY, ...BOB, 'STATUS:CANCELLED')), others],
    [
      'of another series stay as they are',
      calendarOf(weekly('Europe/Berlin', 'EXDATE:20260330T070000Z'), event('UID:other', MONDAY, ...BOB)),
      [...others, bob],
    ],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  test('from one on, all follow a change that says so', () => {
    const text = calendarOf(
      weekly('Europe/Berlin'),
      changed(
        'RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20260330T090000',
        'DTSTART;TZID=Europe/Berlin:20260330T100000',
        'DTEND;TZID=Europe/Berlin:20260406T100000',
        'SUMMARY:Bob',
      ),
    );
    expect(read(text).sort()).toEqual([
      '2026-03-16T08:00/2026-03-23T08:00 Alice',
      '2026-03-23T08:00/2026-03-30T07:00 Alice',
      '2026-03-30T08:00/2026-04-06T08:00 Bob',
      '2026-04-06T08:00/2026-04-13T08:00 Bob',
      '2026-04-13T08:00/2026-04-20T08:00 Bob',
    ]);
  });
});

describe('the forms that exports take', () => {
  test.each([
    [
      'PagerDuty: UTC, a typed DTSTART, a bare attendee, a folded summary',
      calendarOf(
        event(
          'DTEND;VALUE=DATE-TIME:20260330T080000Z',
          'DTSTART;VALUE=DATE-TIME:20260323T080000Z',
          'ATTENDEE:jane@example.com',
          'UID:Q3DNWZL0W9JV04',
          'URL:https://example.pagerduty.com/schedules#PFWMMZA',
          'SUMMARY:On Call - Jane Doe - Team',
          '  Alpha',
        ),
      ).replace('PRODID:', 'PRODID;X-RICAL-TZSOURCE=TZINFO:'),
      ['2026-03-23T08:00/2026-03-30T08:00 On Call - Jane Doe - Team Alpha'],
    ],
    [
      'whole days, in the zone of the calendar, until the day before DTEND',
      calendarOf(
        'X-WR-TIMEZONE:America/New_York',
        event('UID:1', 'DTSTART;VALUE=DATE:20260323', 'DTEND;VALUE=DATE:20260330', 'SUMMARY:Bob'),
      ),
      ['2026-03-23T04:00/2026-03-30T04:00 Bob'],
    ],
    [
      'a whole day without an end',
      calendarOf(event('UID:1', 'DTSTART;VALUE=DATE:20260323', 'SUMMARY:Bob')),
      ['2026-03-23T00:00/2026-03-24T00:00 Bob'],
    ],
    [
      'a duration',
      calendarOf(event('UID:1', 'DTSTART:20260323T080000Z', 'DURATION:P1W', 'SUMMARY:Bob')),
      ['2026-03-23T08:00/2026-03-30T08:00 Bob'],
    ],
    [
      'a rule with an end in UTC and a further date',
      calendarOf(
        event(
          'UID:1',
          'DTSTART;TZID=Europe/Paris:20260319T090000',
          'DTEND;TZID=Europe/Paris:20260319T170000',
          'RRULE:FREQ=DAILY;UNTIL=20260321T080000Z',
          'RDATE;TZID=Europe/Paris:20260401T090000',
          'SUMMARY:Bob',
        ),
      ),
      [
        '2026-03-20T08:00/2026-03-20T16:00 Bob',
        '2026-03-21T08:00/2026-03-21T16:00 Bob',
        '2026-04-01T07:00/2026-04-01T15:00 Bob',
      ],
    ],
    [
      'escapes, and text in a language',
      calendarOf(
        event(
          'UID:1',
          'DTSTART:20260323T080000Z',
          'DTEND:20260324T080000Z',
          'SUMMARY;LANGUAGE=fr:Bob\\, Zoé\\; \\\\o/',
        ),
      ),
      ['2026-03-23T08:00/2026-03-24T08:00 Bob, Zoé; \\o/'],
    ],
    [
      'line feeds alone, a byte order mark and small letters',
      `\uFEFF${calendarOf(event('UID:1', 'DTSTART:20260323T080000Z', 'DTEND:20260324T080000Z', 'SUMMARY:Bob'))
        .replaceAll('\r', '')
        .replace('BEGIN:VCALENDAR', 'begin:vcalendar')}`,
      ['2026-03-23T08:00/2026-03-24T08:00 Bob'],
    ],
    [
      'two events of one id, or of none',
      calendarOf(
        event('DTSTART:20260323T080000Z', 'DTEND:20260324T080000Z', 'SUMMARY:Bob'),
        event('DTSTART:20260324T080000Z', 'DTEND:20260325T080000Z', 'SUMMARY:Zoé'),
      ),
      ['2026-03-23T08:00/2026-03-24T08:00 Bob', '2026-03-24T08:00/2026-03-25T08:00 Zoé'],
    ],
    [
      'a cancelled event',
      calendarOf(event('UID:1', 'DTSTART:20260323T080000Z', 'DTEND:20260324T080000Z', 'STATUS:CANCELLED')),
      [],
    ],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  test.each([
    ['ATTENDEE;CN="Doe, Jane";ROLE=REQ-PARTICIPANT:mailto:jane@example.com', 'Doe, Jane'],
    ['ATTENDEE;CN=jane@example.com:mailto:jane@example.com', 'jane'],
    ['ATTENDEE:jane@example.com', 'jane'],
  ])('an attendee, %s', (line, attendee) => {
    const outcome = readCalendar(calendarOf(event('UID:1', 'DTSTART:20260323T080000Z', 'DURATION:P1D', line)), WINDOW);
    expect(outcome.ok && outcome.value.events[0]?.attendee).toBe(attendee);
  });
});

describe('what cannot be read is said', () => {
  const good = event('UID:2', 'DTSTART:20260323T080000Z', 'DTEND:20260324T080000Z', 'SUMMARY:Bob');
  const bob = '2026-03-23T08:00/2026-03-24T08:00 Bob';
  test.each([
    ['a web page', '<html><title>Sign in</title></html>', ['the calendar cannot be read: it is no iCalendar file']],
    ['nothing', '', ['the calendar cannot be read: it is no iCalendar file']],
    ['half a calendar', calendarOf(good).slice(0, -25), [expect.stringMatching(/^the calendar cannot be read: /)]],
    [
      'a zone nobody knows',
      calendarOf(weekly('Nowhere/Atlantis'), good),
      [bob, 'an event of the calendar cannot be read: the time zone Nowhere/Atlantis is not known'],
    ],
    [
      'a broken date',
      calendarOf(event('UID:1', 'DTSTART:2026-03-23', 'SUMMARY:x'), good),
      [bob, expect.stringMatching(/^an event of the calendar cannot be read: /)],
    ],
    [
      'events without a start',
      calendarOf(event('UID:1', 'SUMMARY:x'), event('UID:3', 'SUMMARY:y'), good),
      [bob, '2 events of the calendar cannot be read: an event has no start'],
    ],
    [
      'more events than anybody can be on call for',
      calendarOf(event('UID:1', 'DTSTART:20260320T080000Z', 'DURATION:PT1M', 'RRULE:FREQ=MINUTELY')),
      ['the calendar cannot be read: more than 1000 events around one time'],
    ],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  test('a rule that never comes true does not hang the room', () => {
    const text = calendarOf(
      event('UID:1', 'DTSTART:20260320T080000Z', 'DURATION:PT1M', 'RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30'),
    );
    expect(read(text)).toEqual(['the calendar cannot be read: it takes too long, perhaps a rule in it has no end']);
  });

  test('whatever is cut out of a calendar or put into it, it is read or refused', () => {
    const text = calendarOf(CUSTOM_ZONE, weekly('Custom Berlin', 'EXDATE;TZID=Custom Berlin:20260330T090000'), good);
    fc.assert(
      fc.property(
        fc.nat(text.length),
        fc.nat(40),
        fc.string({ maxLength: 20, unit: 'grapheme' }),
        (from, length, put) => {
          const outcome = readCalendar(text.slice(0, from) + put + text.slice(from + length), WINDOW);
          const fine = outcome.ok
            ? outcome.value.events.every((e) => e.from < e.to && e.to > WINDOW.from && e.from < WINDOW.to)
            : outcome.error.message.startsWith('the calendar cannot be read');
          expect(fine).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });
});
