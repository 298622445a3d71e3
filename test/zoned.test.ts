import fc from 'fast-check';
import { expect, test } from 'vitest';
import { millis } from '../src/units.ts';
import { asUtc, instantOfWall, isTimeZone, wallTime } from '../src/zoned.ts';

const ZONES = [
  'UTC',
  'Europe/Paris',
  'America/New_York',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Africa/Casablanca',
];
const instants = fc
  .integer({ min: Date.UTC(2000, 0), max: Date.UTC(2036, 0) })
  .map((at) => millis(Math.floor(at / 1000) * 1000));
const read = (text: string, zone: string) => {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = text.split(/\D/).map(Number);
  return new Date(instantOfWall({ year, month, day, hour, minute, second: 0 }, zone)).toISOString().slice(0, 16);
};

test('what clocks show at an instant names that instant again, or the same hour before they were set back', () => {
  fc.assert(
    fc.property(instants, fc.constantFrom(...ZONES), (at, zone) => {
      const back = instantOfWall(wallTime(at, zone), zone);
      expect(wallTime(back, zone)).toEqual(wallTime(at, zone));
      expect(at - back === 0 || (at - back > 0 && at - back <= 3_600_000)).toBe(true);
    }),
  );
});

test('later on the wall is never earlier in time, but for the hour that clocks are set back', () => {
  fc.assert(
    fc.property(instants, fc.integer({ min: 1, max: 400 }), fc.constantFrom(...ZONES), (at, hours, zone) => {
      const wall = wallTime(at, zone);
      const later = wallTime(millis(asUtc(wall) + hours * 3_600_000), 'UTC');
      expect(instantOfWall(later, zone)).toBeGreaterThanOrEqual(instantOfWall(wall, zone));
    }),
  );
});

test.each([
  ['2026-01-05T09:00', 'Europe/Paris', '2026-01-05T08:00'],
  ['2026-07-05T09:00', 'Europe/Paris', '2026-07-05T07:00'],
  // Skipped: read with the offset before.
  ['2026-03-29T02:30', 'Europe/Paris', '2026-03-29T01:30'],
  ['2026-03-08T02:30', 'America/New_York', '2026-03-08T07:30'],
  // Shown twice: the first.
  ['2026-10-25T02:30', 'Europe/Paris', '2026-10-25T00:30'],
  ['2026-11-01T01:30', 'America/New_York', '2026-11-01T05:30'],
  // Half an hour is set back.
  ['2026-04-05T01:45', 'Australia/Lord_Howe', '2026-04-04T14:45'],
])('%s in %s is %s in UTC', (wall, zone, utc) => {
  expect(read(wall, zone)).toBe(utc);
});

test.each([
  ['Europe/Paris', true],
  ['UTC', true],
  ['Europe/Pariss', false],
  ['', false],
])('"%s" as a time zone: %s', (name, known) => {
  expect(isTimeZone(name)).toBe(known);
});
