import { limitNumbers } from '../limits/record.ts';
import { listedHow } from '../room/alerts/listing.ts';
import type { Check, InfraItem, Presence, Ring, Room } from '../room/room.ts';
import { type Millis, secondsBetween } from '../units.ts';
import { listingText } from '../wording/alerts.ts';
import { headline } from '../wording/headline.ts';
import { limitsReasons, limitsSentence } from '../wording/limits.ts';
import { pauseText, regionReason, ringReason } from '../wording/rings.ts';
import { trafficReason } from '../wording/traffic.ts';
import type { Snapshot } from './schema/snapshot.ts';
import { toEndedAcks, toSilences } from './snapshot-acks.ts';
import { toAlert } from './snapshot-alerts.ts';
import { toIncidents, toOnCall } from './snapshot-incidents.ts';
import { finite, numberOf, reasonOf } from './snapshot-number.ts';
import { toPanel } from './snapshot-panels.ts';
import { toPatterns } from './snapshot-patterns.ts';
import { toPromises } from './snapshot-slos.ts';
import { toVerdict } from './snapshot-verdict.ts';

/** A room in the published form. */
export function toSnapshot(room: Room): Snapshot {
  const { traffic } = room;
  return {
    schemaVersion: 1,
    at: iso(room.at),
    profile: room.profile.id,
    state: room.state,
    headline: headline(room),
    sources: room.sources.map(({ id, kind, state, answeredAt, latency, error }) => ({
      id,
      kind,
      state,
      ageSeconds: answeredAt === null ? null : secondsBetween(answeredAt, room.at),
      latencyMs: latency === null ? null : Math.round(latency * 1e6) / 1000,
      ...(error && { error: error.message }),
    })),
    rings: room.rings.map((ring) => toRing(ring, room)),
    comparison: toComparison(room),
    traffic: traffic && {
      state: traffic.state,
      reason: trafficReason(traffic, room.at),
      shares: Object.fromEntries(traffic.shares.map(({ version, share }) => [version, share])),
      ...(traffic.planned && { planned: numberOf(traffic.planned) }),
      requestsPerSecond: Object.fromEntries(
        traffic.shares.map(({ version, requests }) => [version, numberOf(requests)]),
      ),
    },
    patterns: toPatterns(room),
    alerts: room.alerts.list.map((alert) => toAlert(alert, room)),
    endedAcks: toEndedAcks(room),
    silences: toSilences(room),
    onCall: toOnCall(room),
    incidents: toIncidents(room),
    alertsFreshness: { state: listedHow(room.alerts), detail: listingText(room.alerts, room.at) },
    presence: room.presence === null ? null : room.presence.map(toPresence),
    infra: room.infra.map((item) => toInfra(item, room.at)),
    panels: room.panels.map((panel) => toPanel(panel, room.at)),
    ...toPromises(room),
  };
}

function toRing(ring: Ring, room: Room): Snapshot['rings'][number] {
  const { id, name, state, validated, approvals, approval, checks, budgets, regions } = ring;
  const { at } = room;
  return {
    id,
    name,
    state,
    reason: ringReason(ring, room),
    validated: validated && { ...validated, at: validated.at === null ? null : iso(validated.at) },
    approvals,
    approval: approval && { ...approval, at: iso(approval.at), expiresAt: iso(approval.expiresAt) },
    soak: toSoak(ring, room),
    checks: checks.map((check) => toCheck(check, at)),
    ...(budgets.length > 0 && { budgets: budgets.map((budget) => toCheck(budget, at)) }),
    ...(regions && {
      regions: {
        pass: regions.pass,
        cancelOnFail: regions.cancelOnFail,
        list: regions.list.map((region) => ({
          id: region.id,
          state: region.state,
          reason: regionReason(ring, region, room),
          deployedAt: region.deployedAt === null ? null : iso(region.deployedAt),
          soak: toSoak(region, room),
        })),
      },
    }),
  };
}

const toSoak = ({ soak, checks }: Pick<Ring, 'soak' | 'checks'>, { at, comparison }: Room) =>
  soak && {
    elapsedSeconds: soak.elapsed,
    requiredSeconds: soak.required,
    pausedSeconds: soak.pausedFor,
    ...(soak.paused && { paused: pauseText(soak.paused, { at, comparison, checks }) }),
  };

function toComparison(room: Room): Snapshot['comparison'] {
  const { comparison, at } = room;
  const verdict = toVerdict(room);
  if (!comparison || !verdict) return null;
  return {
    baseline: comparison.baseline.id,
    candidate: comparison.candidate.id,
    metrics: comparison.metrics.map(({ id, label, unit, baseline, candidate, delta, state }) => ({
      id,
      label,
      unit,
      baseline: numberOf(baseline),
      candidate: numberOf(candidate),
      delta: finite(delta),
      state,
      ...reasonOf(candidate.known ? baseline : candidate, at),
    })),
    limits: {
      state: comparison.limits,
      sentence: limitsSentence(comparison),
      reasons: [...limitsReasons(comparison)],
    },
    verdict,
  };
}

const toPresence = ({ by, host, kind, since }: Presence) => ({ by, host, kind, since: iso(since) });

const iso = (at: number): string => new Date(at).toISOString();
function toCheck(
  { id, region, label, state, reading, unit, limit, critical }: Check,
  now: Millis,
): Snapshot['rings'][number]['checks'][number] {
  return {
    id,
    label,
    state,
    value: numberOf(reading),
    unit,
    ...limitNumbers(limit),
    direction: limit.kind,
    critical,
    ...(region && { region: region.id }),
    ...reasonOf(reading, now),
  };
}

function toInfra({ group, id, label, reading, unit, state, limit }: InfraItem, now: Millis): Snapshot['infra'][number] {
  return {
    group,
    id,
    label,
    value: numberOf(reading),
    unit,
    state,
    ...(limit !== null && limitNumbers(limit)),
    ...reasonOf(reading, now),
  };
}
