import { expect, test } from 'vitest';
import type { ActResult } from '../../src/operations/operations.ts';
import type { ScreenEvent } from '../../src/screen/effects.ts';
import { perform } from '../../src/screen/perform.ts';
import { FakeTimer } from '../fake-timer.ts';
import { fakeSession } from './fake-session.ts';
import { acked, alert, alertsOf } from './room-parts.ts';
import { spike } from './rooms.ts';

const room = { ...spike, alerts: alertsOf([alert('One'), acked, alert('Two'), alert('Three')]) };
const outside = { timer: new FakeTimer(), quit() {}, suspend() {}, hurry() {}, copy: () => false, lastWords() {} };
const came = (event: ScreenEvent) => (event.type === 'result' ? event.came : undefined);

/** Acknowledges alerts by name. */
function acknowledge(names: readonly string[]) {
  const session = fakeSession(room);
  return new Promise<ActResult & { readonly calls: readonly string[] }>((resolve) => {
    const fingerprints = names.map((name) => `fp-${name}`);
    perform({ kind: 'acknowledge', fingerprints, note: 'n' }, session, outside, (event) => {
      const result = came(event);
      if (result) resolve({ ...result, calls: session.calls });
    });
  });
}

test('several are acknowledged in one act; what is over by now is left out', async () => {
  expect(await acknowledge(['One', 'Two', 'Gone'])).toMatchObject({
    result: 'done',
    calls: ['acknowledge One, Two (n)', 'refresh after act'],
  });
});

test('when all are over it is refused', async () => {
  expect(await acknowledge(['Gone'])).toMatchObject({
    result: 'refused',
    message: 'It is no longer there.',
    calls: ['refresh after act'],
  });
});
