import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { personOf } from '../../../src/room/on-call/names.ts';
import { readCalendar } from '../../../src/sources/calendar/icalendar.ts';
import { type Millis, millis } from '../../../src/units.ts';

const calendarOf = (...parts: readonly string[]): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test//EN', ...parts, 'END:VCALENDAR', '']
    .join('\n')
    .replaceAll('\n', '\r\n');
const event = (...lines: readonly string[]): string => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'].join('\n');

const at = (text: string): Millis => millis(Date.parse(text));
const WINDOW = { from: at('2026-03-20T00:00Z'), to: at('2026-04-20T00:00Z') };

/** Each event as "from/to summary", in UTC and without seconds. */
function read(text: string, window: Parameters<typeof readCalendar>[1] = WINDOW): string[] {
  const outcome = readCalendar(Buffer.from(text), window);
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
    const outcome = readCalendar(
      Buffer.from(calendarOf(event('UID:1', 'DTSTART:20260323T080000Z', 'DURATION:P1D', line))),
      WINDOW,
    );
    expect(outcome.ok && outcome.value.events[0]?.attendee).toBe(attendee);
  });
});

describe('a zone is known by the name that programs give it', () => {
  const shift = (zone: string, ...definitions: readonly string[]) =>
    read(calendarOf(...definitions, weekly(zone).replaceAll(';TZID=x', '')))[1];
  const BERLIN = '2026-03-23T08:00/2026-03-30T07:00 Alice';
  test.each([
    ['Exchange, without a definition', 'W. Europe Standard Time', BERLIN],
    ['Exchange, the second of a name', 'W. Europe Standard Time 1', BERLIN],
    ['in quotes', '"Europe/Berlin"', BERLIN],
    ['Mozilla', '/mozilla.org/20050126_1/Europe/Berlin', BERLIN],
    ['Evolution', '/freeassociation.sourceforge.net/Tzfile/Europe/Berlin', BERLIN],
    ['Outlook, of three countries', 'Romance Standard Time', BERLIN],
    ['in another case', 'europe/berlin', BERLIN],
    ['US', 'Eastern Standard Time', '2026-03-23T13:00/2026-03-30T13:00 Alice'],
    ['an offset', 'GMT+0200', '2026-03-23T07:00/2026-03-30T07:00 Alice'],
    ['Outlook, UTC', 'tzone://Microsoft/Utc', '2026-03-23T09:00/2026-03-30T09:00 Alice'],
    ['UTC in words', 'Coordinated Universal Time', '2026-03-23T09:00/2026-03-30T09:00 Alice'],
  ])('%s', (_, zone, expected) => {
    expect(shift(/[:;,]/.test(zone) ? `"${zone}"` : zone)).toBe(expected);
  });

  test('and else by the definition, or the place named in it', () => {
    expect(shift('EST', CUSTOM_ZONE.replace('Custom Berlin', 'EST'))).toBe(BERLIN);
    const fixed = CUSTOM_ZONE.replace('TZID:Custom Berlin', 'TZID:Here\nX-LIC-LOCATION:America/New_York');
    expect(shift('Here', fixed)).toBe('2026-03-23T13:00/2026-03-30T13:00 Alice');
  });

  test('also where the calendar alone has one', () => {
    const text = calendarOf('X-WR-TIMEZONE:W. Europe Standard Time', weekly('x').replaceAll(';TZID=x', ''));
    expect(read(text)[1]).toBe(BERLIN);
  });

  test('and an exception in one nobody knows is said, not passed over', () => {
    const text = calendarOf(weekly('Europe/Berlin', 'EXDATE;TZID=Nowhere:20260330T090000'));
    expect(read(text)).toEqual(['an event of the calendar cannot be read: the time zone Nowhere is not known']);
  });
});

