import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readInstant } from '../../../src/screen/core/instant.ts';
import { formatClock } from '../../../src/text/format.ts';
import { type Millis, millis } from '../../../src/units.ts';

const at = (text: string) => millis(Date.parse(text));
const NOW = at('2026-11-30T07:53:40Z');
const by = (timeZone: string, now: Millis) => ({ now, end: now, timeZone });
const read = (text: string, timeZone = 'UTC', now = NOW) => {
  const found = readInstant(text, by(timeZone, now));
  return found.at === null ? null : new Date(found.at).toISOString();
};
/** What is said of a text: why it is none, or how it was read. */
const told = (text: string, timeZone = 'UTC', now = NOW) => {
  const found = readInstant(text, by(timeZone, now));
  return found.at === null ? found.why : found.note;
};

describe('an instant as it is typed', () => {
  test.each([
    ['07:41', 'UTC', '2026-11-30T07:41:00.000Z'],
    [' 7:41 ', 'UTC', '2026-11-30T07:41:00.000Z'],
    ['07:41:43', 'UTC', '2026-11-30T07:41:43.000Z'],
    ['08:41', 'Europe/Berlin', '2026-11-30T07:41:00.000Z'],
    ['23:50', 'UTC', '2026-11-29T23:50:00.000Z'],
    ['23:50', 'Asia/Tokyo', '2026-11-29T14:50:00.000Z'],
    ['-12m', 'UTC', '2026-11-30T07:41:40.000Z'],
    ['−1h30m', 'UTC', '2026-11-30T06:23:40.000Z'],
    ['2026-11-29 07:41', 'Europe/Berlin', '2026-11-29T06:41:00.000Z'],
    ['2026-11-29T07:41:43Z', 'Europe/Berlin', '2026-11-29T07:41:43.000Z'],
    ['2026-11-29T07:41:43+02:00', 'UTC', '2026-11-29T05:41:43.000Z'],
    ['2026-11-29 07:41 +0200', 'UTC', '2026-11-29T05:41:00.000Z'],
    ['2026-11-29 07:41:43.250z', 'Europe/Berlin', '2026-11-29T07:41:43.000Z'],
    ['2026-11-29T07:41-05', 'UTC', '2026-11-29T12:41:00.000Z'],
    ['yesterday 07:41', 'Europe/Berlin', '2026-11-29T06:41:00.000Z'],
    ['Yesterday  7:41:05', 'UTC', '2026-11-29T07:41:05.000Z'],
    ['today 07:41', 'UTC', '2026-11-30T07:41:00.000Z'],
    ['12m ago', 'UTC', '2026-11-30T07:41:40.000Z'],
    ['- 12m', 'UTC', '2026-11-30T07:41:40.000Z'],
    ['07:53:40', 'UTC', '2026-11-30T07:53:40.000Z'],
    ['07:53:41', 'UTC', '2026-11-29T07:53:41.000Z'],
  ])('%s in %s', (text, zone, expected) => {
    expect(read(text, zone)).toBe(expected);
  });

  const NONE = 'that is not a time: write 07:41, -12m or 2026-11-29 07:41';
  const NO_CLOCK = 'hours go to 23, minutes and seconds to 59';
  test.each<[string, string]>([
    ['', NONE],
    ['now', NONE],
    ['7:41pm', NONE],
    ['07.41', NONE],
    ['yesterday', NONE],
    ['\u001b[31mred', NONE],
    ['--1m', 'that is no length of time: write -12m or -1h30m'],
    ['-12x', 'that is no length of time: write -12m or -1h30m'],
    ['-12', '12 of what? Write -12m or -12h'],
    ['12m', 'so long ago is written -12m'],
    ['24:00', NO_CLOCK],
    ['07:60', NO_CLOCK],
    ['yesterday 24:10', NO_CLOCK],
    ['2026-11-29 noon', NO_CLOCK],
    ['2026-11-29', 'a date needs a time: write 2026-11-29 07:41'],
    ['2026-13-40 07:41', 'there is no such day: write year-month-day'],
    ['2026-02-30 07:41', 'there is no such day: write year-month-day'],
    ['today 08:00', 'that is yet to come: nothing is later than 07:53:40'],
    ['2027-01-01 00:00', 'that is yet to come: nothing is later than 07:53:40'],
    ['-99999y', 'that is before there was anything to ask'],
  ])('%j is none, and what is said helps', (text, why) => {
    expect(read(text)).toBeNull();
    expect(told(text)).toBe(why);
  });

  const BERLIN = 'Europe/Berlin';
  test('on the night clocks go back, a time they show twice is the last of them that has come, and it is said', () => {
    const twice =
      /^Clocks showed 02:30 twice that day \(Europe\/Berlin\): this is the (first|second) time; z shows UTC/;
    const between = at('2026-10-25T01:10:00Z');
    expect(read('02:30', BERLIN, between)).toBe('2026-10-25T00:30:00.000Z');
    expect(told('02:30', BERLIN, between)).toBeNull();
    const later = at('2026-10-25T06:00:00Z');
    expect(read('02:30', BERLIN, later)).toBe('2026-10-25T01:30:00.000Z');
    expect(told('02:30', BERLIN, later)).toMatch(twice);
    expect(read('2026-10-25 02:30', BERLIN, later)).toBe('2026-10-25T00:30:00.000Z');
    expect(told('2026-10-25 02:30', BERLIN, later)).toMatch(twice);
    expect(read('2026-10-25 02:30+01:00', BERLIN, later)).toBe('2026-10-25T01:30:00.000Z');
  });

  test('on the night clocks go forward, a time they skip was shown the day before, and never on that day', () => {
    const now = at('2026-03-29T08:00:00Z');
    expect(read('02:30', BERLIN, now)).toBe('2026-03-28T01:30:00.000Z');
    expect(read('2026-03-29 02:30', BERLIN, now)).toBeNull();
    expect(told('today 02:30', BERLIN, now)).toBe('no clock showed that: clocks went forward over it (Europe/Berlin)');
  });

  test('whatever clocks show of the last day is read as that, at any time and in any zone', () => {
    const zones = ['UTC', 'Europe/Berlin', 'Asia/Kolkata', 'America/St_Johns', 'Pacific/Auckland'];
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 86_399 }),
        fc.integer({ min: 0, max: 400 }),
        fc.constantFrom(...zones),
        (ago, days, zone) => {
          const now = millis(NOW + days * 86_400_000);
          const wished = millis(now - ago * 1000);
          const found = readInstant(formatClock(wished, zone), { now, end: now, timeZone: zone });
          // The last such time: on the night that clocks go back there may be two.
          expect(found.at).toBeGreaterThanOrEqual(wished);
          expect(found.at).toBeLessThanOrEqual(now);
          expect(formatClock(found.at ?? NOW, zone)).toBe(formatClock(wished, zone));
        },
      ),
    );
  });
});
