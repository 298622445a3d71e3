import { formatAge } from '../../text/format.ts';
import { type Millis, type Seconds, secondsBetween } from '../../units.ts';
import { alertHold, concerning, isWatched } from '../alerts/hold.ts';
import type {
  Alerts,
  Approval,
  Check,
  Comparison,
  Ring,
  RingState,
  Room,
  RoomAlert,
  Soak,
  SourceStatus,
} from '../room.ts';
import { ignoranceText } from './check-text.ts';

/** A check and how old its value is; of one that is not known, the last value's age, null without any. */
export interface CheckEvidence extends Check {
  readonly age: Seconds | null;
}

/** What is known of alerts for a ring. */
export interface AlertEvidence extends Pick<Alerts, 'freshness' | 'detail'> {
  /** P0 and P1 that concern the ring, whatever their state: as they stand, or, when that is not known, as last known. */
  readonly list: readonly RoomAlert[];
  /** P0 that fire, or fired when last known, and do not concern it. */
  readonly elsewhere: readonly RoomAlert[];
  /** Why there may be others; null when all are known. */
  readonly unknown: string | null;
}

/** Everything an act on a ring rests on: what a dialog draws is what the journal keeps. */
export interface Evidence {
  readonly at: Millis;
  readonly ring: string;
  readonly state: RingState;
  readonly deployedAt: Millis | null;
  readonly checks: readonly CheckEvidence[];
  readonly soak: Soak | null;
  /** Null when alerts are not watched. */
  readonly alerts: AlertEvidence | null;
  readonly comparison: Comparison | null;
  readonly sources: readonly SourceStatus[];
  /** What a second operator would confirm. */
  readonly request: Approval | null;
  /** What is not known, each in one sentence without its full stop: "error rate: no data for 2m". */
  readonly missing: readonly string[];
}

/** The evidence for a ring as the room knows it; null when there is no such ring. */
export function evidenceFor(room: Room, ringId: string): Evidence | null {
  const ring = room.rings.find(({ id }) => id === ringId);
  if (!ring) return null;
  const { at, comparison, sources } = room;
  const alerts = alertEvidence(room, ring.id);
  return {
    at,
    ring: ring.id,
    state: ring.state,
    deployedAt: ring.deployedAt,
    checks: ring.checks.map((check) => ({ ...check, age: ageOf(check, at) })),
    soak: ring.soak,
    alerts,
    comparison,
    sources,
    request: ring.approval,
    missing: missingOf(room, ring, alerts),
  };
}

function alertEvidence(room: Room, ring: string): AlertEvidence | null {
  if (!isWatched(room)) return null;
  const { alerts } = room;
  const own = concerning(alerts, [ring]);
  return {
    list: own.filter(({ tier }) => tier === 'P0' || tier === 'P1'),
    elsewhere: alerts.list.filter((alert) => alert.tier === 'P0' && alert.state === 'firing' && !own.includes(alert)),
    unknown: alertHold(room, [ring]).unknown,
    freshness: alerts.freshness,
    detail: alerts.detail,
  };
}

function ageOf({ reading }: Check, now: Millis): Seconds | null {
  const at = reading.known ? reading.at : reading.last?.at;
  return at === undefined ? null : secondsBetween(at, now);
}

function missingOf(room: Room, ring: Ring, alerts: AlertEvidence | null): readonly string[] {
  const { comparison, sources, ringStoreError } = room;
  const unknown = ring.checks.filter(({ state }) => state === 'unknown');
  const silent = sources.filter(({ state }) => state === 'failed' || state === 'waiting');
  return [
    ...(ringStoreError === null ? [] : [`which rings are validated: ${ringStoreError}`]),
    ...silent.map((source) => `${source.id}: ${silenceOf(source)}`),
    ...(ring.deployedAt === null ? [`the time of deployment: ${ring.reason}`] : []),
    ...unknown.map((check) => `${check.label}: ${ignoranceText(check)}`),
    ...(alerts !== null && alerts.unknown !== null ? [`alerts: ${alerts.unknown}`] : []),
    ...(comparison?.verdict.state === 'unknown' ? [`the verdict: ${comparison.verdict.sentence}`] : []),
  ];
}

function silenceOf({ age, error }: SourceStatus): string {
  const because = error ? `: ${error.message}` : '';
  return age === null ? `it has not answered yet${because}` : `it has not answered for ${formatAge(age)}${because}`;
}
