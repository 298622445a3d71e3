import { expect, test } from 'vitest';
import { Inbox } from '../../../src/sources/loki/inbox.ts';

test('a sender is held up by what waits, also by many messages that say nothing', async () => {
  const inbox = new Inbox<string, never>();
  const pressed: boolean[] = [];
  inbox.onPressure = (high) => pressed.push(high);
  let waiting = 0;
  for (; pressed.length === 0; waiting += 1) inbox.put('', 0);
  expect(waiting).toBeLessThan(50_000);
  const { signal } = new AbortController();
  while (pressed.length === 1) await inbox.take(signal);
  expect([pressed, inbox.waiting > 0]).toEqual([[true, false], true]);
});
