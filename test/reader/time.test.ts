import { expect, test } from 'vitest';
import { factsOf, newsOf } from '../../src/reader/facts.ts';
import type { Room } from '../../src/room/room.ts';
import type { Playback, Viewing } from '../../src/session/session.ts';
import { millis } from '../../src/units.ts';
import { healthy, leftTape, live, NOW, sceneOf, spike, tape } from '../screen/rooms.ts';

const past = (viewing: Partial<Viewing> = {}, newest: Room = healthy): Playback => ({
  kind: 'live',
  paused: false,
  newest: sceneOf(newest).room,
  viewing: { at: millis(NOW - 60_000), ...viewing },
});
const heard = (...playbacks: readonly Playback[]) => {
  const facts = playbacks.map((playback) => factsOf(sceneOf(healthy).room, playback, 'UTC'));
  return facts.slice(1).map((after, i) => newsOf(facts[i] ?? new Map(), after));
};
const clock = new Date(NOW - 60_000).toISOString().slice(11, 19);

test('whoever listens hears of each instant that is gone to, and of the way back', () => {
  expect(heard(live, past({ asking: true }), past(), past(), live)).toEqual([
    [`asking the servers for ${clock}`],
    [`this is ${clock}, 1m ago: 0 is live`],
    [],
    ['the room runs again'],
  ]);
  expect(heard(tape, leftTape, leftTape)).toEqual([
    [expect.stringMatching(/^this is \d\d:\d\d:\d\d, \w+ before where you left the tape: 0 goes back there$/)],
    [],
  ]);
  const fast: Playback = tape.kind === 'tape' ? { ...tape, speed: 16 } : tape;
  expect(heard(tape, fast)).toEqual([['the tape plays 16 times as fast as it was recorded']]);
});

test('what goes wrong meanwhile is heard in the past, too, and once', () => {
  const [first, again] = heard(past(), past({}, spike), past({}, { ...spike, at: millis(NOW + 5000) }));
  expect(first).toEqual([expect.stringMatching(/^now: P0 V2ErrorSpike/)]);
  expect(again).toEqual([]);
});
