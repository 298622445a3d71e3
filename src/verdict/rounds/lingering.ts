import type { TrackedTarget } from './tracked.ts';

/** Pods are started up to so many milliseconds before a rollout is said to have begun, or after. */
const BEFORE = 300_000;
const AFTER = 600_000;

/** One of which no start is told was there before if it was by the first scrapes that are heard. */
const FIRST = 60_000;

/** Whether a pod that ended is one of another rollout, whose place new ones take while this one has just begun. */
export function isReplaced({ startedAt, first, last }: TrackedTarget, rolloutAt: number | null): boolean {
  if (rolloutAt === null || first === null || last === null) return false;
  return last <= rolloutAt + AFTER && (startedAt ?? first - FIRST) < rolloutAt - BEFORE;
}

/**
 * The candidate's pods whose process began earlier than this are what is left of another rollout under the same label,
 * while the new ones take their place. −Infinity while that cannot be told: only new pods, that the rollout brought,
 * tell that older ones may not be its own, and old pods that outlive that time were the candidate all along. A process
 * that began anew in its place is no new pod.
 * @param rolloutAt when the rollout began; null where nothing tells
 * @param at the round's end
 */
export function lingeringBefore(targets: readonly TrackedTarget[], rolloutAt: number | null, at: number): number {
  if (rolloutAt === null || at > rolloutAt + AFTER) return -Infinity;
  const cut = rolloutAt - BEFORE;
  const isNew = ({ side, first, startedAt }: TrackedTarget) =>
    side === 'candidate' && startedAt !== null && startedAt >= cut && (first === null || first >= startedAt);
  return targets.some(isNew) ? cut : -Infinity;
}
