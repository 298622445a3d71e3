import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { promql } from '../../../src/profile/query.ts';
import { deployRefusals, validateRefusals } from '../../../src/room/rings/validation.ts';
import type { Comparison, Reading, Ring, Room, Soak, State } from '../../../src/room/room.ts';
import { seconds } from '../../../src/units.ts';
import { refusalText } from '../../../src/wording/refusals.ts';
import { about, ago, alertsWith, check, NOW, ring, room, roomAlert } from '../fixtures.ts';

const told = (judge: typeof validateRefusals, given: Room, ring: string) =>
  judge(given, ring).map((refusal) => [refusal.kind, refusalText(refusal, given)]);

const alice = { by: 'alice', at: ago(200) };
const failing = check({ state: 'fail', reading: { known: true, value: 2.12e8, at: NOW, aging: false } });
const UNREAD = {
  stale: { known: false, reason: 'stale', at: ago(45), part: false, error: 'no answer' },
  'not-a-number': { known: false, reason: 'not-a-number' },
  partial: { known: false, reason: 'partial', warnings: ['a store is down'] },
} as const;
const unknown = (reason: keyof typeof UNREAD) => check({ state: 'unknown', reading: UNREAD[reason] });
const paused: Soak = {
  elapsed: seconds(51_000),
  required: seconds(86_400),
  pausedFor: seconds(60),
  paused: { since: ago(60), because: { kind: 'check', check: 'memory', silence: { error: 'no route' } } },
};

describe('a ring may not be validated', () => {
  it('unless nothing stands against it', () => {
    expect(validateRefusals(room(), 'ring0')).toEqual([]);
  });

  it.each([
    ['a check fails', { checks: [failing] }, 'fail', 'ring0: memory is 212 MB, at most 200 MB is allowed'],
    [
      'data is stale',
      { checks: [unknown('stale')] },
      'missing',
      'ring0: memory is not known: last known 45s ago: no answer',
    ],
    [
      'there is no traffic to judge by',
      { checks: [unknown('not-a-number')] },
      'undecided',
      'ring0: memory is not known: not a number: probably there is no traffic',
    ],
    [
      'part of the data may be missing',
      { checks: [unknown('partial')] },
      'undecided',
      'ring0: memory is not known: incomplete answer: a store is down',
    ],
    [
      'the soak is not over',
      { soak: paused },
      'undecided',
      'ring0 is still soaking: 14h10 of 1d, 9h50 left, paused 1m ago: memory unknown: Prometheus has not answered: no route',
    ],
    ['it is validated', { validated: alice }, 'fail', 'ring0 is already validated, by alice 3m ago'],
    ['it was validated by hand', { validated: { by: '', at: ago(0) } }, 'fail', 'ring0 is already validated'],
    [
      'it is not deployed',
      { state: 'waiting', soak: null, because: { kind: 'not-deployed', unmet: [] } },
      'fail',
      'ring0: not deployed yet',
    ],
    [
      'it is being deployed',
      { state: 'deploying', because: { kind: 'deploying', share: 0.3 } },
      'undecided',
      'ring0: 30 % deployed',
    ],
    [
      'its state is not known',
      { state: 'unknown', because: { kind: 'store-unreadable' } },
      'missing',
      'ring0: the ring store cannot be read',
    ],
  ] satisfies [string, Partial<Ring>, string, string][])('when %s', (_, fields, kind, text) => {
    expect(told(validateRefusals, room({ rings: [ring(fields)] }), 'ring0')).toEqual([[kind, text]]);
  });

  it('while a ring before it is not, and names every other reason too', () => {
    const rings = [ring(), ring({ id: 'ring1', after: ['ring0'], state: 'waiting', checks: [failing] })];
    expect(told(validateRefusals, room({ rings }), 'ring1')).toEqual([
      ['fail', 'ring0 is not validated'],
      ['fail', 'ring1: memory is 212 MB, at most 200 MB is allowed'],
    ]);
  });

  it('after a store that cannot be read, whose rings nobody knows not to be validated', () => {
    const rings = [ring(), ring({ id: 'ring1', after: ['ring0'] })];
    const unreadable = room({ rings, ringStoreError: 'rings.json is not JSON' });
    const reason = ['missing', 'cannot tell which rings are validated: rings.json is not JSON'];
    expect(told(validateRefusals, unreadable, 'ring1')).toEqual([reason]);
    expect(told(deployRefusals, unreadable, 'ring1')).toEqual([reason]);
  });

  it('when nobody knows which are, or it does not exist', () => {
    const unreadable = room({ ringStoreError: 'rings.json is not JSON' });
    expect(told(validateRefusals, unreadable, 'ring0')[0]).toEqual([
      'missing',
      'cannot tell which rings are validated: rings.json is not JSON',
    ]);
    expect(told(validateRefusals, room(), 'ring7')).toEqual([['fail', 'there is no ring "ring7" in the profile']]);
  });
});

