import { expect, test } from 'vitest';
import { parseInstant } from '../../../src/commands/shared/instant.ts';

const NOW = Date.UTC(2026, 0, 31, 12);

test.each([
  ['2026-01-31T03:00:00Z', Date.UTC(2026, 0, 31, 3)],
  ['2026-01-31T03:00:00+02:00', Date.UTC(2026, 0, 31, 1)],
  ['1769828400', 1769828400000],
  ['-15m', NOW - 900_000],
  ['yesterday', null],
  ['-15', null],
  ['', null],
  ['25:99', null],
  ['1970-01-01T00:00:00Z', null],
  ['-99999d', null],
])('the time %j is understood as %j', (text, expected) => {
  expect(parseInstant(text, NOW)).toBe(expected);
});
