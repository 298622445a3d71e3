import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refusalText } from '../../../src/operations/rings/refusal-text.ts';
import { promql } from '../../../src/profile/query.ts';
import { deployRefusals, validateRefusals } from '../../../src/room/rings/validation.ts';
import type { Comparison, Reading, Room, State } from '../../../src/room/room.ts';
import { seconds } from '../../../src/units.ts';
import { about, ago, alertsWith, check, NOW, ring, room, roomAlert } from '../fixtures.ts';

const told = (refusals: ReturnType<typeof validateRefusals>) =>
  refusals.map((refusal) => [refusal.kind, refusalText(refusal, NOW)]);

const alice = { by: 'alice', at: ago(200) };
const failing = check({ state: 'fail', reading: { known: true, value: 2.12e8, at: NOW, aging: false } });
const unknown = (reason: 'stale' | 'not-a-number' | 'partial', detail: string) =>
  check({ state: 'unknown', reading: { known: false, reason, detail } });

describe('a ring may not be validated', () => {
  it('unless nothing stands against it', () => {
    expect(validateRefusals(room(), 'ring0')).toEqual([]);
  });

  it.each([
    ['a check fails', { checks: [failing] }, 'fail', 'ring0: memory is 212 MB, at most 200 MB is allowed'],
    [
      'data is stale',
      { checks: [unknown('stale', 'the last answer is 45s old')] },
      'missing',
      'ring0: memory is not known: the last answer is 45s old',
    ],
    [
      'there is no traffic to judge by',
      { checks: [unknown('not-a-number', 'nobody sends requests')] },
      'undecided',
      'ring0: memory is not known: nobody sends requests',
    ],
    [
      'part of the data may be missing',
      { checks: [unknown('partial', 'a store is down')] },
      'undecided',
      'ring0: memory is not known: a store is down',
    ],
    [
      'the soak is not over',
      {
        soak: {
          elapsed: seconds(51_000),
          required: seconds(86_400),
          pausedFor: seconds(60),
          paused: { since: ago(60), why: 'memory failed' },
        },
      },
      'undecided',
      'ring0 is still soaking: 14h10 of 1d, 9h50 left, paused 1m ago: memory failed',
    ],
    ['it is validated', { validated: alice }, 'fail', 'ring0 is already validated, by alice 3m ago'],
    ['it was validated by hand', { validated: { by: '', at: ago(0) } }, 'fail', 'ring0 is already validated'],
    ['it is not deployed', { state: 'waiting', soak: null, reason: 'not deployed' }, 'fail', 'ring0: not deployed'],
    ['it is being deployed', { state: 'deploying', reason: '30 % deployed' }, 'undecided', 'ring0: 30 % deployed'],
    ['its state is not known', { state: 'unknown', reason: 'no answer' }, 'missing', 'ring0: no answer'],
  ] as const)('when %s', (_, fields, kind, text) => {
    expect(told(validateRefusals(room({ rings: [ring(fields)] }), 'ring0'))).toEqual([[kind, text]]);
  });

  it('while a ring before it is not, and names every other reason too', () => {
    const rings = [ring(), ring({ id: 'ring1', after: ['ring0'], state: 'waiting', checks: [failing] })];
    expect(told(validateRefusals(room({ rings }), 'ring1'))).toEqual([
      ['fail', 'ring0 is not validated'],
      ['fail', 'ring1: memory is 212 MB, at most 200 MB is allowed'],
    ]);
  });

  it('after a store that cannot be read, whose rings nobody knows not to be validated', () => {
    const rings = [ring(), ring({ id: 'ring1', after: ['ring0'] })];
    const unreadable = room({ rings, ringStoreError: 'rings.json is not JSON' });
    const reason = ['missing', 'which rings are validated is not known: rings.json is not JSON'];
    expect(told(validateRefusals(unreadable, 'ring1'))).toEqual([reason]);
    expect(told(deployRefusals(unreadable, 'ring1'))).toEqual([reason]);
  });

  it('when nobody knows which are, or it does not exist', () => {
    const unreadable = room({ ringStoreError: 'rings.json is not JSON' });
    expect(told(validateRefusals(unreadable, 'ring0'))[0]).toEqual([
      'missing',
      'which rings are validated is not known: rings.json is not JSON',
    ]);
    expect(told(validateRefusals(room(), 'ring7'))).toEqual([['fail', 'there is no ring "ring7" in the profile']]);
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
      candidate: { known: false, reason, detail: 'no answer for 45s' },
      baselineExpr: promql(''),
      candidateExpr: promql(''),
      delta: null,
      state: 'unknown',
      limitText: '',
    },
  ],
  limits: { state: 'ok', sentence: '', reasons: [] },
  verdict: { state, method: 'limits', level: 'ok', judged: null, sentence: 'V2 has 3 pt more errors', reasons: [] },
});

describe('a ring may not be deployed to', () => {
  it('unless nothing stands against it', () => {
    expect(deployRefusals(pair(), 'ring1')).toEqual([]);
    expect(deployRefusals(pair({ comparison: comparison('inconclusive') }), 'ring1')).toEqual([]);
  });

  it.each([
    ['a ring before it is not validated', {}, { validated: null }, 'fail', 'ring0 is not validated'],
    ['one no longer passes', {}, { checks: [failing] }, 'fail', 'ring0: memory is 212 MB, at most 200 MB is allowed'],
    [
      'the comparison is worse',
      { comparison: comparison('worse') },
      {},
      'fail',
      'the comparison is worse: V2 has 3 pt more errors',
    ],
    [
      'the comparison is blind',
      { comparison: comparison('unknown') },
      {},
      'missing',
      'errors cannot be compared: no answer for 45s',
    ],
    [
      'alerts are stale',
      { alerts: { ...alertsWith([], 'stale'), detail: 'last 45s ago' } },
      {},
      'missing',
      'alerts are not known: last 45s ago',
    ],
  ] as const)('when %s', (_, fields, first, kind, text) => {
    expect(told(deployRefusals(pair(fields, first), 'ring1'))).toEqual([[kind, text]]);
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
        word === 'known'
          ? { known: true, value: 0, at: NOW, aging: false }
          : { known: false, reason: word, detail: 'a store is down' };
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
        checks: fc.array(states.map((state) => (state === 'unknown' ? unknown('stale', 'old') : check({ state })))),
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
    { id: 'prometheus', kind: 'prometheus', state: 'failed', age: null, latency: null, error: silence },
  ];
  const silent = ['missing', 'Prometheus tells nothing of now: connection refused'];

  it('nothing may be deployed to or validated, not even a ring with nothing before it, and one reason says why', () => {
    const rings = [ring({ state: 'unknown', checks: [unknown('stale', 'too old')] })];
    expect(told(deployRefusals(room({ sources, rings }), 'ring0'))).toEqual([silent]);
    expect(told(validateRefusals(room({ sources, rings }), 'ring0'))).toEqual([silent]);
  });

  it('what is certain all the same is still said', () => {
    expect(told(deployRefusals(pair({ sources }, { validated: null }), 'ring1'))).toEqual([
      ['fail', 'ring0 is not validated'],
      silent,
    ]);
  });
});
