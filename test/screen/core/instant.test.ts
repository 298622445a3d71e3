import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readInstant } from '../../../src/screen/core/instant.ts';
import { formatClock } from '../../../src/text/format.ts';
import { millis } from '../../../src/units.ts';

const at = (text: string) => millis(Date.parse(text));
const NOW = at('2026-11-30T07:53:40Z');
const read = (text: string, timeZone = 'UTC', now = NOW) => {
  const found = readInstant(text, { now, end: now, timeZone });
  return found === null ? null : new Date(found).toISOString();
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
  ])('%s in %s', (text, zone, expected) => {
    expect(read(text, zone)).toBe(expected);
  });

  test.each([
    '',
    'now',
    '24:00',
    '07:60',
    '12m',
    '-',
    '-12',
    '--1m',
    '2026-13-40 07:41',
    '2027-01-01 00:00',
    '-99999y',
  ])('%s is none', (text) => {
    expect(read(text)).toBeNull();
  });

  test('on the night clocks go back, a time they show twice is the first of them', () => {
    const now = at('2026-10-25T06:00:00Z');
    expect(read('02:30', 'Europe/Berlin', now)).toBe('2026-10-25T00:30:00.000Z');
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
          expect(found).not.toBeNull();
          // Around the nights on which clocks are set there may be two such times, or the day is longer or shorter.
          expect([-3_600_000, 0, 3_600_000]).toContain((found ?? 0) - wished);
        },
      ),
    );
  });
});
