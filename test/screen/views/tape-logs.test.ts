import { expect, test } from 'vitest';
import { makeSafe } from '../../../src/room/safe.ts';
import type { Playback } from '../../../src/session/session.ts';
import { millis, seconds } from '../../../src/units.ts';
import { hands } from '../hands.ts';
import { NOW, spike } from '../rooms.ts';

const playback: Playback = {
  kind: 'tape',
  label: 'REPLAY',
  paused: false,
  speed: 1,
  position: seconds(60),
  length: seconds(600),
};
/** A room of last year. */
const at = millis(NOW - 365 * 86_400_000);
const room = { ...spike, at };

test('logs are asked for as of the time of the tape, by the palette and by a typed query', () => {
  const logs = { scene: undefined, searches: makeSafe([{ id: 'all', label: 'All', query: '{job="a"}' }]) };
  const { press, type, effects } = hands(room, { playback, logs });
  const request = { from: at - 3_600_000, to: null };
  press(':');
  type('logs all');
  press('enter');
  expect(effects.at(-1)).toMatchObject({ kind: 'logs', command: { do: 'open', request } });
  press('i', 'ctrl-u');
  type('{job="b"}');
  press('enter');
  expect(effects.at(-1)).toMatchObject({ command: { do: 'open', request: { ...request, query: '{job="b"}' } } });
});

test('a tape without logs says so, wherever they are asked for', () => {
  const { press } = hands(room, { playback });
  expect(press('l').flash?.text).toBe(
    'This tape holds no logs: it was recorded without a Loki that answered, with --no-logs, or by a profile that asks for none.',
  );
  expect(press('D', 'enter').flash?.text).toContain('holds no logs');
});
