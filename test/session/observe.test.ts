import { expect, test } from 'vitest';
import { decideValidate } from '../../src/operations/rings/decisions.ts';
import { EMPTY_LEDGER } from '../../src/session/ledger.ts';
import { Observer } from '../../src/session/observe.ts';
import { FakeTimer } from '../fake-timer.ts';
import { frameAt, planOf } from '../room/observe.ts';

const plan = planOf({
  refresh: '5s',
  checks: { q: { label: 'q', query: 'q', unit: 'count', at_most: 1000 } },
  rings: [{ id: 'ring0', name: 'Ring 0', checks: ['q'] }],
});

/** An observer of servers that take 16 seconds to answer, which is longer than a room is evidence for. */
function slow() {
  const timer = new FakeTimer();
  const collect = async (at: number) => {
    await timer.pass(16);
    return frameAt(at / 1000, { q: 1 });
  };
  return { timer, observer: new Observer(plan, { collect, collectRest: async () => null }) };
}

test('the room is that of the instant asked for, however long the answers took', async () => {
  const { timer, observer } = slow();
  const at = timer.now();
  const { room } = await observer.observe(at, Promise.resolve(EMPTY_LEDGER));
  expect(room.at).toBe(at);
  expect(room.rings[0]).toMatchObject({ state: 'ready', checks: [{ state: 'ok' }] });
});

test('an act rests on it as long as its answers are fresh', async () => {
  const { timer, observer } = slow();
  const observed = await observer.observe(timer.now(), Promise.resolve(EMPTY_LEDGER));
  const room = { ...observed.room, at: timer.now() };
  const request = { ringId: 'ring0', by: 'alice', note: '' };
  expect(decideValidate({ records: {}, journal: [] }, room, { ...request, now: timer.now() }).act.record.result).toBe(
    'done',
  );
  await timer.pass(16);
  expect(decideValidate({ records: {}, journal: [] }, room, { ...request, now: timer.now() }).act.record).toMatchObject(
    {
      result: 'refused',
      detail: 'what is shown is 16s old: refresh first',
    },
  );
});
