import { addSeconds, type Millis, type Seconds } from '../units.ts';

/** What was seen of a promised value at an instant; `near`: within its target, and beyond what warns. */
export interface Seen {
  readonly at: Millis;
  readonly is: 'within' | 'near' | 'beyond' | 'unknown';
}

/** How an agreement stands. */
export type Standing =
  | { readonly kind: 'kept' | 'near' | 'unknown' }
  /** Since when it was first beyond its target, as far back as is known. */
  | { readonly kind: 'breached'; readonly since: Millis }
  /** Within its target since `within`, and not for long enough to count as kept: that it will at `until`. */
  | { readonly kind: 'recovering'; readonly since: Millis; readonly within: Millis; readonly until: Millis };

/** Before anything was seen. */
export const UNSEEN: Standing = { kind: 'unknown' };

/**
 * How it stands once more was seen. What was broken is kept again after so long within its target without a gap; what is
 * not known is no part of that time, and mends nothing.
 */
export function follow(before: Standing, { at, is }: Seen, recoverAfter: Seconds): Standing {
  const since = before.kind === 'breached' || before.kind === 'recovering' ? before.since : null;
  if (is === 'beyond') return { kind: 'breached', since: since ?? at };
  if (is === 'unknown') return since === null ? UNSEEN : { kind: 'breached', since };
  const kept: Standing = { kind: is === 'near' ? 'near' : 'kept' };
  if (since === null) return kept;
  const within = before.kind === 'recovering' ? before.within : at;
  const until = addSeconds(within, recoverAfter);
  return at >= until ? kept : { kind: 'recovering', since, within, until };
}

/** How it stands after all that was seen, oldest first. */
export const standingAfter = (seen: Iterable<Seen>, recoverAfter: Seconds): Standing => {
  let standing: Standing = UNSEEN;
  for (const one of seen) standing = follow(standing, one, recoverAfter);
  return standing;
};
