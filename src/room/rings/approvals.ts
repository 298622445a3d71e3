import { own } from '../../own.ts';
import { sanitiseLine } from '../../text/sanitise.ts';
import { addSeconds, type Millis, seconds } from '../../units.ts';
import type { Approval, JournalEntry, Ring, RingRecords } from '../room.ts';

/** What is known of who validated what: `records` is null when the ring store cannot be read. */
export interface RingLedger {
  readonly records: RingRecords | null;
  /** Oldest first. */
  readonly journal: readonly JournalEntry[];
}

/** How long a second operator has to confirm what a first one asked for. */
export const REQUEST_LIFE = seconds(3600);

/** What the ring store and its journal say of a ring. */
export function standing(
  { id, approvals, deployedAt }: Pick<Ring, 'id' | 'approvals' | 'deployedAt'>,
  { records, journal }: RingLedger,
  now: Millis,
): Pick<Ring, 'validated' | 'approval'> {
  const validated = (records && own(records, id)) ?? null;
  return { validated, approval: approvals === 2 && !validated ? approvalOf(id, journal, now, deployedAt) : null };
}

/**
 * What was asked for on a ring and still waits for a second operator, by the journal, oldest entry first. A request ends
 * when it is confirmed, withdrawn, or too old; when the ring is revoked; and when the ring is deployed anew, since it was
 * about what was deployed then.
 */
export function approvalOf(
  ring: string,
  journal: readonly JournalEntry[],
  now: Millis,
  deployedAt: Millis | null,
): Approval | null {
  const last = journal.findLast(
    ({ target, result, act }) =>
      target === ring &&
      result === 'done' &&
      (act === 'request' || act === 'withdraw' || act === 'validate' || act === 'revoke'),
  );
  if (last?.act !== 'request') return null;
  const { by, at, note, override } = last;
  const expiresAt = addSeconds(at, REQUEST_LIFE);
  if (expiresAt <= now || (deployedAt !== null && deployedAt > at)) return null;
  return { by, at, expiresAt, ...(note && { note }), ...(override && { override }) };
}

/** Whether two names mean one operator: neither case nor spaces make a second one. */
export const sameOperator = (a: string, b: string): boolean => foldName(a) === foldName(b);

const foldName = (name: string): string =>
  sanitiseLine(name).normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase();
