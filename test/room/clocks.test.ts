import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alertmanagersOf } from '../../src/room/alerts/alertmanagers.ts';
import { alertsOf } from '../../src/room/alerts/alerts.ts';
import { limitsOf, type TierLimits } from '../../src/room/alerts/tiers.ts';
import { type ClockFacts, clocksOf, leftOf } from '../../src/room/clocks.ts';
import { Moment } from '../../src/room/moment.ts';
import type { OnCall, Tier } from '../../src/room/room.ts';
import { addSeconds, type Millis, millis, seconds } from '../../src/units.ts';
import { escalationText } from '../../src/wording/clocks.ts';
import { ago, alert, NOW } from './fixtures.ts';
import { planOf } from './observe.ts';

const tiersOf = (tiers: Record<string, unknown>) => planOf({ alerts: { tiers } }).profile.alerts.tiers;
const limits = (tier: Tier, tiers: Record<string, unknown> = {}): TierLimits => limitsOf(tier, tiersOf(tiers));

const BOB: OnCall = {
  primary: 'Alice',
  backup: 'Bob',
  until: null,
  next: null,
  source: 'rotation',
  readAt: null,
  stale: false,
  error: null,
};
const LEVELS = limits('P0', {
  P0: {
    severities: ['critical'],
    escalation: [
      { after: '5m', to: 'on-call' },
      { after: '15m', to: 'backup' },
      { after: '30m', to: 'manager', unless: 'resolved' },
    ],
  },
});

const facts = (age: number, fields: Partial<ClockFacts> = {}): ClockFacts => ({
  startsAt: ago(age),
  quiet: false,
  answeredAt: null,
  waitingSince: ago(age),
  moment: new Moment(NOW),
  ...fields,
});
const MINUTE = 60;

describe('the limits of a tier', () => {
  test.each([
    ['P0', {}, [300, [900], 3600]],
    ['P1', {}, [900, [3600], 14_400]],
    ['P2', {}, [null, [], null]],
    ['P2', { P2: { severities: ['info'], respond: '1d' } }, [86_400, [], null]],
    ['P0', { P0: { severities: ['critical'], respond: '2m', escalate: 'none' } }, [120, [], 3600]],
    [
      'P0',
      { P0: { severities: ['critical'], resolve: 'none', escalation: [{ after: '1m', to: 'x' }] } },
      [300, [60], null],
    ],
  ] as const)('%s with %j', (tier, tiers, expected) => {
    const { respond, levels, resolve } = limits(tier, tiers);
    expect([respond, levels.map(({ after }) => after), resolve]).toEqual(expected);
  });
});

describe('to respond', () => {
  const respond = (given: ClockFacts) => {
    const { respond } = clocksOf(given, limits('P0'), null);
    return [respond?.state, respond && leftOf(respond, NOW)];
  };
  test.each([
    ['runs down from the start', facts(60), ['running', 240]],
    ['is not overdue at its very end', facts(300), ['running', 0]],
    ['is overdue from then on', facts(301), ['overdue', -1]],
    ['is met by an answer, as it stood then', facts(400, { answeredAt: ago(200) }), ['met', 100]],
    ['is met late, too', facts(400, { answeredAt: ago(50) }), ['met', -50]],
    ['runs anew when the answer has ended', facts(4000, { waitingSince: ago(100) }), ['running', 200]],
  ])('%s', (_, given, expected) => {
    expect(respond(given)).toEqual(expected);
  });
});

test('to resolve runs from the start until it is over, whoever takes care', () => {
  const { resolve } = clocksOf(facts(3700, { answeredAt: ago(3600), waitingSince: ago(10) }), limits('P0'), null);
  expect(resolve).toMatchObject({ state: 'overdue', metAt: null, due: ago(100) });
});

test.each([
  ['silenced', { silencedBy: ['s1'] }],
  ['inhibited', { inhibitedBy: ['f2'] }],
  ['muted', { mutedBy: ['nights'] }],
] as const)('nobody waits for what is %s', (state, fields) => {
  const value = { alerts: [alert(fields)], silences: [], clockOffset: 0 };
  const members = alertmanagersOf({ a: { state: 'ok', at: NOW, value } }, new Moment(NOW), seconds(15));
  const { list } = alertsOf(members, planOf({}).profile.alerts, new Moment(NOW));
  expect(list).toMatchObject([{ state, clocks: { respond: null, escalate: null, resolve: null } }]);
});