describe('the bytes of a calendar', () => {
  const text = calendarOf(event('UID:1', 'DTSTART:20260323T080000Z', 'DURATION:P1D', 'SUMMARY:Jürgen Müller 👩‍🚒 山'));
  const summary = (bytes: Uint8Array) => {
    const outcome = readCalendar(bytes, WINDOW);
    return outcome.ok ? outcome.value.events[0]?.summary : outcome.error.message;
  };
  const WHOLE = 'Jürgen Müller 👩‍🚒 山';

  test('are folded anywhere, also inside a letter', () => {
    const bytes = Buffer.from(text);
    const [from, to] = [bytes.indexOf('SUMMARY') + 1, bytes.indexOf('\r\nEND:VEVENT')];
    for (const fold of ['\r\n ', '\n\t'])
      for (let at = from; at <= to; at++)
        expect(summary(Buffer.concat([bytes.subarray(0, at), Buffer.from(fold), bytes.subarray(at)]))).toBe(WHOLE);
    const each = [...bytes.subarray(from, to)].flatMap((byte) => [byte, 13, 10, 32]);
    expect(summary(Buffer.concat([bytes.subarray(0, from), Buffer.from(each), bytes.subarray(to)]))).toBe(WHOLE);
  });

  test.each([
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${text}`), WHOLE],
    ['UTF-16 with a mark', Buffer.from(`\uFEFF${text}`, 'utf16le'), WHOLE],
    ['UTF-16 without', Buffer.from(text, 'utf16le'), WHOLE],
    ['Windows-1252, beside a line that is UTF-8', Buffer.from(text.replace(WHOLE, 'Zo\xe9'), 'latin1'), 'Zoé'],
  ])('are %s', (_, bytes, expected) => {
    expect(summary(bytes)).toBe(expected);
  });
});

describe('the person of an event', () => {
  const person = (...lines: readonly string[]) => {
    const text = calendarOf(event('UID:1', 'DTSTART:20260323T080000Z', 'DURATION:P1D', ...lines));
    const outcome = readCalendar(Buffer.from(text), WINDOW);
    const [found] = outcome.ok ? outcome.value.events : [];
    return found && personOf(found, ['backup']).who;
  };
  const JANE = 'ATTENDEE;CN=Jane Doe:mailto:jane@example.com';
  const BOB = 'ATTENDEE;CN=Bob:mailto:bob@example.com';
  test.each([
    ['is the attendee where the summary names the event', ['SUMMARY:Holiday cover', JANE], 'Jane Doe'],
    ['also where it could be a name', ['SUMMARY:Christmas Market', JANE], 'Jane Doe'],
    ['by an address alone', ['SUMMARY:Holiday cover', 'ATTENDEE:mailto:jane.doe@example.com'], 'jane.doe'],
    ['is whom the summary names, of several', ['SUMMARY:Bob is on call', JANE, BOB], 'Bob'],
    ['wherever it does', ['SUMMARY:Payments - Bob', JANE, BOB], 'Bob'],
    ['is the first of several else', ['SUMMARY:Holiday cover', JANE, BOB], 'Jane Doe'],
    ['is nobody who declined', ['SUMMARY:Holiday cover', JANE.replace(';', ';PARTSTAT=DECLINED;'), BOB], 'Bob'],
    ['is no room', ['SUMMARY:Holiday cover', 'ATTENDEE;CUTYPE=ROOM;CN=Room 1:mailto:r@example.com', BOB], 'Bob'],
    [
      'is whoever made the event, where nobody is named',
      ['SUMMARY:Holiday cover', 'ORGANIZER;CN=Zoé:mailto:z@x.y'],
      'Zoé',
    ],
    ['but not where the summary names somebody', ['SUMMARY:Alice', 'ORGANIZER;CN=Boss:mailto:z@x.y'], 'Alice'],
    ['who made it for others, by the summary', ['SUMMARY:Zoé', 'ORGANIZER;CN=Zoé:mailto:z@x.y', BOB], 'Zoé'],
    ['is no calendar of Google', ['SUMMARY:Alice', 'ORGANIZER;CN=Rota:mailto:abc@group.calendar.google.com'], 'Alice'],
    ['PagerDuty', ['SUMMARY:On Call - Jane Doe - Team Alpha', 'ATTENDEE:jane@example.com'], 'Jane Doe'],
    ['Opsgenie', ['SUMMARY:jane.doe@example.com', 'ORGANIZER;CN=Opsgenie:mailto:opsgenie@opsgenie.net'], 'jane.doe'],
    ['Outlook, with no address', ['SUMMARY:On call', 'ATTENDEE;CN="Doe, Jane":invalid:nomail'], 'Doe, Jane'],
  ])('%s', (_, lines, who) => {
    expect(person(...lines)).toBe(who);
  });
});

describe('a zone whose name has a colon', () => {
  const inZone = (zone: string) =>
    read(
      calendarOf(event(`DTSTART;TZID=${zone}:20260323T090000`, `DTEND;TZID=${zone}:20260324T090000`, 'SUMMARY:Bob')),
    );
  const unknown = (zone: string) => [`an event of the calendar cannot be read: the time zone ${zone} is not known`];
  const BERLIN = '(UTC+01:00) Amsterdam, Berlin';

  test.each([
    ['GMT+01:00', ['2026-03-23T08:00/2026-03-24T08:00 Bob']],
    ['UTC-05:30', ['2026-03-23T14:30/2026-03-24T14:30 Bob']],
    ['"GMT+01:00"', ['2026-03-23T08:00/2026-03-24T08:00 Bob']],
    ['GMT+01:00;VALUE=DATE-TIME', ['2026-03-23T08:00/2026-03-24T08:00 Bob']],
    ['tzone://Microsoft/Utc', ['2026-03-23T09:00/2026-03-24T09:00 Bob']],
    ['tzone://Microsoft/Custom', unknown('tzone://Microsoft/Custom')],
    [BERLIN, unknown(BERLIN)],
    [`"${BERLIN}"`, unknown(BERLIN)],
  ])('is read as it is meant, with or without quotes: %s', (zone, expected) => {
    expect(inZone(zone)).toEqual(expected);
  });

  test('is that of the calendar where it defines one', () => {
    const zone = 'tzone://Microsoft/Custom';
    const text = calendarOf(CUSTOM_ZONE.replace('Custom Berlin', zone), weekly(zone));
    expect(read(text)[0]).toBe('2026-03-16T08:00/2026-03-23T08:00 Alice');
  });
});

describe('what cannot be read is said', () => {
  const good = event('UID:2', 'DTSTART:20260323T080000Z', 'DTEND:20260324T080000Z', 'SUMMARY:Bob');
  const bob = '2026-03-23T08:00/2026-03-24T08:00 Bob';
  test.each([
    ['a web page', '<html><title>Sign in</title></html>', ['the calendar cannot be read: it is not an iCalendar file']],
    ['nothing', '', ['the calendar cannot be read: it is not an iCalendar file']],
    ['half a calendar', calendarOf(good).slice(0, -25), [expect.stringMatching(/^the calendar cannot be read: /)]],
    [
      'a zone nobody knows',
      calendarOf(weekly('Nowhere/Atlantis'), good),
      [bob, 'an event of the calendar cannot be read: the time zone Nowhere/Atlantis is not known'],
    ],
    [
      'a broken date',
      calendarOf(event('UID:1', 'DTSTART:2026-03-23', 'SUMMARY:x'), good),
      [bob, 'an event of the calendar cannot be read: its DTSTART has no readable time'],
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

  test.each([
    ['a day that never comes', 'DURATION:PT1M', 'RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30'],
    ['a step without end', 'DURATION:PT1M', 'RRULE:FREQ=DAILY;INTERVAL=2147483647'],
    ['a length without end', 'DURATION:P999999999999D', 'CLASS:PUBLIC'],
  ])('a rule with %s ends by the work it makes, however busy the machine', (_, ...lines) => {
    const text = calendarOf(event('UID:1', 'DTSTART:20260320T080000Z', ...lines));
    expect(read(text)).toEqual(['the calendar cannot be read: a recurrence rule in it seems never to end']);
    expect(read(calendarOf(good))).toEqual([bob]);
  });

  test('whatever is cut out of a calendar or put into it, it is read or refused', () => {
    const text = calendarOf(CUSTOM_ZONE, weekly('Custom Berlin', 'EXDATE;TZID=Custom Berlin:20260330T090000'), good);
    fc.assert(
      fc.property(
        fc.nat(text.length),
        fc.nat(40),
        fc.string({ maxLength: 20, unit: 'grapheme' }),
        (from, length, put) => {
          const outcome = readCalendar(Buffer.from(text.slice(0, from) + put + text.slice(from + length)), WINDOW);
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
