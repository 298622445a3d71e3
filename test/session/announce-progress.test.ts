import { expect, test } from 'vitest';
import type { RingEvent } from '../../src/room/rings/events.ts';
import type { Alerts, RingState } from '../../src/room/room.ts';
import { announceProgress } from '../../src/session/announce-progress.ts';
import { addSeconds, seconds } from '../../src/units.ts';
import { alertsWith, NOW, ring, room } from '../room/fixtures.ts';
import { fakeSession } from '../screen/fake-session.ts';

/** A session whose ring goes through states, and what was told of it. */
function follow(answer: () => Promise<string | null>) {
  const of = (state: RingState, after = 0, freshness: Alerts['freshness'] = 'ok') =>
    room({ at: addSeconds(NOW, seconds(after)), rings: [ring({ state })], alerts: alertsWith([], freshness) });
  const session = fakeSession(of('deploying'));
  const told: string[] = [];
  const stop = announceProgress(session, {
    announce: (event: RingEvent) => {
      told.push(event.kind === 'progressed' ? event.state : event.kind);
      return answer();
    },
  });
  const show = async (...room: Parameters<typeof of>) => {
    session.show(of(...room));
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { session, told, show, stop };
}

test('each room that comes further is told of once', async () => {
  const { told, show, stop } = follow(async () => null);
  await show('deploying');
  await show('soaking');
  await show('soaking');
  await show('ready');
  stop();
  await show('deploying');
  expect(told).toEqual(['soaking', 'ready']);
});

test('what comes to be known of a ring while servers are asked for the first time is no news', async () => {
  const { session, told, show } = follow(async () => null);
  const scene = session.scene();
  session.scene = () => scene && { ...scene, room: { ...scene.room, rings: [] }, partial: true };
  await show('ready');
  session.scene = () => scene;
  await show('ready');
  expect(told).toEqual([]);
});

test('an event waits while Alertmanager does not answer, and is told again until somebody took it', async () => {
  const answers = ['connection refused', null];
  const { told, show } = follow(async () => answers.shift() ?? null);
  await show('deploying');
  await show('soaking', 5, 'stale');
  expect(told).toEqual([]);
  await show('soaking', 10);
  await show('soaking', 15);
  await show('soaking', 20);
  expect(told).toEqual(['soaking', 'soaking']);
});

test('an event that nobody took in ten minutes is no news any more', async () => {
  const { told, show } = follow(async () => null);
  await show('deploying');
  await show('soaking', 5, 'unknown');
  await show('soaking', 605);
  expect(told).toEqual([]);
});
