import { describe, expect, it } from 'vitest';
import type { JournalRecord } from '../../../src/operations/journal/journal.ts';
import { meanwhile, type News, withNews } from '../../../src/operations/rings/meanwhile.ts';
import type { Refusal } from '../../../src/room/rings/validation.ts';
import type { RingRecords, Validation } from '../../../src/room/room.ts';
import { newsText } from '../../../src/wording/ring-acts.ts';
import { ago, NOW, ring, room } from '../../room/fixtures.ts';

const bob: Validation = { by: 'bob', at: ago(4) };
const done = (act: JournalRecord['act'], target = 'ring0', by = 'bob'): JournalRecord => ({
  at: ago(4),
  by,
  act,
  target,
  result: 'done',
  detail: '',
});
const refused = { ...done('revoke'), result: 'refused' } as const;
const asked = { by: 'bob', at: ago(4), expiresAt: ago(-3596) };

describe('what has changed under an operator', () => {
  it.each<[string, Parameters<typeof ring>[0], RingRecords, JournalRecord[], string[]]>([
    ['nothing', {}, {}, [], []],
    ['a refusal, which changes nothing', {}, {}, [refused], []],
    ['a validation', {}, { ring0: bob }, [done('validate')], ['bob validated ring0 4s ago']],
    ['a revocation', { validated: bob }, {}, [done('validate'), done('revoke')], ['bob revoked ring0 4s ago']],
    [
      'another validation',
      { validated: { by: 'eve', at: ago(9) } },
      { ring0: bob },
      [done('validate')],
      ['bob validated ring0 4s ago'],
    ],
    [
      'an edit of the file',
      {},
      { ring0: { by: '', at: null } },
      [done('revoke')],
      ['ring0 was validated outside ringdeck'],
    ],
    ['an edit back', { validated: bob }, {}, [done('validate')], ['ring0 was revoked outside ringdeck']],
    ['a request', { approvals: 2 }, {}, [done('request')], ['bob requested the validation of ring0 4s ago']],
    [
      'a withdrawal',
      { approvals: 2, approval: asked },
      {},
      [done('request'), done('withdraw')],
      ['bob withdrew the request for ring0 4s ago'],
    ],
  ])('is told of %s', (_, shown, records, journal, told) => {
    const seen = room({ rings: [ring(shown)] });
    const news = meanwhile(ring(shown), seen, { records, journal }, NOW);
    expect(news.map((one) => newsText(one, NOW))).toEqual(told);
  });

  it('is measured by the ring as it was shown, though the room has heard of the change', () => {
    const aware = room({ rings: [ring({ validated: null })] });
    const ledger = { records: {}, journal: [done('revoke')] };
    expect(meanwhile(ring({ validated: bob }), aware, ledger, NOW)).toEqual([
      { ring: 'ring0', by: 'bob', act: 'revoke', at: ago(4) },
    ]);
  });

  it('is not told of when the store could not be read', () => {
    const blind = room({ ringStoreError: 'no' });
    expect(meanwhile(ring(), blind, { records: { ring0: bob }, journal: [] }, NOW)).toEqual([]);
  });

  it('is added to a refusal that does not say so, and to what is done when it is about another ring', () => {
    const news: readonly News[] = [{ ring: 'ring0', by: 'bob', act: 'revoke', at: ago(4) }];
    const say = (target: string, refusals: readonly Refusal[]) => {
      const result = refusals.length > 0 ? 'refused' : 'done';
      const decision = {
        act: { record: done('validate', target) },
        result: { result, message: 'so' },
        refusals,
      } as const;
      return withNews(decision, news, NOW).result.message;
    };
    const told = 'so (meanwhile bob revoked ring0 4s ago)';
    const already = { kind: 'fail', why: 'already-validated', ring: 'ring0' } as const;
    expect(say('ring1', [{ kind: 'fail', why: 'not-validated', ring: 'ring0' }])).toBe(told);
    expect(say('ring0', [{ ...already, validation: { by: 'bob', at: ago(4) } }])).toBe('so');
    expect(say('ring0', [{ ...already, validation: { by: 'eve', at: ago(4), approvedBy: 'bob' } }])).toBe('so');
    expect(say('ring0', [{ ...already, validation: { by: 'bobby', at: ago(4) } }])).toBe(told);
    expect(say('ring0', [])).toBe('so');
    expect(say('ring1', [])).toBe(told);
  });
});
