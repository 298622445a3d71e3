import { expect, test } from 'vitest';
import { OwnTimer } from '../src/clock.ts';
import { FakeTimer } from './fake-timer.ts';

test('what was still to come when the screen ended never happens', async () => {
  const clock = new FakeTimer();
  const timer = new OwnTimer(clock);
  const called: string[] = [];
  timer.after(1000, () => called.push('before'));
  timer.after(5000, () => called.push('too late'));
  await clock.pass(2);
  timer.end();
  timer.after(1000, () => called.push('after the end'));
  await clock.pass(10);
  expect(called).toEqual(['before']);
  expect(timer.now()).toBe(clock.now());
});
