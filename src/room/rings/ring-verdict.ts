import type { PlannedRing } from '../../profile/plan/plan.ts';
import { type Millis, type Seconds, seconds, secondsBetween } from '../../units.ts';
import type { Verdict } from '../versions/verdict.ts';
import type { Soak } from './soak.ts';

/** The verdict where it is about this very ring, and the ring asks for one. */
function concerning({ id, verdict: wanted }: Pick<PlannedRing, 'id' | 'verdict'>, verdict: Verdict | null) {
  if (wanted === null || verdict?.method !== 'e-process') return null;
  const ring = verdict.judged?.ring ?? null;
  return ring === null || ring === id ? verdict : null;
}

/**
 * A soak whose clock also stands still while the verdict holds the ring up: time in which nothing was compared is no soak,
 * and none of it counts from the moment on at which the candidate was found worse.
 * @param standing what the verdict makes of the ring, and since when it is deployed
 */
export function soakByVerdict(
  soak: Soak | null,
  ring: PlannedRing,
  verdict: Verdict | null,
  { judged: standing, deployedAt }: { readonly judged: Standing; readonly deployedAt: Millis | null },
): Soak | null {
  const compared = soakCompared(soak, ring, verdict);
  if (!compared || !verdict || deployedAt === null || standing !== 'failing') return compared;
  const { judged } = verdict;
  const since = judged?.verdict?.failedAt ?? judged?.verdict?.at ?? judged?.since;
  if (since === undefined) return compared;
  const elapsed = seconds(Math.min(compared.elapsed, Math.max(0, secondsBetween(deployedAt, since))));
  return {
    ...compared,
    elapsed,
    pausedFor: seconds(compared.pausedFor + compared.elapsed - elapsed),
    paused: compared.paused ?? { since, because: { kind: 'verdict' } },
  };
}

function soakCompared(soak: Soak | null, ring: PlannedRing, verdict: Verdict | null): Soak | null {
  const own = concerning(ring, verdict);
  if (!soak || !own) return soak;
  const compared = own.judged?.verdict?.observed ?? seconds(0);
  // Counting is behind by up to a scrape and a half, which is no pause.
  const behind = 1.5 * (own.judged?.scrape ?? 0);
  const elapsed: Seconds = seconds(Math.min(soak.elapsed, compared + behind));
  const since = own.judged?.verdict?.at ?? own.judged?.since;
  return {
    ...soak,
    elapsed,
    pausedFor: seconds(soak.pausedFor + soak.elapsed - elapsed),
    ...(own.state === 'unknown' &&
      since !== undefined &&
      !soak.paused && { paused: { since, because: { kind: 'verdict' } } }),
  };
}

/** What the verdict makes of a ring that asks for one; null where it has nothing to say. */
export type Standing = 'failing' | 'unknown' | null;

/**
 * A ring that is validated is judged by what is about itself; one that is not, by any verdict, for none of them lets it be
 * validated.
 */
export function standingByVerdict(ring: PlannedRing, verdict: Verdict | null, validated: boolean): Standing {
  const asked = ring.verdict !== null && verdict?.method === 'e-process' ? verdict : null;
  const own = validated ? concerning(ring, verdict) : asked;
  if (own?.state === 'worse') return 'failing';
  return own?.state === 'unknown' ? 'unknown' : null;
}

/** Whether the verdict says what the ring asks for; null when it asks for none, or nothing is counted. */
export function isSatisfied(wanted: PlannedRing['verdict'] | undefined, verdict: Verdict): boolean | null {
  if (wanted == null || verdict.method !== 'e-process') return null;
  if (verdict.state === 'worse' || verdict.state === 'unknown') return false;
  return wanted === 'not-worse' || verdict.state !== 'inconclusive';
}
