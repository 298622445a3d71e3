import * as v from 'valibot';
import type { JournalRecord } from '../operations/journal/journal.ts';
import { own } from '../own.ts';
import type { Ledger } from '../room/build.ts';
import type { RingRecords, Validation } from '../room/room.ts';
import { number, object } from '../shape.ts';
import { type Millis, millis } from '../units.ts';

/** A ledger whose journal also says what its acts rested on. */
export interface RecordedLedger extends Ledger {
  readonly journal: readonly JournalRecord[];
}

/** What a revocation took away, as its line keeps it. */
const revocation = object({
  revoked: object({
    by: v.string(),
    at: v.nullable(v.pipe(number, v.transform(millis))),
    note: v.exactOptional(v.string()),
    override: v.exactOptional(v.string()),
    approvedBy: v.exactOptional(v.string()),
  }),
});

/** The ledger as it stood at an instant in the past: today's records with every later act undone, by the whole journal. */
export function ledgerAt({ records, error, journal }: RecordedLedger, at: Millis): RecordedLedger {
  const until = journal.filter((entry) => entry.at <= at);
  if (records === null) return { records, error, journal: until };
  const rings = new Set([...Object.keys(records), ...journal.map((entry) => entry.target)]);
  const past = new Map<string, Validation>();
  for (const ring of rings) {
    const validation = validationAt(ring, records, journal, at);
    // One without a date may be as old as any.
    if (validation && (validation.at ?? at) <= at) past.set(ring, validation);
  }
  return { records: Object.fromEntries(past), error, journal: until };
}

function validationAt(
  ring: string,
  records: RingRecords,
  journal: readonly JournalRecord[],
  at: Millis,
): Validation | undefined {
  const acts = journal.filter(
    ({ target, act, result }) => target === ring && result === 'done' && (act === 'validate' || act === 'revoke'),
  );
  const next = acts.find((entry) => entry.at > at);
  if (!next) return own(records, ring);
  // Only a ring that is not validated is validated, and what is revoked was validated until then.
  if (next.act === 'validate') return undefined;
  const evidence = v.safeParse(revocation, next.evidence);
  return evidence.success ? evidence.output.revoked : undefined;
}