describe('escalation', () => {
  const told = (given: ClockFacts, onCall: OnCall | null = BOB) => {
    const { escalate } = clocksOf(given, LEVELS, onCall);
    return [escalate?.state, escalationText(escalate, NOW)];
  };
  const answered = (age: number, after: number) => facts(age, { answeredAt: addSeconds(ago(age), seconds(after)) });

  test.each([
    ['names whoever is on call', facts(110), ['running', 'escalates to Alice in 3m10']],
    ['goes on to the next level', facts(6 * MINUTE), ['running', 'escalates to Bob in 9m']],
    ['goes on to the last', facts(16 * MINUTE), ['running', 'escalates to manager in 14m']],
    ['has reached the last', facts(32 * MINUTE), ['overdue', 'escalated to manager 2m ago']],
    [
      'is spared the levels an answer makes needless',
      answered(6 * MINUTE, 60),
      ['running', 'escalates to manager in 24m'],
    ],
    [
      'had called before it was answered',
      answered(32 * MINUTE, 6 * MINUTE),
      ['overdue', 'escalated to manager 2m ago'],
    ],
    [
      'begins anew when the answer has ended',
      facts(40 * MINUTE, { waitingSince: ago(60) }),
      ['running', 'escalates to Alice in 4m'],
    ],
  ])('%s', (_, given, expected) => {
    expect(told(given)).toEqual(expected);
  });

  test('is met when an answer makes all levels needless, and says nothing more', () => {
    const tiers = {
      P0: {
        severities: ['critical'],
        escalation: [
          { after: '5m', to: 'on-call' },
          { after: '15m', to: 'lead' },
        ],
      },
    };
    const escalate = (age: number, after: number) => clocksOf(answered(age, after), limits('P0', tiers), BOB).escalate;
    expect(escalate(400, 60)).toMatchObject({ state: 'met', called: null, metAt: ago(340), due: ago(-500) });
    expect(escalationText(escalate(400, 60), NOW)).toBe('');
    expect(escalationText(escalate(400, 320), NOW)).toBe('escalated to Alice 1m40 ago');
  });

  test('names the level where nobody is known behind it', () => {
    expect(told(facts(60), null)).toEqual(['running', 'escalates to on-call in 4m']);
    expect(told(facts(6 * MINUTE), { ...BOB, backup: null })).toEqual(['running', 'escalates to backup in 9m']);
  });

  test('nobody is called where no level is', () => {
    expect(clocksOf(facts(60), limits('P2'), BOB).escalate).toBeNull();
    expect(escalationText(null, NOW)).toBe('');
  });
});

test('as time goes on, clocks only run down, and what was overdue or called stays so until it is answered', () => {
  const age = fc.integer({ min: 0, max: 7200 });
  fc.assert(
    fc.property(age, fc.integer({ min: 0, max: 3600 }), fc.constantFrom<Tier>('P0', 'P1'), (passed, later, tier) => {
      const start = ago(passed);
      const at = (now: Millis) =>
        clocksOf(
          { ...facts(passed), startsAt: start, moment: new Moment(now) },
          tier === 'P0' ? LEVELS : limits(tier),
          BOB,
        );
      const end = millis(NOW + later * 1000);
      const [before, after] = [at(NOW), at(end)];
      for (const clock of ['respond', 'resolve'] as const) {
        const [first, then] = [before[clock], after[clock]];
        expect(first && then && leftOf(first, NOW) - leftOf(then, end)).toBeCloseTo(later, 6);
        if (before[clock]?.state === 'overdue') expect(after[clock]?.state).toBe('overdue');
      }
      if (before.escalate?.called) expect(after.escalate?.called?.at).toBeGreaterThanOrEqual(before.escalate.called.at);
      if (before.escalate?.state === 'overdue') expect(after.escalate?.state).toBe('overdue');
    }),
  );
});
