import { formatAge } from '../text/format.ts';
import { type Millis, type Seconds, secondsBetween } from '../units.ts';
import { ignoranceText } from './check-text.ts';
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
} from './room.ts';

/** A check and how old its value is; of one that is not known, the last value's age, null without any. */
export interface CheckEvidence extends Check {
  readonly age: Seconds | null;
}

/** Everything an act on a ring rests on: what a dialog draws is what the journal keeps. */
export interface Evidence {
  readonly at: Millis;
  readonly ring: string;
  readonly state: RingState;
  readonly deployedAt: Millis | null;
  readonly checks: readonly CheckEvidence[];
  readonly soak: Soak | null;
  /** P0 and P1 that fire, acknowledged or not, and concern the ring; null when alerts are not watched. */
  readonly alerts: Pick<Alerts, 'list' | 'freshness' | 'detail'> | null;
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
  const { at, alerts, comparison, sources } = room;
  return {
    at,
    ring: ring.id,
    state: ring.state,
    deployedAt: ring.deployedAt,
    checks: ring.checks.map((check) => ({ ...check, age: ageOf(check, at) })),
    soak: ring.soak,
    alerts: isWatched(room)
      ? { list: concerning(room, [ringId]).filter(isUrgent), freshness: alerts.freshness, detail: alerts.detail }
      : null,
    comparison,
    sources,
    request: ring.approval,
    missing: missingOf(room, ring),
  };
}

/** Alerts about one of these rings, and those about no ring of ours, which concern every ring. */
export function concerning({ alerts, rings }: Pick<Room, 'alerts' | 'rings'>, ids: readonly string[]): RoomAlert[] {
  const others = new Set(rings.map(({ id }) => id).filter((id) => !ids.includes(id)));
  return alerts.list.filter(({ labels }) => !others.has(labels.ring ?? ''));
}

/** Whether anybody is asked for alerts at all. */
export const isWatched = ({ sources }: Pick<Room, 'sources'>): boolean =>
  sources.some(({ kind }) => kind === 'alertmanager');

const isUrgent = ({ tier, state }: RoomAlert): boolean =>
  (tier === 'P0' || tier === 'P1') && (state === 'firing' || state === 'acknowledged');

function ageOf({ reading }: Check, now: Millis): Seconds | null {
  const at = reading.known ? reading.at : reading.last?.at;
  return at === undefined ? null : secondsBetween(at, now);
}

function missingOf(room: Room, ring: Ring): readonly string[] {
  const { alerts, comparison, sources, ringStoreError } = room;
  const unknown = ring.checks.filter(({ state }) => state === 'unknown');
  const silent = sources.filter(({ state }) => state === 'failed' || state === 'waiting');
  const known = alerts.freshness === 'ok' || alerts.freshness === 'partial';
  return [
    ...(ringStoreError === null ? [] : [`which rings are validated: ${ringStoreError}`]),
    ...silent.map((source) => `${source.id}: ${silenceOf(source)}`),
    ...(ring.deployedAt === null ? [`the time of deployment: ${ring.reason}`] : []),
    ...unknown.map((check) => `${check.label}: ${ignoranceText(check)}`),
    ...(isWatched(room) && !known ? [`alerts: ${alerts.detail}`] : []),
    ...(comparison?.verdict.state === 'unknown' ? [`the verdict: ${comparison.verdict.sentence}`] : []),
  ];
}

function silenceOf({ age, error }: SourceStatus): string {
  const because = error ? `: ${error.message}` : '';
  return age === null ? `it has not answered yet${because}` : `it has not answered for ${formatAge(age)}${because}`;
}
