import { describe, expect, it } from 'vitest';
import type { JournalRecord } from '../../../src/operations/journal/journal.ts';
import { meanwhile, withNews } from '../../../src/operations/rings/meanwhile.ts';
import type { RingRecords, Validation } from '../../../src/room/room.ts';
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
      ['ring0 was validated by other means'],
    ],
    ['an edit back', { validated: bob }, {}, [done('validate')], ['ring0 was revoked by other means']],
    ['a request', { approvals: 2 }, {}, [done('request')], ['bob asked for the validation of ring0 4s ago']],
    [
      'a withdrawal',
      { approvals: 2, approval: asked },
      {},
      [done('request'), done('withdraw')],
      ['bob withdrew the request for ring0 4s ago'],
    ],
  ])('is told of %s', (_, shown, records, journal, told) => {
    const seen = room({ rings: [ring(shown)] });
    expect(meanwhile(ring(shown), seen, { records, journal }, NOW).map(({ text }) => text)).toEqual(told);
  });

  it('is measured by the ring as it was shown, though the room has heard of the change', () => {
    const aware = room({ rings: [ring({ validated: null })] });
    const ledger = { records: {}, journal: [done('revoke')] };
    expect(meanwhile(ring({ validated: bob }), aware, ledger, NOW)).toMatchObject([
      { text: 'bob revoked ring0 4s ago' },
    ]);
  });

  it('is not told of when the store could not be read', () => {
    const blind = room({ ringStoreError: 'no' });
    expect(meanwhile(ring(), blind, { records: { ring0: bob }, journal: [] }, NOW)).toEqual([]);
  });

  it('is added to a refusal that does not say so, and to what is done when it is about another ring', () => {
    const news = [{ ring: 'ring0', by: 'bob', text: 'bob revoked ring0 4s ago' }];
    const say = (result: 'done' | 'refused', target: string, message: string) =>
      withNews({ act: { record: done('validate', target) }, result: { result, message } }, news).result.message;
    expect(say('refused', 'ring1', 'ring0 is not validated')).toBe(
      'ring0 is not validated (meanwhile bob revoked ring0 4s ago)',
    );
    expect(say('refused', 'ring0', 'ring0 was revoked by bob')).toBe('ring0 was revoked by bob');
    expect(say('done', 'ring0', 'ring0 is validated')).toBe('ring0 is validated');
    expect(say('done', 'ring1', 'ring1 is validated')).toBe('ring1 is validated (meanwhile bob revoked ring0 4s ago)');
  });
});
