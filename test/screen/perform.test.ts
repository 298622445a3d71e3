import { expect, test } from 'vitest';
import type { ActResult } from '../../src/operations/operations.ts';
import type { ScreenEvent } from '../../src/screen/effects.ts';
import { perform } from '../../src/screen/perform.ts';
import { fakeSession } from './fake-session.ts';
import { acked, alert, alertsOf } from './room-parts.ts';
import { spike } from './rooms.ts';

const room = { ...spike, alerts: alertsOf([alert('One'), acked, alert('Two'), alert('Three')]) };
const outside = { quit() {}, suspend() {}, copy: () => false };
const came = (event: ScreenEvent) => (event.type === 'result' ? event.came : undefined);

/** Acknowledges alerts by name, with given answers instead of the session's own. */
function acknowledge(names: readonly string[], answers: Readonly<Record<string, ActResult>> = {}) {
  const session = fakeSession(room);
  const { acknowledge: own } = session.operations;
  const operations = {
    ...session.operations,
    acknowledge: async (target: Parameters<typeof own>[0], note: string) => answers[target.name] ?? own(target, note),
  };
  return new Promise<ActResult & { readonly calls: readonly string[] }>((resolve) => {
    const fingerprints = names.map((name) => `fp-${name}`);
    perform({ kind: 'acknowledge', fingerprints, note: 'n' }, { ...session, operations }, outside, (event) => {
      const result = came(event);
      if (result) resolve({ ...result, calls: session.calls });
    });
  });
}

test('several are acknowledged in turn, and one answer sums them up', async () => {
  expect(await acknowledge(['One', acked.name, 'Two', 'Gone'])).toEqual({
    result: 'done',
    message: '2 of 4 alerts acknowledged, 2 already acknowledged or over',
    calls: ['acknowledge One (n)', 'acknowledge Two (n)', 'refresh after act'],
  });
});

test('one that cannot be does not stop the others', async () => {
  const answers = {
    One: { result: 'refused', message: 'One is already acknowledged by bob' },
    Two: { result: 'failed', message: 'no answer within 10 s' },
  } as const;
  expect(await acknowledge(['One', 'Two', 'Three'], answers)).toMatchObject({
    result: 'failed',
    message: '1 of 3 alerts acknowledged, 2 not: One is already acknowledged by bob; no answer within 10 s',
    calls: ['acknowledge Three (n)', 'refresh after act'],
  });
});

test('of one alone its own answer is told', async () => {
  expect(await acknowledge(['One'])).toMatchObject({ result: 'done', message: 'acknowledge One (n) done' });
  expect(await acknowledge(['Gone'])).toMatchObject({ result: 'refused', message: 'It is no longer there.' });
});
