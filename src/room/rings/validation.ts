import { alertHold, isCurrent } from '../alerts/hold.ts';
import { isBroken } from '../readings.ts';
import type { Room } from '../room.ts';
import type { ComparisonMetric } from '../versions/comparison.ts';
import type { Verdict } from '../versions/verdict.ts';
import type { Refusal } from './refusal.ts';
import { together } from './regions.ts';
import { isSatisfied } from './ring-verdict.ts';
import type { Ring, RingState } from './rings.ts';
import { type Rests, withSilence } from './silence.ts';
import {
  blockingSites,
  checkRefusals,
  regionRefusals,
  soakRefusals,
  stateRefusals,
  unseenOf,
  weighed,
} from './site-refusals.ts';

export type { Reason, Refusal } from './refusal.ts';

/**
 * Whether an operator may validate a ring against this, for a typed reason: what its own checks, soak, alerts and data
 * say, which somebody may know better. Not that nothing is deployed, for a validation would stand for what nobody has seen;
 * not the rings before it, which are overridden themselves; not what the store says or cannot say.
 */
export function isOverridable(refusal: Refusal): boolean {
  switch (refusal.why) {
    case 'check-fails':
    case 'check-unknown':
    case 'soaking':
    case 'no-metrics':
    case 'verdict':
    case 'alert':
    case 'alerts-unknown':
      return true;
    case 'not-ready':
      return refusal.state !== 'waiting' && refusal.state !== 'rolled-back';
    default:
      return false;
  }
}

/** Why the ring may not be validated now; empty when it may. The screen, the gate and the act itself all ask this. */
export function validateRefusals(room: Room, ringId: string): readonly Refusal[] {
  const ring = room.rings.find(({ id }) => id === ringId);
  if (!ring) return [{ kind: 'fail', why: 'no-such-ring', ring: ringId }];
  if (ring.validated) return [{ kind: 'fail', why: 'already-validated', ring: ringId, validation: ring.validated }];
  const [site] = ring.regions ? [] : blockingSites(ring);
  const all = [
    ...orderRefusals(room, ring),
    ...(site ? checkRefusals(site) : regionRefusals(ring)),
    ...checkRefusals({ ring: ringId, checks: ring.budgets }),
    ...verdictRefusals(room, ring),
    ...(site ? soakRefusals(site) : []),
  ];
  const state = all.length > 0 ? undeployedRefusals(ring, all) : site ? stateRefusals(site) : [];
  return withSilence(room, restsOn([ring]), [...all, ...state, ...alertRefusals(room, [ringId])]);
}

/** Behind checks without data, which a typed reason overrides, stands that there is nothing they could be about. */
function undeployedRefusals({ id: ring, state }: Ring, others: readonly Refusal[]): readonly Refusal[] {
  if ((state !== 'waiting' && state !== 'rolled-back') || !others.every(isOverridable)) return [];
  // It decides nothing: the others do.
  return [{ kind: 'undecided', why: 'not-ready', ring, state }];
}

/**
 * Why the ring may not be deployed to now; empty when it may: every ring in its `after` is validated and still passes,
 * no P0 alert that concerns them or the ring itself fires un-acknowledged, enough is left of the budgets it asks for, and the
 * comparison is not worse. A comparison
 * or a check of the ring itself without evidence is no reason, since before the first deployment there can be none; one
 * whose queries fail or are stale is.
 */
export function deployRefusals(room: Room, ringId: string): readonly Refusal[] {
  const ring = room.rings.find(({ id }) => id === ringId);
  if (!ring) return [{ kind: 'fail', why: 'no-such-ring', ring: ringId }];
  const earlier = before(room, ring);
  const { rings, regions } = restsOn(earlier);
  const unseen = unseenOf(ring);
  const rests: Rests = {
    rings: ring.regions ? rings : [...rings, ring],
    regions: [...regions, ...unseen.map(({ site }) => ({ site, kind: 'missing' as const }))],
  };
  return withSilence(room, rests, [
    ...orderRefusals(room, ring),
    ...earlier.flatMap(standingRefusals),
    ...unseen.flatMap(({ refusals }) => refusals),
    ...checkRefusals({ ring: ringId, checks: ring.budgets }),
    ...alertRefusals(room, deployedWith(ring)),
    ...comparisonRefusals(room),
  ]);
}

/** Whose word an answer rests on that asks how these rings stand. */
function restsOn(rings: readonly Ring[]): Rests {
  return {
    rings: rings.filter(({ regions }) => !regions),
    regions: rings.flatMap((ring) => {
      if (!ring.regions) return [];
      const kind = together(ring.regions) === 'pending' ? 'undecided' : 'missing';
      return blockingSites(ring).map((site) => ({ site, kind }) as const);
    }),
  };
}