const pair = (fields: Partial<Room> = {}, first: Parameters<typeof ring>[0] = {}) =>
  room({
    rings: [
      ring({ state: 'validated', validated: alice, ...first }),
      ring({ id: 'ring1', after: ['ring0'] }),
      ring({ id: 'ga' }),
    ],
    ...fields,
  });
const comparison = (state: Comparison['verdict']['state'], reason: 'stale' | 'not-a-number' = 'stale'): Comparison => ({
  baseline: { id: 'v1', label: 'V1' },
  candidate: { id: 'v2', label: 'V2' },
  metrics: [
    {
      id: 'errors',
      label: 'errors',
      unit: 'ratio',
      better: 'lower',
      baseline: { known: true, value: 0, at: NOW, aging: false },
      candidate: UNREAD[reason],
      baselineExpr: promql(''),
      candidateExpr: promql(''),
      delta: null,
      state: 'unknown',
      limits: {},
      states: { own: 'ok', delta: 'ok', factor: 'ok' },
    },
  ],
  limits: 'ok',
  verdict: { state, method: 'limits', level: 'ok', because: 'limits', judged: null },
});

describe('a ring may not be deployed to', () => {
  it('unless nothing stands against it', () => {
    expect(deployRefusals(pair(), 'ring1')).toEqual([]);
    expect(deployRefusals(pair({ comparison: comparison('inconclusive') }), 'ring1')).toEqual([]);
  });

  it.each([
    ['a ring before it is not validated', {}, { validated: null }, 'fail', 'ring0 is not validated'],
    ['one no longer passes', {}, { checks: [failing] }, 'fail', 'ring0: memory is 212 MB, at most 200 MB is allowed'],
    ['the comparison is worse', { comparison: comparison('worse') }, {}, 'fail', 'V2 is within its limits'],
    [
      'the comparison is blind',
      { comparison: comparison('unknown') },
      {},
      'missing',
      'errors cannot be compared: last known 45s ago: no answer',
    ],
    [
      'alerts are stale',
      { alerts: { ...alertsWith([], 'stale'), members: { is: 'last', at: ago(45), errors: [] } as const } },
      {},
      'missing',
      'alerts are not known: Alertmanager last answered 45s ago',
    ],
  ] as const)('when %s', (_, fields, first, kind, text) => {
    expect(told(deployRefusals, pair(fields, first), 'ring1')).toEqual([[kind, text]]);
  });

  it.each([
    ['partial', 'known', 'undecided'],
    ['known', 'partial', 'undecided'],
    ['partial', 'partial', 'undecided'],
    ['partial', 'not-a-number', 'undecided'],
    ['partial', 'stale', 'missing'],
    ['not-a-number', 'not-a-number', 'missing'],
    ['known', 'not-a-number', null],
  ] as const)(
    'a comparison of a baseline that is %s with a candidate that is %s is %j',
    (baseline, candidate, kind) => {
      const given = comparison('unknown');
      const reading = (word: typeof baseline | typeof candidate): Reading =>
        word === 'known' ? { known: true, value: 0, at: NOW, aging: false } : UNREAD[word];
      const metrics = given.metrics.map((metric) => ({
        ...metric,
        baseline: reading(baseline),
        candidate: reading(candidate),
      }));
      const refusals = deployRefusals(pair({ comparison: { ...given, metrics } }), 'ring1');
      expect(refusals.map((refusal) => refusal.kind)).toEqual(kind === null ? [] : [kind]);
    },
  );

  it('is not asked for evidence that only its deployment can give', () => {
    expect(deployRefusals(pair({ comparison: comparison('unknown', 'not-a-number') }), 'ring1')).toEqual([]);
  });

  it('is not asked for alerts where no Alertmanager is configured', () => {
    expect(deployRefusals(pair({ alerts: alertsWith([], 'unknown'), sources: [] }), 'ring1')).toEqual([]);
  });

  it.each([
    ['fires on the ring before', roomAlert({ concern: about('ring0') }), true],
    ['fires on the ring itself', roomAlert({ concern: about('ring1') }), true],
    ['fires on no ring in particular', roomAlert(), true],
    ['fires on another ring', roomAlert({ concern: about('ga') }), false],
    ['is acknowledged', roomAlert({ state: 'acknowledged' }), false],
    ['is less than P0', roomAlert({ tier: 'P1' }), false],
  ])('depends on an alert that %s', (_, alert, refused) => {
    const refusals = deployRefusals(pair({ alerts: alertsWith([alert]) }), 'ring1');
    expect(refusals.map(({ why }) => why)).toEqual(refused ? ['alert'] : []);
  });
});

