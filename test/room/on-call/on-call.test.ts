import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { History } from '../../../src/frames/history.ts';
import { onCall } from '../../../src/profile/schema/on-call.ts';
import { Moment } from '../../../src/room/moment.ts';
import { personOf } from '../../../src/room/on-call/names.ts';
import { onCallOf } from '../../../src/room/on-call/on-call.ts';
import type { CalendarEvent, CalendarId, CalendarReading } from '../../../src/sources/calendar/types.ts';
import { failed, type Outcome, succeeded } from '../../../src/sources/error.ts';
import { type Millis, millis } from '../../../src/units.ts';
import { wallTime } from '../../../src/zoned.ts';
import { frameAt, planOf } from '../observe.ts';

const at = (text: string): Millis => millis(Date.parse(text));
const minute = (time: Millis | null | undefined) => (time == null ? time : new Date(time).toISOString().slice(0, 16));

describe('a rotation', () => {
  const rotation = (fields: Record<string, unknown> = {}) => ({
    rotation: {
      start: '2026-01-05',
      time_zone: 'Europe/Paris',
      people: ['Alice', 'Bob', 'Charlie'],
      backup: 'next',
      ...fields,
    },
  });
  const who = (time: string, fields?: Record<string, unknown>) => {
    const plan = planOf({ on_call: rotation(fields) });
    const found = onCallOf(plan.profile, new History(plan), new Moment(at(time)));
    return found && [found.primary, found.backup, minute(found.until), found.next];
  };

  test.each([
    ['nobody before it begins', '2026-01-05T07:59Z', [null, null, '2026-01-05T08:00', 'Alice']],
    ['the first at the first handoff', '2026-01-05T08:00Z', ['Alice', 'Bob', '2026-01-12T08:00', 'Bob']],
    ['the first to the last second', '2026-01-12T07:59:59.999Z', ['Alice', 'Bob', '2026-01-12T08:00', 'Bob']],
    ['the next from then on', '2026-01-12T08:00Z', ['Bob', 'Charlie', '2026-01-19T08:00', 'Charlie']],
    ['the first again after the last', '2026-01-26T08:00Z', ['Alice', 'Bob', '2026-02-02T08:00', 'Bob']],
    ['nobody years before', '1999-01-01T00:00Z', [null, null, null, null]],
  ])('%s', (_, time, expected) => {
    expect(who(time)).toEqual(expected);
  });

  test('hands over at the same time of day when the clocks change', () => {
    expect(who('2026-03-27T12:00Z')?.[2]).toBe('2026-03-30T07:00');
    expect(who('2026-10-23T12:00Z')?.[2]).toBe('2026-10-26T08:00');
  });

  test('at a time that is skipped, hands over when the clocks have gone on; at one shown twice, the first time', () => {
    expect(who('2026-03-28T12:00Z', { handoff: 'sunday 02:30' })?.[2]).toBe('2026-03-29T01:30');
    expect(who('2026-10-24T12:00Z', { handoff: 'Sunday 02:30' })?.[2]).toBe('2026-10-25T00:30');
  });

  test('begins at the first handoff after its start, lasts as many weeks as asked, and has backups of its own', () => {
    const own = { handoff: 'wednesday 10:30', weeks: 2, backup: ['Zoé', 'Alice'] };
    expect(who('2026-01-07T09:29Z', own)?.[0]).toBeNull();
    expect(who('2026-01-07T09:30Z', own)).toEqual(['Alice', 'Zoé', '2026-01-21T09:30', 'Bob']);
    expect(who('2026-01-21T09:30Z', own)?.slice(0, 2)).toEqual(['Bob', 'Alice']);
  });

  test('has no backup without being asked for one, nor is anybody their own', () => {
    expect(who('2026-01-06T00:00Z', { backup: undefined })?.slice(0, 2)).toEqual(['Alice', null]);
    expect(who('2026-01-06T00:00Z', { people: ['Alice'] })?.slice(0, 2)).toEqual(['Alice', null]);
  });

  test('over years and anywhere, exactly one has the turn, in order, and hands over at the time agreed', () => {
    const zones = fc.constantFrom(
      'UTC',
      'Europe/Paris',
      'America/New_York',
      'Asia/Kolkata',
      'Pacific/Kiritimati',
      'Pacific/Pago_Pago',
    );
    const people = fc.uniqueArray(fc.constantFrom('Alice', 'Bob', 'Charlie', 'Dan', 'Eve').map(String), {
      minLength: 2,
    });
    const from = at('2026-01-14T00:00Z');
    fc.assert(
      fc.property(
        zones,
        people,
        fc.integer({ min: 1, max: 3 }),
        fc.nat(4 * 365 * 24 * 60),
        (time_zone, names, weeks, minutes) => {
          const plan = planOf({
            on_call: rotation({ time_zone, people: names, weeks, backup: 'next', handoff: 'monday 09:00' }),
          });
          const look = (time: Millis) => onCallOf(plan.profile, new History(plan), new Moment(time));
          const now = look(millis(from + minutes * 60_000));
          const until = now?.until ?? millis(0);
          expect(wallTime(until, time_zone)).toMatchObject({ hour: 9, minute: 0, second: 0 });
          const place = names.indexOf(now?.primary ?? '');
          expect(place).toBeGreaterThanOrEqual(0);
          expect(now?.next).toBe(names[(place + 1) % names.length]);
          expect(now?.backup).toBe(now?.next);
          expect(look(until)?.primary).toBe(now?.next);
          expect(look(millis(until - 1))?.primary).toBe(now?.primary);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('calendars', () => {
  const READ = at('2026-03-23T09:00Z');
  const event = (from: string, to: string, summary: string, attendee = ''): CalendarEvent => ({
    from: at(`2026-03-${from}Z`),
    to: at(`2026-03-${to}Z`),
    summary,
    attendee,
  });
  const reading = (...events: CalendarEvent[]): Outcome<CalendarReading> => succeeded({ events, unread: null });
  const look = (
    readings: Partial<Record<CalendarId, Outcome<CalendarReading>>>[],
    ids: readonly CalendarId[] = ['calendar'],
    now = '2026-03-24T12:00Z',
  ) => {
    const plan = planOf({ on_call: Object.fromEntries(ids.map((id) => [id, { file: `${id}.ics` }])) });
    const history = new History(plan);
    for (const [i, calendars] of readings.entries())
      history.extend({ ...frameAt(READ / 1000 + i * 60, {}), calendars });
    return onCallOf(plan.profile, history, new Moment(at(now)));
  };
  const week = (summary: string) => event('23T08:00', '30T08:00', summary);

  test('say who is on call, until when and who follows', () => {
    const found = look([
      { calendar: reading(week('On Call - Jane Doe - Alpha'), event('30T08:00', '31T08:00', 'On Call - Bob - Alpha')) },
    ]);
    expect(found).toMatchObject({
      primary: 'Jane Doe',
      backup: null,
      next: 'Bob',
      source: 'calendar',
      stale: false,
      error: null,
      readAt: READ,
    });
    expect(minute(found?.until)).toBe('2026-03-30T08:00');
  });

  test.each([
    ['by a word for backups, wherever it stands', [week('Backup: Bob'), week('Alice')], ['Alice', 'Bob']],
    ['by their order', [week('Alice'), week('Bob')], ['Alice', 'Bob']],
    ['not one who is on call already', [week('Alice'), week('Alice (backup)')], ['Alice', null]],
    ['a backup alone is no primary', [week('Bob (secondary)')], [null, 'Bob']],
    ['nobody out of hours', [event('24T13:00', '24T18:00', 'Alice')], [null, null]],
  ])('tell the backup: %s', (_, events, expected) => {
    const found = look([{ calendar: reading(...events) }]);
    expect([found?.primary, found?.backup]).toEqual(expected);
  });

  test('of two calendars, the second holds the backups whatever their events say', () => {
    const found = look(
      [{ primary: reading(week('Alice (backup)')), backup: reading(week('Bob')) }],
      ['primary', 'backup'],
    );
    expect([found?.primary, found?.backup]).toEqual(['Alice', 'Bob']);
  });

  test('a shift handed over to the same person goes on', () => {
    const found = look([
      {
        calendar: reading(
          event('24T08:00', '25T08:00', 'Alice'),
          event('25T08:00', '26T08:00', 'Alice'),
          event('26T08:00', '27T08:00', 'Bob'),
        ),
      },
    ]);
    expect([minute(found?.until), found?.next]).toEqual(['2026-03-26T08:00', 'Bob']);
  });

  test('that cannot be read any more still stand, as stale, with the reason; those never read are unknown', () => {
    const gone = failed({ kind: 'unreachable' as const, message: 'no connection to https://cal.example' });
    expect(look([{ calendar: reading(week('Alice')) }, { calendar: gone }])).toMatchObject({
      primary: 'Alice',
      stale: true,
      error: 'no connection to https://cal.example',
      readAt: READ,
    });
    expect(look([{ calendar: gone }])).toMatchObject({
      primary: null,
      stale: false,
      readAt: null,
      error: 'no connection to https://cal.example',
    });
    expect(look([])).toMatchObject({ primary: null, error: 'the calendar has not been read yet' });
  });

  test('of which an event names nobody say so, and put nobody on call', () => {
    const found = look([{ calendar: reading(week('Holiday cover')) }]);
    expect(found).toMatchObject({ primary: null, error: 'the calendar names nobody for "Holiday cover"' });
    expect(look([{ calendar: reading(week('')) }])?.error).toBe(
      'the calendar names nobody for an event without a title',
    );
    expect(look([{ calendar: reading(week('Team offsite'), week('Alice')) }])).toMatchObject({
      primary: 'Alice',
      error: null,
    });
  });

  test('of which part cannot be read say so', () => {
    const partly = succeeded({ events: [week('Alice')], unread: 'an event of the calendar cannot be read: x' });
    expect(look([{ calendar: partly }])).toMatchObject({
      primary: 'Alice',
      error: 'an event of the calendar cannot be read: x',
    });
  });
});

describe('the name in a summary', () => {
  const { backup_words: words } = onCall.parse({ calendar: { file: 'x.ics' } });
  test.each([
    ['On Call - Jane Doe - Alpha Team', 'Jane Doe', false],
    ['On-Call: Jane Doe', 'Jane Doe', false],
    ['[Primary] Alice on call', 'Alice', false],
    ['Alice is on call', 'Alice', false],
    ['Alice (backup)', 'Alice', true],
    ['Backup – Bob', 'Bob', true],
    ['Bob | Secondary on-call', 'Bob', true],
    ['Level 2: Bob', 'Bob', true],
    ['L2 Bob', 'Bob', true],
    ['jane.doe@example.com', 'jane.doe', false],
    ['On call shift', 'zoe', false],
    ['Jean-Paul Sébastien', 'Jean-Paul Sébastien', false],
    ['山田太郎', '山田太郎', false],
    ['Secondaire', 'Secondaire', false],
    ['', 'zoe', false],
  ])('%s is %s', (summary, who, backup) => {
    expect(personOf({ summary, attendee: 'zoe' }, words)).toEqual({ who, backup });
  });

  test.each([
    ['Doe, Jane', 'Doe, Jane'],
    ['Doe, Jane; Ops', 'Doe, Jane'],
    ['On call: Doe, Jane (Ops)', 'Doe, Jane'],
    ['van der Berg, Jan', 'van der Berg, Jan'],
    ['Jane, backup', 'Jane'],
    ['Jane Doe, Payments', 'Jane Doe'],
    ['Holiday cover: Jane', 'Jane'],
    ['Swap: Jane Doe', 'Jane Doe'],
    ['Team Alpha', 'Team Alpha'],
    ['Ops Team_schedule: jane.doe@x.org', 'jane.doe'],
    ['Jane Doe is on-call for Platform: Primary', 'Jane Doe'],
    ['Jane Doe is on call', 'Jane Doe'],
    ['[L1] jane.doe', 'jane.doe'],
    ['Will Free', 'Will Free'],
  ])('is whole, and no more than a name: %s', (summary, who) => {
    expect(personOf({ summary, attendee: '' }, words).who).toBe(who);
  });

  test.each([
    ...[
      'Holiday cover',
      'On-call',
      'on call shift',
      'Busy',
      'busy',
      'swap',
      'On-call swap',
      'Team offsite',
      'Out of office',
    ],
    ...[
      'Public holiday',
      'OOO',
      'Frei',
      'Belegt',
      'TBD',
      'Primary on-call',
      'Level 1 (backup)',
      'Nobody',
      '📟',
      '',
      ' - ',
    ],
  ])('is not what an event is called: %s', (summary) => {
    expect(personOf({ summary, attendee: '' }, words).who).toBe('');
    expect(personOf({ summary, attendee: 'Jane Doe', named: true }, words).who).toBe('Jane Doe');
    expect(personOf({ summary, attendee: 'jane.doe' }, words).who).toBe('jane.doe');
  });

  test('is found in every form, whoever it is', () => {
    const name = fc.stringMatching(/^[A-Z][a-zé]{5,9} (O'|Mc|)[A-Z][a-z]{6,9}$/);
    const form = fc.constantFrom(
      (who: string) => `On Call - ${who} - Payments`,
      (who: string) => `${who} (Backup)`,
      (who: string) => `[L1] ${who} is on call`,
      (who: string) => `Primary on-call: ${who}`,
    );
    fc.assert(
      fc.property(name, form, (who, write) => {
        expect(personOf({ summary: write(who), attendee: '' }, words).who).toBe(who);
      }),
    );
  });
});
