import { Moment } from '../../room/moment.ts';
import { standing } from '../../room/rings/approvals.ts';
import type { Refusal } from '../../room/rings/validation.ts';
import type { JournalAct, JournalEntry, Ring, Room } from '../../room/room.ts';
import type { Millis } from '../../units.ts';
import { withNewsText } from '../../wording/ring-acts.ts';
import type { LedgerState } from '../stores/ring-store.ts';
import type { RingDecision } from './decisions.ts';

/** What changes how a ring stands. */
const CHANGES = ['validate', 'revoke', 'request', 'withdraw'] as const satisfies readonly JournalAct[];
type Change = (typeof CHANGES)[number];

/** What has become of a ring; nobody knows who validated or revoked one by other means. */
export type News = { readonly ring: string } & (
  | { readonly by: string; readonly act: Change; readonly at: Millis }
  | { readonly by: null; readonly validated: boolean }
);

/**
 * What has become of the rings since an operator saw them, e.g. that bob revoked ring0; empty when they are as they were.
 * `ring` is the one acted on, as it was shown; the others are as in the room.
 */
export function meanwhile(ring: Ring, room: Room, ledger: LedgerState, now: Millis): readonly News[] {
  // Nothing was known of them.
  if (room.ringStoreError !== null) return [];
  const shown = room.rings.map((other) => (other.id === ring.id ? ring : other));
  return shown.flatMap((seen): readonly News[] => {
    const is = standing(seen, ledger, new Moment(now));
    const changed = seen.validated?.at !== is.validated?.at || (seen.validated === null) !== (is.validated === null);
    const last = ledger.journal.flatMap((entry) => changeOf(seen.id, entry)).at(-1);
    const explains = last && (last.act === 'validate') === (is.validated !== null);
    if (changed && !explains) return [{ ring: seen.id, by: null, validated: is.validated !== null }];
    const asked = seen.approval?.at !== is.approval?.at;
    // A request that has ended by itself is nobody's doing.
    return last && (changed || (asked && (last.act !== 'request' || is.approval))) ? [last] : [];
  });
}

const changeOf = (ring: string, { target, act, result, by, at }: JournalEntry): readonly (News & { act: Change })[] => {
  const change = CHANGES.find((one) => one === act);
  return target === ring && result === 'done' && change ? [{ ring, by, act: change, at }] : [];
};

/** Tells the operator what has changed under them, where the answer does not say so itself. */
export function withNews(decision: RingDecision, news: readonly News[], now: Millis): RingDecision {
  const { act, result, refusals } = decision;
  const others = news.filter((one) =>
    result.result === 'refused' ? !refusals.some((refusal) => tells(refusal, one)) : one.ring !== act.record.target,
  );
  if (others.length === 0) return decision;
  return { ...decision, result: { ...result, message: withNewsText(result.message, others, now) } };
}

/** Whether a refusal says already what has become of a ring, and by whom. */
function tells(refusal: Refusal, { ring, by }: News): boolean {
  if (by === null || !('ring' in refusal) || refusal.ring !== ring) return false;
  if (refusal.why === 'already-validated') return [refusal.validation.by, refusal.validation.approvedBy].includes(by);
  return refusal.why === 'own-request' && refusal.request.by === by;
}
