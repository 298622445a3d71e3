import { describe, expect, it } from 'vitest';
import { judge } from '../../bench/acks/judge.ts';
import type { Named } from '../../bench/acks/named.ts';
import type { RoomRecord } from '../../bench/acks/observed-room.ts';
import type { AckSilence, Run } from '../../bench/acks/run.ts';
import { PACE } from '../../bench/acks/stage.ts';
import { type Millis, millis } from '../../src/units.ts';
import type { Notification } from '../../stack/receiver.ts';

const at = (second: number): Millis => millis(1_800_000_000_000 + second * 1000);
const SECONDS = Array.from({ length: 61 }, (_, second) => at(second));

type Status = 'firing' | 'resolved';

/** What the receiver was told of some alerts, in a group of their own. */
const told = (second: number, alerts: Record<string, Status>, startsAt = 10, endsAt = second): Notification => ({
  at: at(second),
  receiver: 'pager',
  groupKey: '{}',
  status: Object.values(alerts).includes('firing') ? 'firing' : 'resolved',
  externalURL: 'http://127.0.0.1:9093',
  alerts: Object.entries(alerts).map(([id, status]) => ({
    status,
    labels: { id, team: 'team' },
    startsAt: at(startsAt),
    endsAt: at(endsAt),
    fingerprint: id,
  })),
});

const silence = (from: number, to: number, cut = true): AckSilence => ({
  silence: 's1',
  id: 'x',
  by: 'alice',
  of: at(10),
  from: at(from),
  to: at(to),
  cut,
});

const room = (changed: Partial<RoomRecord> = {}): RoomRecord => ({
  name: 'first',
  operator: 'alice',
  refreshes: SECONDS.map((second) => millis(second + 500)),
  open: [{ from: at(0), to: null }],
  sights: [],
  named: [],
  ...changed,
});

const says = (second: number, telling: string): Named => ({
  at: at(second),
  room: 'first',
  id: 'x',
  silence: 's1',
  telling,
  text: '',
});

const fired = (...incidents: readonly (readonly [began: number, ended: number])[]) => ({
  evaluations: SECONDS,
  incidents: new Map([['x', incidents.map(([began, ended]) => ({ began: at(began), ended: at(ended) }))]]),
});

const END = { act: 'end', by: 'alice', detail: '', silence: 's1' };

/** A minute in which `x` fired from 10 to 20, was acknowledged from 12 to its end, and both were told. */
const minute = (changed: Partial<Run> = {}): Run => ({
  pace: PACE,
  size: 1,
  plan: { schedules: [{ id: 'x', team: 'team', steps: [] }], disturbances: [], length: 60_000 },
  began: at(0),
  ended: at(60),
  truth: fired([10, 20]),
  notifications: [told(11, { x: 'firing' }), told(22, { x: 'resolved' }, 10, 20)],
  silences: [silence(12, 21)],
  rooms: [room()],
  done: [],
  journal: [END],
  down: [],
  lag: 0,
  ...changed,
});

const unack = (from: number, to: number) => ({
  from: at(from),
  at: at(to),
  id: 'x',
  room: 'first',
  act: 'unack' as const,
  result: 'done',
  message: '',
});
const FIRING = told(11, { x: 'firing' });
const sight = (second: number, startsAt: number, lapsed: string | null = null) => ({
  at: at(second),
  room: 'first',
  id: 'x',
  shown: {
    state: lapsed ? ('firing' as const) : ('acknowledged' as const),
    startsAt: at(startsAt),
    ack: lapsed ? null : { silence: 's1', at: at(12), by: 'alice' },
    lapsed,
  },
});
const LATER = told(31, { x: 'resolved' }, 10, 20);

describe('the judge of acknowledgements', () => {
  it.each<readonly [string, Partial<Run>, readonly string[]]>([
    ['finds nothing where everything is as promised', {}, []],
    [
      'an acknowledgement that outlives its incident',
      { silences: [silence(12, 26)], notifications: [FIRING, LATER] },
      ['ack-outlives'],
    ],
    [
      'but not while no room is open',
      {
        silences: [silence(12, 26)],
        notifications: [FIRING, LATER],
        rooms: [
          room({
            open: [
              { from: at(0), to: at(19) },
              { from: at(24.9), to: null },
            ],
          }),
        ],
      },
      [],
    ],
    ['one that was ended while its alert fired', { silences: [silence(12, 15)], journal: [] }, ['ack-lost']],
    [
      'but not when an operator took it back',
      { silences: [silence(12, 15)], done: [unack(14, 15.1)], journal: [] },
      [],
    ],
    [
      'one that ran out beside an open room of its operator',
      { silences: [silence(12, 15, false)], pace: { ...PACE, ackDuration: 5 }, journal: [] },
      ['ack-lost'],
    ],
    [
      'but not beside the room of another',
      {
        silences: [silence(12, 15, false)],
        pace: { ...PACE, ackDuration: 5 },
        journal: [],
        rooms: [room({ operator: 'bob' })],
      },
      [],
    ],
    ['an end that is not told', { notifications: [FIRING] }, ['end-untold']],
    ['an end that is told late', { notifications: [FIRING, told(40, { x: 'resolved' }, 10, 20)] }, ['end-untold']],
    ['no end where nobody knows of a beginning', { notifications: [] }, []],
    [
      'an end that was told while the alert fired',
      {
        notifications: [
          FIRING,
          told(15, { x: 'resolved' }, 10, 15),
          told(16, { x: 'firing' }),
          told(22, { x: 'resolved' }, 10, 20),
        ],
      },
      ['false-end'],
    ],
    [
      'a new incident that is shown as acknowledged',
      {
        truth: fired([10, 20], [30, 40]),
        notifications: [
          FIRING,
          told(22, { x: 'resolved' }),
          told(31, { x: 'firing' }, 30),
          told(41, { x: 'resolved' }, 30, 40),
        ],
        rooms: [room({ sights: [sight(31, 30)] })],
      },
      ['shown-acknowledged'],
    ],
    ['an incident that nobody was paged for', { truth: fired([10, 20], [30, 50]) }, ['unpaged']],
    [
      'that nobody says that the alert fired again before its end was told',
      { truth: fired([10, 20], [23, 40]), notifications: [FIRING, told(42, { x: 'resolved' }, 23, 40)] },
      ['unnamed'],
    ],
    [
      'but not where it is said',
      {
        truth: fired([10, 20], [23, 40]),
        notifications: [FIRING, told(42, { x: 'resolved' }, 23, 40)],
        rooms: [room({ sights: [sight(24, 23, 'fired-again')] })],
      },
      [],
    ],
    [
      'that nobody says that the end went with those of its group',
      { notifications: [told(11, { x: 'firing', y: 'firing' }), told(14, { y: 'resolved' })] },
      ['unnamed'],
    ],
    [
      'that a room says that it was told',
      {
        notifications: [told(11, { x: 'firing', y: 'firing' }), told(14, { y: 'resolved' })],
        rooms: [room({ named: [says(22, 'with-its-group'), says(32, 'told')] })],
      },
      ['said-told'],
    ],
    [
      'that a room says that its page was left open',
      { rooms: [room({ named: [says(21, 'soon'), says(30, 'left-open')] })] },
      ['said-open'],
    ],
    ['an ending without a line in the journal', { journal: [] }, ['journal']],
    ['an ending with two', { journal: [END, END] }, ['journal']],
  ])('finds %s', (_, changed, expected) => {
    expect(judge(minute(changed)).findings.map(({ check }) => check)).toEqual(expected);
  });
});
