import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeAttempt, SHORTEST_REASON } from '../../../src/room/rings/attempt.ts';
import { validateRefusals } from '../../../src/room/rings/validation.ts';
import type { Ring, Room } from '../../../src/room/room.ts';
import { seconds } from '../../../src/units.ts';
import { ago, check, NOW, ring, room } from '../fixtures.ts';

const failing = check({ state: 'fail', reading: { known: true, value: 2.12e8, at: NOW, aging: false } });
const REASON = 'memory is the sensor’s fault';
const judge = (fields: Partial<Ring>, override?: string, operator = 'bob', more: Partial<Room> = {}) =>
  judgeAttempt(room({ rings: [ring(fields)], ...more }), 'ring0', { operator, override });
const whys = (refusals: readonly { readonly why: string }[]) => refusals.map(({ why }) => why);
const soak = { elapsed: seconds(5), required: seconds(60), pausedFor: seconds(0) };

describe('an override', () => {
  it.each([
    ['a check that fails', { checks: [failing] }, 'check-fails'],
    ['a soak that is not over', { soak }, 'soaking'],
    [
      'data that is missing',
      {
        checks: [
          check({
            state: 'unknown',
            reading: { known: false, reason: 'stale', at: ago(45), part: false, error: 'old' },
          }),
        ],
      },
      'check-unknown',
    ],
    ['a deployment that goes on', { state: 'deploying' }, 'not-ready'],
  ] as const)('with a reason validates against %s, and says what it overrode', (_, fields, why) => {
    expect(whys(judge(fields).refusals)).toEqual([why]);
    expect(judge(fields, REASON)).toMatchObject({ refusals: [], overridden: [{ why }], becomes: 'validation' });
  });

  it.each([
    ['that is not deployed', { state: 'waiting', deployedAt: null, soak: null }],
    ['that is not deployed, whose checks have no data', { state: 'waiting', checks: [failing] }],
    ['that is validated', { validated: { by: 'alice', at: ago(9) } }],
    ['whose predecessor is not validated', { id: 'ring1', after: ['ring0'] }],
  ] as const)('is none for a ring %s', (_, fields) => {
    const own = ring(fields as Partial<Ring>);
    const others = own.id === 'ring0' ? [] : [ring()];
    const { refusals } = judgeAttempt(room({ rings: [...others, own] }), own.id, { operator: 'bob', override: REASON });
    expect(refusals).not.toEqual([]);
  });

  it('is none while the ring store cannot be read, or for a ring that does not exist', () => {
    expect(whys(judge({}, REASON, 'bob', { ringStoreError: 'disk full' }).refusals)).toEqual(['store-unreadable']);
    expect(whys(judgeAttempt(room(), 'ring7', { operator: 'bob', override: REASON }).refusals)).toEqual([
      'no-such-ring',
    ]);
  });

  it('needs a reason that says something', () => {
    const short = 'x'.repeat(SHORTEST_REASON - 1);
    expect(whys(judge({ checks: [failing] }, ` ${short} `).refusals)).toEqual(['check-fails', 'reason-too-short']);
    expect(whys(judge({ checks: [failing] }, '  ').refusals)).toEqual(['check-fails']);
    expect(judge({}, short)).toMatchObject({ refusals: [], overridden: [] });
  });
});

describe('where it takes two operators', () => {
  const request = { by: 'alice', at: ago(60), expiresAt: ago(-3540) };

  it('the first asks and a different second one confirms', () => {
    expect(judge({ approvals: 2 })).toMatchObject({ refusals: [], becomes: 'request', request: null });
    expect(judge({ approvals: 2, approval: request })).toMatchObject({
      refusals: [],
      becomes: 'confirmation',
      request,
    });
  });

  it.each(['alice', 'ALICE ', ' Alice'])('%j cannot confirm what alice asked for', (operator) => {
    expect(whys(judge({ approvals: 2, approval: request }, REASON, operator).refusals)).toEqual(['own-request']);
  });

  it('what stands against the ring when it is confirmed must be overridden then, whatever the first one wrote', () => {
    const approval = { ...request, override: REASON };
    expect(whys(judge({ approvals: 2, approval, checks: [failing] }).refusals)).toEqual(['check-fails']);
    expect(judge({ approvals: 2, approval, checks: [failing] }, REASON).refusals).toEqual([]);
    expect(judge({ approvals: 2, approval })).toMatchObject({ refusals: [], overridden: [] });
  });
});

it('refuses without a reason exactly what the gate refuses', () => {
  const anyRing = fc
    .record({
      state: fc.constantFrom<Ring['state']>('deploying', 'soaking', 'ready', 'failing', 'unknown', 'waiting'),
      validated: fc.constantFrom(null, { by: 'alice', at: ago(9) }),
      soak: fc.constantFrom(null, soak),
      checks: fc.constantFrom([check()], [failing]),
    })
    .map(ring);
  fc.assert(
    fc.property(anyRing, fc.constantFrom(undefined, REASON), (any, override) => {
      const shown = room({ rings: [any] });
      const { refusals, overridden } = judgeAttempt(shown, 'ring0', { operator: 'bob', override });
      const gate = validateRefusals(shown, 'ring0');
      if (override === undefined) expect(refusals.length > 0).toBe(gate.length > 0);
      // Nothing that stands against the ring is lost: it is refused, or overridden.
      for (const refusal of gate) expect([...refusals, ...overridden]).toContainEqual(refusal);
    }),
  );
});
