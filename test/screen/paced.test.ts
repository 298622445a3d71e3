import { expect, test } from 'vitest';
import { PacedView } from '../../src/screen/paced.ts';
import { millis } from '../../src/units.ts';
import { FakeTimer } from '../fake-timer.ts';
import { fakeSession } from './fake-session.ts';
import { healthy, spike } from './rooms.ts';

test('however often the room changes, it is shown at most four times a second, the newest last', async () => {
  const timer = new FakeTimer();
  const session = fakeSession(healthy);
  const view = new PacedView(session, timer);
  const shown: number[] = [];
  const end = view.subscribe(() => shown.push(timer.now()));
  for (let i = 0; i < 200; i += 1) {
    session.show({ ...spike, at: millis(i) });
    await timer.pass(0.01);
  }
  await timer.pass(1);
  expect(shown.length).toBeGreaterThan(6);
  for (const [i, at] of shown.entries()) expect(at - (shown[i - 4] ?? 0)).toBeGreaterThanOrEqual(1000);
  expect(view.shown().scene?.room.at).toBe(199);
  session.show(healthy);
  view.catchUp();
  session.show(spike);
  expect(view.shown().scene?.room).toEqual(healthy);
  view.catchUp();
  expect(view.shown().scene?.room).toEqual(spike);
  end();
  session.show(healthy);
  await timer.pass(1);
  expect(view.shown().scene?.room).toEqual(spike);
});
