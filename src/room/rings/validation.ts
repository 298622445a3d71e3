import { type Seconds, seconds } from '../../units.ts';
import type { RoomAlert } from '../alerts/alert.ts';
import { type AlertsUnknown, alertHold, isCurrent } from '../alerts/hold.ts';
import type { Reading, UnknownReason } from '../readings.ts';
import type { Room } from '../room.ts';
import type { ComparisonMetric } from '../versions/comparison.ts';
import type { Verdict } from '../versions/verdict.ts';
import type { Approval, Validation } from './approvals.ts';
import type { Check } from './checks.ts';
import { isSatisfied } from './ring-verdict.ts';
import type { Ring, RingState } from './rings.ts';
import type { Soak } from './soak.ts';

/** Why an act on a ring may not happen now: data, so that every output can say it in its own words. */
export type Reason =
  | { readonly why: 'no-such-ring'; readonly ring: string }
  | { readonly why: 'already-validated'; readonly ring: string; readonly validation: Validation }
  | { readonly why: 'not-validated'; readonly ring: string }
  | { readonly why: 'store-unreadable'; readonly detail: string }
  | { readonly why: 'check-fails'; readonly ring: string; readonly check: Check }
  | { readonly why: 'check-unknown'; readonly ring: string; readonly check: Check }
  | { readonly why: 'soaking'; readonly ring: string; readonly soak: Soak; readonly left: Seconds }
  /** Nothing above explains it: the ring's own state does. */
  | { readonly why: 'not-ready'; readonly ring: string; readonly state: RingState }
  | { readonly why: 'alert'; readonly alert: RoomAlert }
  /** `some`: there may be others than those that are known. */
  | { readonly why: 'alerts-unknown'; readonly some: boolean; readonly unknown: AlertsUnknown }
  /** The candidate, by what is counted, or the newest values by their limits. */
  | { readonly why: 'worse'; readonly by: 'verdict' | 'limits' }
  | { readonly why: 'comparison-unknown'; readonly metric: ComparisonMetric }
  /** The verdict by what is counted does not say what it must. */
  | { readonly why: 'verdict'; readonly wanted: 'not-worse' | 'pass' }
  /** Prometheus does not answer, or not of now, so nothing is known of any check. Null: it has not answered yet. */
  | { readonly why: 'no-metrics'; readonly error: string | null }
  /** Whoever asked for a validation cannot confirm it. */
  | { readonly why: 'own-request'; readonly ring: string; readonly request: Approval }
  | { readonly why: 'reason-too-short'; readonly least: number };

/**
 * A reason and how certain it is. `fail`: it would be wrong now, whatever else is known. `undecided`: time or traffic
 * will tell. `missing`: data is missing or stale.
 */
export type Refusal = Reason & { readonly kind: 'fail' | 'undecided' | 'missing' };

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
  const all = [
    ...orderRefusals(room, ring),
    ...checkRefusals(ring),
    ...checkRefusals({ id: ringId, checks: ring.budgets }),
    ...verdictRefusals(room, ring),
    ...soakRefusals(ring),
  ];
  const state = all.length > 0 ? undeployedRefusals(ring, all) : stateRefusals(ring);
  return withSilence(room, [...all, ...state, ...alertRefusals(room, [ringId])]);
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
  return withSilence(room, [
    ...orderRefusals(room, ring),
    ...earlier.flatMap(standingRefusals),
    ...unseenRefusals(room, ring),
    ...checkRefusals({ id: ringId, checks: ring.budgets }),
    ...alertRefusals(room, deployedWith(ring)),
    ...comparisonRefusals(room),
  ]);
}

/** Why a validated ring does not stand any more: its checks say so, or else its state; the verdict speaks for itself. */
function standingRefusals(ring: Ring): readonly Refusal[] {
  // What is left of the candidate there says nothing of the ring; that it was taken back says all.
  if (ring.state === 'rolled-back') return ring.validated === null ? [] : stateRefusals(ring);
  const refusals = checkRefusals(ring);
  const broken = ring.validated !== null && (ring.state === 'failing' || ring.state === 'unknown');
  return refusals.length === 0 && broken && ring.because.kind !== 'verdict' ? stateRefusals(ring) : refusals;
}

/**
 * What cannot be asked of the ring itself now cannot be asked once it is deployed to, either. That it has no data yet, or
 * what the data say of what runs there now, is no reason.
 */
