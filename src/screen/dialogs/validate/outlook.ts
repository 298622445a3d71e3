import { judgeAttempt, type Prospect } from '../../../room/rings/attempt.ts';
import { isOverridable, type Refusal } from '../../../room/rings/validation.ts';
import type { Room } from '../../../room/room.ts';
import { makeSafe } from '../../../room/safe.ts';
import type { Approval } from '../../../room/shown.ts';
import type { Safe } from '../../../text/safe.ts';
import { refusalText } from '../../../wording/refusals.ts';

/** What an operator's wish to validate a ring leads to, as the room stands; the act itself judges by the same. */
export interface Outlook {
  /** `waits`: nothing is wrong, but the operator asked for it and somebody else must confirm it. */
  readonly kind: 'refused' | 'waits' | Prospect['becomes'];
  /** Why not; empty when it may. */
  readonly refusals: readonly Refusal[];
  /** The same as sentences. */
  readonly reasons: readonly Safe[];
  /** Whether a typed reason overrides everything that stands against it, and what it then is. */
  readonly override: Prospect['becomes'] | null;
  /** What stands against it without its numbers: this must not grow while the act counts down. */
  readonly against: readonly string[];
  /** What the operator would confirm. */
  readonly request: Approval | null;
}

/** Undefined when there is no such ring any more. */
export function outlookOf(room: Room, ringId: string, operator: string): Outlook | undefined {
  if (!room.rings.some(({ id }) => id === ringId)) return undefined;
  const { refusals, becomes, request } = judgeAttempt(room, ringId, { operator });
  const refused = refusals.some(({ why }) => why !== 'own-request');
  return {
    kind: refused ? 'refused' : refusals.length > 0 ? 'waits' : becomes,
    refusals,
    reasons: refusals.map((refusal) => refusalText(refusal, room)),
    override: refused && refusals.every(isOverridable) ? becomes : null,
    against: refusals.map(keyOf),
    request: request && makeSafe(request),
  };
}

/** A reason by what it is about. */
const keyOf = (refusal: Refusal): string =>
  [
    refusal.why,
    'ring' in refusal ? refusal.ring : '',
    'check' in refusal ? refusal.check.id : '',
    'alert' in refusal ? refusal.alert.fingerprint : '',
    'metric' in refusal ? refusal.metric.id : '',
  ].join(' ');
