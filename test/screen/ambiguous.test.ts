import { expect, test } from 'vitest';
import type { Reading, Room } from '../../src/room/room.ts';
import { makeSafe } from '../../src/room/safe.ts';
import { hands } from './hands.ts';
import { lineWith, picture } from './picture.ts';
import { infraItem, known } from './room-parts.ts';
import { healthy, sceneOf, spike } from './rooms.ts';

const many: Reading = { known: false, reason: 'ambiguous', series: 3, each: null };

const pageOf = (room: Room, ...keys: readonly string[]): string => {
  const h = hands(room);
  h.press(...keys);
  return picture(sceneOf(room), h.state());
};

const withReading = (reading: Reading): Room =>
  makeSafe<Room>({
    ...healthy,
    infra: [infraItem('host', 'load', 'load', 'count', 'value', reading, 0.001, 'fail')],
  });

test('a row of several series has no past, on its row, its page and its chart, where one of a number has', () => {
  const [ambiguous, number] = [withReading(many), withReading(known(3))];
  const sparks = /[⣀-⣿]{3}/;
  expect(lineWith(pageOf(number), 'load')).toMatch(sparks);
  expect(lineWith(pageOf(ambiguous), 'load')).not.toMatch(sparks);
  for (const keys of [
    ['5', 'enter'],
    ['5', 'enter', 'enter'],
  ]) {
    expect(pageOf(number, ...keys)).toMatch(/beyond limit/);
    expect(pageOf(ambiguous, ...keys)).not.toMatch(/beyond limit|limit ≤0.001 ⠒/);
    expect(pageOf(ambiguous, ...keys)).not.toMatch(sparks);
  }
});

test('neither has a check of a ring', () => {
  const rings = spike.rings.map((ring) => ({
    ...ring,
    checks: ring.checks.map((check) => ({ ...check, reading: many, state: 'unknown' as const })),
  }));
  const drawn = /[⣀-⣿]{3}|┤/;
  expect(pageOf(spike, '1', 'enter')).toMatch(drawn);
  expect(pageOf(makeSafe<Room>({ ...spike, rings }), '1', 'enter')).not.toMatch(drawn);
});