function unseenRefusals(room: Room, { id: ring, checks, state, because }: Ring): readonly Refusal[] {
  const unseen = checks.flatMap((check): readonly Refusal[] =>
    isBroken(check.reading) ? [{ kind: 'missing', why: 'check-unknown', ring, check }] : [],
  );
  const explained = checks.some((check) => check.state === 'unknown') || because.kind === 'verdict';
  if (unseen.length > 0 || state !== 'unknown' || explained || room.ringStoreError !== null) return unseen;
  // How much of it is deployed, or since when, cannot be told.
  return [{ kind: 'missing', why: 'not-ready', ring, state }];
}

/** While Prometheus is silent nothing passes; then that is the one reason, in place of every value it would have given. */
function withSilence({ sources }: Room, refusals: readonly Refusal[]): readonly Refusal[] {
  const silent = sources.find(
    ({ kind, state }) => kind === 'prometheus' && (state === 'failed' || state === 'waiting'),
  );
  if (!silent) return refusals;
  const follows: readonly Reason['why'][] = ['check-unknown', 'comparison-unknown', 'verdict', 'not-ready', 'soaking'];
  const others = refusals.filter(({ why, kind }) => !follows.includes(why) || (why === 'verdict' && kind === 'fail'));
  return [...others, { kind: 'missing', why: 'no-metrics', error: silent.error?.message ?? null }];
}

const before = (room: Room, ring: Ring): readonly Ring[] => room.rings.filter(({ id }) => ring.after.includes(id));

/** The rings before this one that are not validated; of a store that cannot be read, no ring is known not to be. */
function orderRefusals(room: Room, ring: Ring): readonly Refusal[] {
  if (room.ringStoreError !== null) return [{ kind: 'missing', why: 'store-unreadable', detail: room.ringStoreError }];
  return before(room, ring).flatMap(({ id, validated }) =>
    validated ? [] : [{ kind: 'fail', why: 'not-validated', ring: id }],
  );
}

function checkRefusals({ id: ring, checks }: Pick<Ring, 'id' | 'checks'>): readonly Refusal[] {
  return checks.flatMap((check): readonly Refusal[] => {
    if (check.state === 'fail') return [{ kind: 'fail', why: 'check-fails', ring, check }];
    if (check.state !== 'unknown') return [];
    return [{ kind: isUndecided(check.reading) ? 'undecided' : 'missing', why: 'check-unknown', ring, check }];
  });
}

/** Time will tell: 0/0 is no traffic, not wrong data but too little of it; and stores that do not answer come back. */
const isUndecided = (reading: Reading): boolean =>
  !reading.known && (reading.reason === 'not-a-number' || reading.reason === 'partial');

function verdictRefusals({ comparison }: Room, ring: Ring): readonly Refusal[] {
  const { verdict: wanted } = ring;
  if (!comparison || wanted === undefined || isSatisfied(wanted, comparison.verdict) !== false) return [];
  const { state, partial } = comparison.verdict;
  const kind = state === 'worse' ? 'fail' : state === 'unknown' && !partial ? 'missing' : 'undecided';
  return [{ kind, why: 'verdict', wanted }];
}

function soakRefusals({ id: ring, soak }: Ring): readonly Refusal[] {
  if (!soak || soak.elapsed >= soak.required) return [];
  return [{ kind: 'undecided', why: 'soaking', ring, soak, left: seconds(soak.required - soak.elapsed) }];
}

function stateRefusals({ id: ring, state }: Ring): readonly Refusal[] {
  switch (state) {
    case 'ready':
    case 'validated':
      return [];
    case 'failing':
    case 'rolled-back':
    case 'waiting': // not deployed: there is nothing to validate
      return [{ kind: 'fail', why: 'not-ready', ring, state }];
    case 'deploying':
    case 'soaking':
      return [{ kind: 'undecided', why: 'not-ready', ring, state }];
    case 'unknown':
      return [{ kind: 'missing', why: 'not-ready', ring, state }];
  }
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

const BROKEN: ReadonlySet<string> = new Set<UnknownReason>(['waiting', 'stale', 'query-error', 'ambiguous']);
const isBroken = (reading: Reading): boolean => !reading.known && BROKEN.has(reading.reason);
