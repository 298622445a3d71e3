import { standing } from '../../room/rings/approvals.ts';
import type { JournalAct, JournalEntry, Ring, Room } from '../../room/room.ts';
import { formatAge } from '../../text/format.ts';
import { type Millis, secondsBetween } from '../../units.ts';
import type { LedgerState } from '../stores/ring-store.ts';
import type { RingDecision } from './decisions.ts';

/** What an act on a ring has done to it. */
const DID: Readonly<Partial<Record<JournalAct, string>>> = {
  validate: 'validated',
  revoke: 'revoked',
  request: 'asked for the validation of',
  withdraw: 'withdrew the request for',
};

export interface News {
  readonly ring: string;
  /** Empty when nobody knows. */
  readonly by: string;
  readonly text: string;
}

/**
 * What has become of the rings since an operator saw them, e.g. "bob revoked ring0 4s ago"; empty when they are as they
 * were. `ring` is the one acted on, as it was shown; the others are as in the room.
 */
export function meanwhile(ring: Ring, room: Room, ledger: LedgerState, now: Millis): readonly News[] {
  // Nothing was known of them.
  if (room.ringStoreError !== null) return [];
  const shown = room.rings.map((other) => (other.id === ring.id ? ring : other));
  return shown.flatMap((seen) => {
    const is = standing(seen, ledger, now);
    const changed = seen.validated?.at !== is.validated?.at || (seen.validated === null) !== (is.validated === null);
    const last = ledger.journal.findLast((entry) => isDoneTo(seen.id, entry));
    const explains = last && (last.act === 'validate') === (is.validated !== null);
    if (changed && !explains)
      return [
        { ring: seen.id, by: '', text: `${seen.id} was ${is.validated ? 'validated' : 'revoked'} by other means` },
      ];
    const asked = seen.approval?.at !== is.approval?.at;
    // A request that has ended by itself is nobody's doing.
    if (!last || !(changed || (asked && (last.act !== 'request' || is.approval)))) return [];
    return [{ ring: seen.id, by: last.by, text: `${last.by} ${DID[last.act]} ${seen.id} ${ago(last.at, now)}` }];
  });
}

/** Tells the operator what has changed under them, where the answer does not say so itself. */
export function withNews({ act, result }: RingDecision, news: readonly News[]): RingDecision {
  const { message } = result;
  const others = news.filter(({ ring, by }) =>
    result.result === 'refused'
      ? by === '' || !message.includes(by) || !message.includes(ring)
      : ring !== act.record.target,
  );
  if (others.length === 0) return { act, result };
  return { act, result: { ...result, message: `${message} (meanwhile ${others.map(({ text }) => text).join(', ')})` } };
}

const isDoneTo = (ring: string, { target, act, result }: JournalEntry): boolean =>
  target === ring && result === 'done' && DID[act] !== undefined;

function ago(at: Millis, now: Millis): string {
  const age = secondsBetween(at, now);
  return age < 1 ? 'just now' : `${formatAge(age)} ago`;
}
