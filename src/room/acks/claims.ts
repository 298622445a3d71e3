import { addSeconds, type Millis, type Seconds, seconds } from '../../units.ts';
import { NOTICEABLE_SKEW } from '../alerts/alertmanagers.ts';
import type { JournalEntry } from '../journal.ts';
import type { Moment } from '../moment.ts';
import { sameOperator } from '../rings/approvals.ts';

/** Somebody said "I am on it"; nothing is silenced by that. */
export interface AlertClaim {
  readonly by: string;
  readonly at: Millis;
  readonly note: string;
  /** Who had it before it was taken over. */
  readonly takenFrom?: string;
}

/** A claim that nobody released is forgotten after this time. */
const CLAIM_LIFE: Seconds = seconds(24 * 3600);

/**
 * Who is on which alert, by fingerprint: the newest claim or release of each, as the journal has them.
 * @param journal oldest first
 */
export function claimsOf(journal: readonly JournalEntry[], moment: Moment): ReadonlyMap<string, AlertClaim> {
  const claims = new Map<string, AlertClaim>();
  for (const { act, result, fingerprint, at, by, note } of journal) {
    if (result !== 'done' || fingerprint === undefined || moment.isOver(addSeconds(at, CLAIM_LIFE))) continue;
    if (act === 'release') claims.delete(fingerprint);
    if (act !== 'claim') continue;
    const before = claims.get(fingerprint);
    const takenFrom = before === undefined || sameOperator(before.by, by) ? {} : { takenFrom: before.by };
    claims.set(fingerprint, { by, at, note: note ?? '', ...takenFrom });
  }
  return claims;
}

/** Who is on an alert, or null. A claim is for one firing: it ends when its alert resolves and begins anew. */
export function claimOn(
  { fingerprint, startsAt }: { readonly fingerprint: string; readonly startsAt: Millis },
  claims: ReadonlyMap<string, AlertClaim>,
): AlertClaim | null {
  const claim = claims.get(fingerprint);
  return claim && startsAt <= claim.at + NOTICEABLE_SKEW ? claim : null;
}
