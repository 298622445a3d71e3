import { expect, test } from 'vitest';
import type { JournalRecord } from '../../src/operations/journal/journal.ts';
import type { RingRecords, Validation } from '../../src/room/room.ts';
import { ledgerAt } from '../../src/session/past-ledger.ts';
import { millis } from '../../src/units.ts';
import { INHERITED } from '../names.ts';

const entry = (at: number, act: JournalRecord['act'], result: JournalRecord['result'] = 'done'): JournalRecord => ({
  at: millis(at),
  by: 'alice',
  act,
  target: 'ring0',
  result,
  detail: '',
});
const revoke = (at: number, revoked: Validation): JournalRecord => ({ ...entry(at, 'revoke'), evidence: { revoked } });
const VALIDATED = { ring0: { by: 'alice', at: millis(100) } };

test.each([
  ['before the validation', VALIDATED, [entry(100, 'validate')], 50, false],
  ['after the validation', VALIDATED, [entry(100, 'validate')], 150, true],
  ['between validation and revocation', {}, [entry(100, 'validate'), revoke(200, VALIDATED.ring0)], 150, true],
  ['before a revoked validation', {}, [entry(100, 'validate'), revoke(200, VALIDATED.ring0)], 50, false],
  ['before the revocation of one the journal does not know', {}, [revoke(200, VALIDATED.ring0)], 150, true],
  ['before the revocation of one made by a script', {}, [revoke(200, { by: '', at: null })], 150, true],
  ['after the revocation', {}, [entry(100, 'validate'), revoke(200, VALIDATED.ring0)], 250, false],
  ['after an act that was refused', {}, [entry(100, 'validate', 'refused')], 150, false],
  ['without a journal, by the date of the record', VALIDATED, [], 150, true],
  ['without a journal, before that date', VALIDATED, [], 50, false],
] as const)('%s the ring stands as it stood then', (_, records, journal, at, validated) => {
  const past = ledgerAt({ records, error: null, journal }, millis(at));
  expect('ring0' in (past.records ?? {})).toBe(validated);
  expect(past.journal.every((line) => line.at <= at)).toBe(true);
});

test.each(INHERITED)('a ring named %s stands as it stood, and others do not stand for it', (ring) => {
  const validation: Validation = { by: 'alice', at: millis(100) };
  const journal = [{ ...entry(100, 'validate'), target: ring }];
  const records = Object.fromEntries([[ring, validation]]);
  const validated = (held: RingRecords, at: number) =>
    Object.keys(ledgerAt({ records: held, error: null, journal }, millis(at)).records ?? {});
  expect(validated(records, 150)).toEqual([ring]);
  expect(validated(records, 50)).toEqual([]);
  expect(validated({}, 150)).toEqual([]);
});

test('a store that could not be read stays unreadable', () => {
  expect(ledgerAt({ records: null, error: 'no', journal: [] }, millis(0))).toMatchObject({
    records: null,
    error: 'no',
  });
});
