import { own } from '../../own.ts';
import { sanitiseLine } from '../../text/sanitise.ts';
import { addSeconds, type Millis, seconds } from '../../units.ts';
import type { JournalEntry } from '../journal.ts';
import type { Moment } from '../moment.ts';

export interface Validation {
  /** Empty when the store does not say. */
  readonly by: string;
  /** Null when the store does not say. */
  readonly at: Millis | null;
  readonly note?: string;
  /** The typed reason for which what stood against it was overridden. */
  readonly override?: string;
  /** The second operator, who confirmed what `by` asked for. */
  readonly approvedBy?: string;
}

/** What one operator asked for and another must confirm. */
export interface Approval {
  readonly by: string;
  readonly at: Millis;
  /** Nobody can confirm it from then on. */
  readonly expiresAt: Millis;
  readonly note?: string;
  /** The reason typed with it, for what stood against the ring when it was asked. */
  readonly override?: string;
}

/** Which rings are validated, by ring id; a ring that is absent is not. */
export type RingRecords = Readonly<Record<string, Validation>>;

/** What is known of who validated what: `records` is null when the ring store cannot be read. */
export interface RingLedger {
  readonly records: RingRecords | null;
  /** Oldest first. */
  readonly journal: readonly JournalEntry[];
}

/** How long a second operator has to confirm what a first one asked for. */
export const REQUEST_LIFE = seconds(3600);

/** How far a ring has come with operators. */
export interface Signed {
  /** Null when it is not validated; `by` is empty when the store says so without a name. */
  readonly validated: Validation | null;
  /** What was asked for and waits for a second operator. */
  readonly approval: Approval | null;
}

/** What the ring store and its journal say of a ring. */
export function standing(
  { id, approvals, deployedAt }: { readonly id: string; readonly approvals: 1 | 2; readonly deployedAt: Millis | null },
  { records, journal }: RingLedger,
  moment: Moment,
): Signed {
  const validated = (records && own(records, id)) ?? null;
  return { validated, approval: approvals === 2 && !validated ? approvalOf(id, journal, moment, deployedAt) : null };
}

/**
 * What was asked for on a ring and still waits for a second operator, by the journal, oldest entry first. A request ends
 * when it is confirmed, withdrawn, or too old; when the ring is revoked; and when the ring is deployed anew, since it was
 * about what was deployed then.
 */
export function approvalOf(
  ring: string,
  journal: readonly JournalEntry[],
  moment: Moment,
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
  if (moment.hasCome(expiresAt) || (deployedAt !== null && deployedAt > at)) return null;
  return { by, at, expiresAt, ...(note && { note }), ...(override && { override }) };
}

/** Whether two names mean one operator: neither case nor spaces make a second one. */
export const sameOperator = (a: string, b: string): boolean => foldName(a) === foldName(b);

const foldName = (name: string): string =>
  sanitiseLine(name).normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase();