/** Why a validated ring does not stand any more: its checks say so, or else its state; the verdict speaks for itself. */
function standingRefusals(ring: Ring): readonly Refusal[] {
  const { id, state, because, soak, checks, validated } = ring;
  // What is left of the candidate there says nothing of the ring; that it was taken back says all.
  if (state === 'rolled-back')
    return validated === null ? [] : stateRefusals({ ring: id, state, because, soak, checks });
  const sites = blockingSites(ring).flatMap((site) => {
    const refusals = checkRefusals(site);
    const broken = validated !== null && BROKEN_STATES.has(site.state);
    return refusals.length === 0 && broken && site.because.kind !== 'verdict' ? stateRefusals(site) : refusals;
  });
  return weighed(ring, sites);
}

/** States in which what was validated does not stand. */
const BROKEN_STATES: ReadonlySet<RingState> = new Set<RingState>(['failing', 'unknown', 'rolled-back']);

const before = (room: Room, ring: Ring): readonly Ring[] => room.rings.filter(({ id }) => ring.after.includes(id));

/** The rings before this one that are not validated; of a store that cannot be read, no ring is known not to be. */
function orderRefusals(room: Room, ring: Ring): readonly Refusal[] {
  if (room.ringStoreError !== null) return [{ kind: 'missing', why: 'store-unreadable', detail: room.ringStoreError }];
  return before(room, ring).flatMap(({ id, validated }) =>
    validated ? [] : [{ kind: 'fail', why: 'not-validated', ring: id }],
  );
}

function verdictRefusals({ comparison }: Room, ring: Ring): readonly Refusal[] {
  const { verdict: wanted } = ring;
  if (!comparison || wanted === undefined || isSatisfied(wanted, comparison.verdict) !== false) return [];
  const { state, partial } = comparison.verdict;
  const kind = state === 'worse' ? 'fail' : state === 'unknown' && !partial ? 'missing' : 'undecided';
  return [{ kind, why: 'verdict', wanted }];
}

/** The rings whose alerts hold up a deployment: a ring is deployed to on the word of those before it. */
export const deployedWith = ({ id, after }: Pick<Ring, 'id' | 'after'>): readonly string[] => [...after, id];

function alertRefusals(room: Room, rings: readonly string[]): readonly Refusal[] {
  const { firing, unknown } = alertHold(room, rings);
  return [
    ...firing.map((alert): Refusal => ({ kind: 'fail', why: 'alert', alert })),
    ...(unknown === null
      ? []
      : [{ kind: 'missing', why: 'alerts-unknown', some: isCurrent(room.alerts), unknown } as const]),
  ];
}

function comparisonRefusals({ comparison }: Room): readonly Refusal[] {
  if (!comparison) return [];
  const { verdict, limits, metrics } = comparison;
  if (verdict.state === 'worse') return [{ kind: 'fail', why: 'worse', by: 'verdict' }];
  if (verdict.method === 'e-process') {
    // What is counted and what limits say are two questions: an answer to one is none to the other.
    if (limits === 'fail') return [{ kind: 'fail', why: 'worse', by: 'limits' }];
    return verdict.state === 'unknown'
      ? [{ kind: verdict.partial ? 'undecided' : 'missing', why: 'verdict', wanted: 'not-worse' }]
      : hintRefusals(verdict);
  }
  if (verdict.state !== 'unknown') return [];
  return metrics.flatMap((metric): readonly Refusal[] => {
    const kind = blindness(metric);
    return kind ? [{ kind, why: 'comparison-unknown', metric }] : [];
  });
}

/**
 * Evidence enough to call the candidate worse, but for what is not known of pods; or pods of the candidate that are not
 * well. Nothing is certain, and nothing may go on by itself.
 */
function hintRefusals({ judged }: Verdict): readonly Refusal[] {
  const numbers = judged?.verdict;
  const isHint = numbers?.state === 'WARN' && numbers.advisory && numbers.logE >= numbers.failLogE;
  const isUnwell = judged !== null && judged.ailments.length > 0;
  return isHint || isUnwell ? [{ kind: 'undecided', why: 'verdict', wanted: 'not-worse' }] : [];
}

/** A candidate without data is one that is not deployed yet; when the baseline has none either, nobody is looking. */
function blindness({ baseline, candidate }: ComparisonMetric): 'missing' | 'undecided' | null {
  const both = [baseline, candidate];
  if (both.some(isBroken)) return 'missing';
  if (both.some((reading) => !reading.known && reading.reason === 'partial')) return 'undecided';
  return both.some(({ known }) => known) ? null : 'missing';
}
