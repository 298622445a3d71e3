import { describe, expect, it } from 'vitest';
import { claimOn, claimsOf } from '../../../src/room/acks/claims.ts';
import { Moment } from '../../../src/room/moment.ts';
import type { JournalEntry } from '../../../src/room/room.ts';
import { ago, NOW } from '../fixtures.ts';

const entry = (by: string, act: JournalEntry['act'], age: number, more: Partial<JournalEntry> = {}): JournalEntry => ({
  at: ago(age),
  by,
  act,
  target: 'V2ErrorSpike',
  fingerprint: 'f1',
  result: 'done',
  detail: '',
  ...more,
});

const claim = (journal: readonly JournalEntry[], startsAt = ago(900)) =>
  claimOn({ fingerprint: 'f1', startsAt }, claimsOf(journal, new Moment(NOW)));

describe('a claim', () => {
  it('is the newest of an alert', () => {
    const journal = [
      entry('alice', 'claim', 300, { note: 'looking' }),
      entry('alice', 'claim', 200, { note: 'found it' }),
    ];
    expect(claim(journal)).toEqual({ by: 'alice', at: ago(200), note: 'found it' });
  });

  it('that was taken over says from whom', () => {
    const journal = [entry('alice', 'claim', 300), entry('bob', 'claim', 200)];
    expect(claim(journal)).toEqual({ by: 'bob', at: ago(200), note: '', takenFrom: 'alice' });
  });

  it.each<[string, readonly JournalEntry[]]>([
    ['released', [entry('alice', 'claim', 300), entry('alice', 'release', 200)]],
    ['refused', [entry('alice', 'claim', 300, { result: 'refused' })]],
    ['of another alert', [entry('alice', 'claim', 300, { fingerprint: 'f2' })]],
    ['a day old', [entry('alice', 'claim', 24 * 3600 + 1)]],
    ['of an alert that has resolved since and begun anew', [entry('alice', 'claim', 1000)]],
    ['no claim at all', [entry('alice', 'acknowledge', 300)]],
  ])('is none when it is %s', (_, journal) => {
    expect(claim(journal)).toBeNull();
  });

  it('after a release takes nothing over', () => {
    const journal = [entry('alice', 'claim', 300), entry('alice', 'release', 250), entry('bob', 'claim', 200)];
    expect(claim(journal)).toEqual({ by: 'bob', at: ago(200), note: '' });
  });
});
