import { describe, expect, test } from 'vitest';
import type { IncidentClock, LapsedAck, Room, RoomAlert } from '../../../src/room/room.ts';
import { makeSafe } from '../../../src/room/safe.ts';
import { alertStanding, originOf } from '../../../src/screen/panels/alert-row.ts';
import { meansText } from '../../../src/screen/views/incident/alert-lines.ts';
import { safe } from '../../../src/text/safe.ts';
import { millis, seconds } from '../../../src/units.ts';
import { endingText, lapsedText } from '../../../src/wording/acks.ts';
import { alertText } from '../../../src/wording/alerts.ts';
import { hands } from '../hands.ts';
import { picture } from '../picture.ts';
import { acked, ago, alert, alertsOf, NOW } from '../room-parts.ts';
import { healthy, sceneOf, spike } from '../rooms.ts';

const clock = (left: number): IncidentClock => ({
  limit: seconds(300),
  due: millis(NOW + left * 1000),
  metAt: null,
  state: left < 0 ? 'overdue' : 'running',
});
const none = { respond: null, escalate: null, resolve: null };
const called = { to: 'backup', who: 'dave', at: ago(60) };
const escalate = (left: number) => ({ ...clock(left), to: 'backup', who: 'dave', called: left < 0 ? called : null });
const claim = { by: 'bob', at: ago(180), note: 'restarting' };
const lapsed: LapsedAck = {
  silenceId: 's',
  by: 'alice',
  at: ago(360),
  why: 'severity-grew',
  tier: 'P1',
  silences: false,
  certain: true,
  repeatInterval: null,
};
const ack = acked.ack ?? undefined;
const silence = { id: 's1', by: 'bob', comment: 'night work', endsAt: millis(NOW + 60_000) };

describe('how an alert stands', () => {
  test.each([
    ['nobody on it, in time', { clocks: { ...none, respond: clock(48) } }, 'answer in 48s', '', false],
    ['overdue', { clocks: { ...none, respond: clock(-430) } }, 'OVERDUE 7m10', '', true],
    [
      'overdue, with somebody to be called',
      { clocks: { ...none, respond: clock(-10), escalate: escalate(170) } },
      'OVERDUE 10s',
      'calls dave in 2m50',
      true,
    ],
    [
      'overdue, and somebody was called',
      { clocks: { ...none, respond: clock(-10), escalate: escalate(-60) } },
      'OVERDUE 10s',
      'dave called 1m ago',
      true,
    ],
    ['claimed', { claim, clocks: none }, 'bob is on it 3m', 'restarting', false],
    [
      'claimed, but not over in time',
      { claim, clocks: { ...none, resolve: clock(-60) } },
      'bob is on it 3m',
      'resolve overdue 1m, restarting',
      false,
    ],
    ['no clock', { clocks: none }, 'not acknowledged', '', false],
    [
      'acknowledged once, before its severity grew',
      { clocks: none, lapsed },
      'not acknowledged',
      lapsedText(lapsed, NOW),
      false,
    ],
    ['acknowledged', { state: 'acknowledged', clocks: none, ack }, 'ack alice 6m, 9m left', '', false],
    [
      'acknowledged at one member so far',
      { state: 'acknowledged', clocks: none, ack: ack && { ...ack, propagating: true } },
      'ack alice 6m, 9m left',
      'propagating',
      false,
    ],
    ['acknowledged by nobody named', { clocks: none, ack: ack && { ...ack, by: '' } }, 'ack 6m, 9m left', '', false],
    ['silenced', { clocks: none, silence }, 'silenced by bob', 'night work', false],
    ['silenced by nobody named', { clocks: none, silence: { ...silence, by: '' } }, 'silenced', 'night work', false],
    ['inhibited', { state: 'inhibited', clocks: none }, 'inhibited', '', false],
  ] as const)('%s', (_, more, text, also, loud) => {
    expect(alertStanding(alert('Spike', more as Partial<RoomAlert>), NOW)).toMatchObject({ text, more: also, loud });
  });

  test.each([
    ['new', 'candidate', 'new V2'],
    ['before', 'both', 'before both'],
    ['new', 'infrastructure', 'new infra'],
    ['unknown', 'unknown', ''],
  ] as const)('where it comes from in a few cells: %s on %s', (since, on, text) => {
    expect(originOf(alert('Spike', { attribution: { since, on, ring: 'ring1', versions: [] } }), healthy)).toBe(text);
  });
});

test.each([
  [seconds(120), seconds(600), '3, answered within 2m and over within 10m on average; all'],
  [null, seconds(600), '3, over within 10m on average; all'],
  [seconds(120), null, '3, answered within 2m on average; all'],
  [null, null, '3; all'],
])('incidents are told as far as they are known: %s, %s', (mtta, mttr, text) => {
  expect(meansText({ count: 3, mtta, mttr }, safe('all'))).toBe(text);
});

test.each([
  [
    'alice',
    'resolved 1m ago, still acknowledged by alice: receivers have not been told yet',
    'is acknowledged by alice (',
  ],
  ['', 'resolved 1m ago, still acknowledged: receivers have not been told yet', 'is acknowledged ('],
])('a name that no server gives is left out of every sentence: %j', (by, ended, stands) => {
  expect(endingText({ telling: 'standing', toldBy: null, by, receivers: [], endedAt: ago(60) }, NOW)).toBe(ended);
  const one = alert('Spike', { state: 'acknowledged', ...(ack && { ack: { ...ack, by } }) });
  expect(alertText(one, NOW)).toContain(stands);
});

describe('the name of an alert', () => {
  const NAME = 'ThisIsAVeryLongAlertNameThatSomebodyGaveToARuleOfTheirs';
  const room = makeSafe<Room>({ ...spike, alerts: alertsOf([alert(NAME), alert('Short')]) });

  test.each([
    [200, 60],
    [140, 44],
  ] as const)('is whole while its row has free cells, at %i×%i', (columns, rows) => {
    expect(picture(sceneOf(room), hands(room, { size: [columns, rows] }).press('4', 'f'), { columns, rows })).toContain(
      NAME,
    );
  });

  test('gives way to who is on it where there are none', () => {
    const text = picture(sceneOf(room), hands(room, { size: [70, 24] }).press('4', 'f'), { columns: 70, rows: 24 });
    expect(text).not.toContain(NAME);
    expect(text).toMatch(/ThisIs.*(?:answer in \d|not acknowledged)/);
  });
});
