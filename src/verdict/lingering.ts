import type { TrackedTarget } from './tracked.ts';

/** Pods are started up to so many milliseconds before a rollout is said to have begun, or after. */
const BEFORE = 300_000;
const AFTER = 600_000;

/**
 * V2's pods whose process began earlier than this are what is left of another rollout under the same label. −Infinity while
 * that cannot be told: only new pods, that the rollout brought, tell that older ones are not its own. A process that began
 * anew in its place is no new pod.
 * @param rolloutAt when the rollout began; null where nothing tells
 */
export function lingeringBefore(targets: readonly TrackedTarget[], rolloutAt: number | null): number {
  if (rolloutAt === null) return -Infinity;
  const cut = rolloutAt - BEFORE;
  const isNew = ({ side, first, startedAt }: TrackedTarget) =>
    side === 'candidate' &&
    startedAt !== null &&
    startedAt >= cut &&
    startedAt <= rolloutAt + AFTER &&
    (first === null || first >= startedAt);
  return targets.some(isNew) ? cut : -Infinity;
}
