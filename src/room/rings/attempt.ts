import type { Room } from '../room.ts';
import { type Approval, sameOperator } from './approvals.ts';
import { isOverridable, type Refusal, validateRefusals } from './validation.ts';

/** A reason shorter than this says nothing to whoever reads it later. */
export const SHORTEST_REASON = 10;

/** An operator's wish to validate a ring. */
export interface Attempt {
  readonly operator: string;
  /** Why what stands against it is overridden, as typed. */
  readonly override?: string | undefined;
}

/** What would come of an attempt now. */
export interface Prospect {
  /** What forbids it; empty when it goes through. */
  readonly refusals: readonly Refusal[];
  /** What stands against it and is overridden; empty when nothing has to be. */
  readonly overridden: readonly Refusal[];
  /** What it would be when nothing forbids it. */
  readonly becomes: 'validation' | 'request' | 'confirmation';
  /** What a confirmation confirms. */
  readonly request: Approval | null;
}

/** Judges an attempt; the dialog asks before it, and the act itself asks again. */
export function judgeAttempt(room: Room, ringId: string, { operator, override }: Attempt): Prospect {
  const ring = room.rings.find(({ id }) => id === ringId);
  const all = validateRefusals(room, ringId);
  const request = ring?.approval ?? null;
  const twice = ring?.approvals === 2;
  const becomes = !twice ? 'validation' : request ? 'confirmation' : 'request';
  const overridable = all.filter(isOverridable);
  const reason = override?.trim() ?? '';
  const overrides = reason.length >= SHORTEST_REASON;
  const own: readonly Refusal[] =
    twice && request && sameOperator(request.by, operator)
      ? [{ kind: 'undecided', why: 'own-request', ring: ringId, request }]
      : [];
  const short: readonly Refusal[] =
    overridable.length > 0 && reason !== '' && !overrides
      ? [{ kind: 'fail', why: 'reason-too-short', least: SHORTEST_REASON }]
      : [];
  return {
    refusals: [...(overrides ? all.filter((refusal) => !isOverridable(refusal)) : all), ...own, ...short],
    overridden: overrides ? overridable : [],
    becomes,
    request: becomes === 'confirmation' ? request : null,
  };
}
