import { type Millis, type Seconds, secondsBetween } from '../../units.ts';
import type { RoomAlert } from '../alerts/alert.ts';
import type { Alerts } from '../alerts/alerts.ts';
import { type AlertsUnknown, alertHold, concerning, isWatched } from '../alerts/hold.ts';
import type { Listing } from '../alerts/listing.ts';
import type { Reading } from '../readings.ts';
import type { Room } from '../room.ts';
import type { SourceStatus } from '../sources.ts';
import type { Comparison } from '../versions/comparison.ts';
import type { Traffic } from '../versions/traffic.ts';
import type { Approval } from './approvals.ts';
import type { Check } from './checks.ts';
import type { RingRegions } from './regions.ts';
import type { Ring, RingState } from './rings.ts';
import type { Soak } from './soak.ts';
import type { Refusal } from './validation.ts';

/** A check and how old its value is; of one that is not known, the last value's age, null without any. */
export interface CheckEvidence extends Check {
  readonly age: Seconds | null;
}

/** What is known of alerts for a ring. */
export interface AlertEvidence extends Pick<Alerts, 'freshness'>, Listing {
  /** P0 and P1 that concern the ring, whatever their state: as they stand, or, when that is not known, as last known. */
  readonly list: readonly RoomAlert[];
  /** P0 that fire, or fired when last known, and do not concern it. */
  readonly elsewhere: readonly RoomAlert[];
  /** Null when all are known. */
  readonly unknown: AlertsUnknown | null;
}

/** Something that is not known. */
export type Missing =
  | { readonly kind: 'ring-store'; readonly error: string }
  | { readonly kind: 'source'; readonly source: SourceStatus }
  | { readonly kind: 'deployment'; readonly ring: Ring }
  | { readonly kind: 'check'; readonly check: Check }
  | { readonly kind: 'alerts'; readonly unknown: AlertsUnknown }
  | { readonly kind: 'verdict' };

/** Everything an act on a ring rests on: what a dialog draws is what the journal keeps. */
export interface Evidence {
  readonly at: Millis;
  readonly ring: string;
  readonly state: RingState;
  readonly deployedAt: Millis | null;
  /** Those of the ring, and what it asks of error budgets. */
  readonly checks: readonly CheckEvidence[];
  readonly soak: Soak | null;
  /** Absent where the ring is in no regions. */
  readonly regions?: RingRegions;
  /** Null when alerts are not watched. */
  readonly alerts: AlertEvidence | null;
  readonly comparison: Comparison | null;
  readonly traffic: Traffic | null;
  readonly sources: readonly SourceStatus[];
  /** What a second operator would confirm. */
  readonly request: Approval | null;
  /** What is not known. */
  readonly missing: readonly Missing[];
}

/** The evidence for a ring as the room knows it; null when there is no such ring. */
export function evidenceFor(room: Room, ringId: string): Evidence | null {
  const ring = room.rings.find(({ id }) => id === ringId);
  if (!ring) return null;
  const { at, comparison, traffic, sources } = room;
  const alerts = alertEvidence(room, ring.id);
  return {
    at,
    ring: ring.id,
    state: ring.state,
    deployedAt: ring.deployedAt,
    checks: [...ring.checks, ...ring.budgets].map((check) => ({ ...check, age: ageOf(check, at) })),
    soak: ring.soak,
    ...(ring.regions && { regions: ring.regions }),
    alerts,
    comparison,
    traffic,
    sources,
    request: ring.approval,
    missing: missingOf(room, ring, alerts),
  };
}

function alertEvidence(room: Room, ring: string): AlertEvidence | null {
  if (!isWatched(room)) return null;
  const { alerts } = room;
  const own = new Set(concerning(alerts, [ring]));
  return {
    list: [...own].filter(({ tier }) => tier === 'P0' || tier === 'P1'),
    elsewhere: alerts.list.filter((alert) => alert.tier === 'P0' && alert.state === 'firing' && !own.has(alert)),
    unknown: alertHold(room, [ring]).unknown,
    freshness: alerts.freshness,
    members: alerts.members,
    complete: alerts.complete,
    doubt: alerts.doubt,
  };
}

function ageOf({ reading }: Check, now: Millis): Seconds | null {
  const at = reading.known ? reading.at : reading.last?.at;
  return at === undefined ? null : secondsBetween(at, now);
}

function missingOf(room: Room, ring: Ring, alerts: AlertEvidence | null): readonly Missing[] {
  const { comparison, sources, ringStoreError } = room;
  const unknown = [...ring.checks, ...ring.budgets].filter(({ state }) => state === 'unknown');
  const silent = sources.filter(({ state }) => state === 'failed' || state === 'waiting');
  return [
    ...(ringStoreError === null ? [] : [{ kind: 'ring-store', error: ringStoreError } as const]),
    ...silent.map((source) => ({ kind: 'source', source }) as const),
    ...(ring.deployedAt === null ? [{ kind: 'deployment', ring } as const] : []),
    ...unknown.map((check) => ({ kind: 'check', check }) as const),
    ...(alerts !== null && alerts.unknown !== null ? [{ kind: 'alerts', unknown: alerts.unknown } as const] : []),
    ...(comparison?.verdict.state === 'unknown' ? [{ kind: 'verdict' } as const] : []),
  ];
}

/** Whether refusals say already that something is not known, and why. */
export const isTold = (missing: Missing, refusals: readonly Refusal[]): boolean =>
  refusals.some((refusal) => tells(refusal, missing));

function tells(refusal: Refusal, missing: Missing): boolean {
  switch (missing.kind) {
    case 'ring-store':
      return refusal.why === 'store-unreadable';
    case 'source': {
      const { id, answeredAt, error } = missing.source;
      if (refusal.why !== 'no-metrics' || (refusal.server ?? id) !== id) return false;
      return refusal.error === null && answeredAt === null && error === null;
    }
    case 'deployment': {
      const { id, because } = missing.ring;
      if (refusal.why === 'not-ready') return refusal.ring === id;
      const { unknown } = because.kind === 'deployment-unknown' ? because : { unknown: null };
      return unknown?.of === 'time' && explains(refusal, unknown.reading);
    }
    case 'check':
      return (
        (refusal.why === 'check-unknown' && refusal.check.id === missing.check.id) ||
        explains(refusal, missing.check.reading)
      );
    case 'alerts':
      return refusal.why === 'alerts-unknown';
    case 'verdict':
      return refusal.why === 'verdict' || (refusal.why === 'worse' && refusal.by === 'verdict');
  }
}

/** Whether a refusal is for the same failure of a query, or of the server that is asked. */
function explains(refusal: Refusal, reading: Reading): boolean {
  if (reading.known || reading.reason !== 'query-error') return false;
  if (refusal.why === 'no-metrics') return refusal.error === reading.error;
  if (refusal.why !== 'check-unknown') return false;
  const { reading: other } = refusal.check;
  return !other.known && other.reason === 'query-error' && other.error === reading.error;
}