describe('over random rings', () => {
  const states = fc.constantFrom<State>('ok', 'warn', 'fail', 'unknown');
  const anyRing = (id: string, after: string[]) =>
    fc
      .record({
        state: fc.constantFrom('waiting', 'deploying', 'soaking', 'ready', 'validated', 'failing', 'unknown'),
        validated: fc.constantFrom(null, alice),
        soak: fc.option(
          fc.record({
            elapsed: fc.nat(20).map(seconds),
            required: fc.nat(20).map(seconds),
            pausedFor: fc.constant(seconds(0)),
          }),
        ),
        checks: fc.array(states.map((state) => (state === 'unknown' ? unknown('stale') : check({ state })))),
      })
      .map((fields) => ring({ ...fields, id, after } as Parameters<typeof ring>[0]));
  const anyRoom = fc.tuple(anyRing('ring0', []), anyRing('ring1', ['ring0'])).map((rings) => room({ rings }));

  it('only a ready ring that passes, soaked, behind validated rings, may be validated', () => {
    fc.assert(
      fc.property(anyRoom, (any) => {
        const [first, second] = any.rings;
        if (!first || !second || validateRefusals(any, 'ring1').length > 0) return;
        expect(first.validated).not.toBeNull();
        expect(second.validated).toBeNull();
        expect(['ready', 'validated']).toContain(second.state);
        expect(second.checks.every(({ state }) => state === 'ok' || state === 'warn')).toBe(true);
        if (second.soak) expect(second.soak.elapsed).toBeGreaterThanOrEqual(second.soak.required);
      }),
    );
  });

  it('a failing check is a certain refusal whatever else is missing', () => {
    fc.assert(
      fc.property(anyRoom, (any) => {
        const fails = any.rings[0]?.checks.some(({ state }) => state === 'fail') ?? false;
        const certain = (refusals: ReturnType<typeof deployRefusals>) => refusals.some(({ kind }) => kind === 'fail');
        if (fails) expect(certain(deployRefusals(any, 'ring1')) && certain(validateRefusals(any, 'ring0'))).toBe(true);
      }),
    );
  });
});

describe('while Prometheus is silent', () => {
  const silence = { kind: 'unreachable' as const, message: 'connection refused' };
  const sources: Room['sources'] = [
    { id: 'prometheus', kind: 'prometheus', state: 'failed', answeredAt: null, latency: null, error: silence },
  ];
  const silent = ['missing', 'Prometheus has no current data: connection refused'];

  it('nothing may be deployed to or validated, not even a ring with nothing before it, and one reason says why', () => {
    const rings = [ring({ state: 'unknown', checks: [unknown('stale')] })];
    expect(told(deployRefusals, room({ sources, rings }), 'ring0')).toEqual([silent]);
    expect(told(validateRefusals, room({ sources, rings }), 'ring0')).toEqual([silent]);
  });

  it('what is certain all the same is still said', () => {
    expect(told(deployRefusals, pair({ sources }, { validated: null }), 'ring1')).toEqual([
      ['fail', 'ring0 is not validated'],
      silent,
    ]);
  });
});
