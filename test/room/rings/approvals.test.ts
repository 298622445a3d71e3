import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { Moment } from '../../../src/room/moment.ts';
import { approvalOf, REQUEST_LIFE, sameOperator } from '../../../src/room/rings/approvals.ts';
import type { JournalAct, JournalEntry } from '../../../src/room/room.ts';
import { addSeconds, type Millis, millis } from '../../../src/units.ts';
import { ago, NOW } from '../fixtures.ts';

const entry = (act: JournalAct, at: Millis, fields: Partial<JournalEntry> = {}): JournalEntry => ({
  at,
  by: 'alice',
  act,
  target: 'ring1',
  result: 'done',
  detail: '',
  ...fields,
});
const asked = entry('request', ago(180), { note: 'all green', override: 'the sensor is broken' });
const of = (journal: readonly JournalEntry[], now = NOW, deployedAt: Millis | null = ago(9000)) =>
  approvalOf('ring1', journal, new Moment(now), deployedAt);

describe('a request for a second operator', () => {
  it('stands with who asked, when, why and until when', () => {
    expect(of([asked])).toEqual({
      by: 'alice',
      at: ago(180),
      expiresAt: addSeconds(ago(180), REQUEST_LIFE),
      note: 'all green',
      override: 'the sensor is broken',
    });
  });

  it.each([
    ['it is confirmed', entry('validate', ago(60), { by: 'bob' }), false],
    ['it is withdrawn, whoever does', entry('withdraw', ago(60), { by: 'bob' }), false],
    ['the ring is revoked', entry('revoke', ago(60)), false],
    ['a confirmation was refused', entry('validate', ago(60), { result: 'refused' }), true],
    ['a withdrawal failed', entry('withdraw', ago(60), { result: 'failed' }), true],
    ['another ring is validated', entry('validate', ago(60), { target: 'ring0' }), true],
    ['an alert of the same name is acknowledged', entry('acknowledge', ago(60)), true],
  ])('ends or not when %s', (_, then, stands) => {
    expect(of([asked, then]) !== null).toBe(stands);
  });

  it('ends after its life, and when the ring is deployed anew, but not by an older deployment or one not known', () => {
    const end = addSeconds(ago(180), REQUEST_LIFE);
    expect([of([asked], millis(end - 1)), of([asked], end)]).toEqual([expect.anything(), null]);
    expect([of([asked], NOW, ago(181)), of([asked], NOW, null), of([asked], NOW, ago(179))]).toEqual([
      expect.anything(),
      expect.anything(),
      null,
    ]);
  });

  it('is the last one asked for', () => {
    const again = entry('request', ago(10), { by: 'bob' });
    expect(of([asked, entry('withdraw', ago(60)), again])).toMatchObject({ by: 'bob', at: ago(10) });
  });

  it('is never there after anything but a request, over random journals', () => {
    const acts = fc.constantFrom<JournalAct>('request', 'withdraw', 'validate', 'revoke', 'acknowledge');
    const results = fc.constantFrom<JournalEntry['result']>('done', 'refused', 'failed');
    const line = fc.record({ act: acts, result: results, target: fc.constantFrom('ring0', 'ring1') });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const journal = lines.map(({ act, ...fields }, i) => entry(act, ago(600 - i), fields));
        const decisive = journal.filter(
          ({ act, result, target }) => result === 'done' && target === 'ring1' && act !== 'acknowledge',
        );
        expect(of(journal)?.at ?? null).toBe(decisive.at(-1)?.act === 'request' ? decisive.at(-1)?.at : null);
      }),
    );
  });
});

test.each([
  ['alice', 'Alice', true],
  ['alice', ' alice  ', true],
  ['Alice  Smith', 'alice smith', true],
  ['ａｌｉｃｅ', 'alice', true],
  ['alice', 'bob', false],
  ['alice', 'alice2', false],
])('%j and %j are the same operator: %j', (a, b, same) => {
  expect(sameOperator(a, b)).toBe(same);
});
