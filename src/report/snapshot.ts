import { z } from 'zod';
import { dictionary } from '../dictionary.ts';
import { direction, limitNumbers, limitNumbersFields } from '../limits/record.ts';
import type { Check, InfraItem, Presence, Reading, Ring, Room } from '../room/room.ts';
import { SOURCE_KINDS } from '../sources/kinds.ts';
import { type Millis, UNITS } from '../units.ts';
import { listingText } from '../wording/alerts.ts';
import { headline } from '../wording/headline.ts';
import { limitsReasons, limitsSentence } from '../wording/limits.ts';
import { unreadReason } from '../wording/readings.ts';
import { pauseText, ringReason } from '../wording/rings.ts';
import { trafficReason } from '../wording/traffic.ts';
import { endedAcksSchema, silencesSchema, toEndedAcks, toSilences } from './snapshot-acks.ts';
import { alertsSchema, toAlert } from './snapshot-alerts.ts';
import { incidentsSchema, onCallSchema, toIncidents, toOnCall } from './snapshot-incidents.ts';
import { patternsSchema, toPatterns } from './snapshot-patterns.ts';
import { toVerdict, verdictSchema } from './snapshot-verdict.ts';

const state = z.enum(['ok', 'warn', 'fail', 'unknown']);
const unit = z.enum(UNITS);
const instant = z.iso.datetime().describe('RFC 3339, UTC.');
const maybe = z.number().nullable();
const reason = z.string().optional().describe('Why the value is unknown.');

/** The snapshot contract. Numbers are in base units (seconds, bytes, ratios 0–1); unknown is null with a reason. */
export const snapshotSchema = z.strictObject({
  schemaVersion: z.literal(1),
  at: instant,
  profile: z.string(),
  state,
  headline: z.string().describe('The worst finding in one sentence, or that all is well.'),
  sources: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.enum(SOURCE_KINDS),
      state: z
        .enum(['ok', 'partial', 'stale', 'failed', 'waiting'])
        .describe('`partial`: it answers, but not everything, or with refusals alone.'),
      ageSeconds: maybe,
      latencyMs: maybe,
      error: z.string().optional().describe('What came instead of an answer, or of some of them.'),
    }),
  ),
  rings: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      state: z.enum(['waiting', 'deploying', 'soaking', 'ready', 'validated', 'failing', 'unknown', 'rolled-back']),
      reason: z.string(),
      validated: z
        .strictObject({
          by: z.string(),
          at: instant.nullable(),
          note: z.string().optional(),
          override: z.string().optional().describe('Why it was validated against what stood against it.'),
          approvedBy: z.string().optional().describe('The second operator.'),
        })
        .nullable(),
      approvals: z.union([z.literal(1), z.literal(2)]).describe('Operators it takes to validate it.'),
      approval: z
        .strictObject({
          by: z.string(),
          at: instant,
          expiresAt: instant,
          note: z.string().optional(),
          override: z.string().optional(),
        })
        .nullable()
        .describe('A validation asked for that waits for a second operator.'),
      soak: z
        .strictObject({
          elapsedSeconds: z.number(),
          requiredSeconds: z.number(),
          pausedSeconds: z.number().describe('Time during which the clock stood still.'),
          paused: z.string().optional().describe('Set while it stands still: since when and why.'),
        })
        .nullable(),
      checks: z.array(
        z.strictObject({
          id: z.string(),
          label: z.string(),
          state,
          value: maybe,
          unit,
          ...limitNumbersFields,
          direction,
          critical: z.boolean(),
          reason,
        }),
      ),
    }),
  ),
  comparison: z
    .strictObject({
      baseline: z.string(),
      candidate: z.string(),
      metrics: z.array(
        z.strictObject({
          id: z.string(),
          label: z.string(),
          unit,
          baseline: maybe,
          candidate: maybe,
          delta: maybe,
          state,
          reason,
        }),
      ),
      limits: z
        .strictObject({ state, sentence: z.string(), reasons: z.array(z.string()) })
        .describe('The newest values against their limits, beside the verdict.'),
      verdict: verdictSchema,
    })
    .nullable(),
  traffic: z
    .strictObject({
      state,
      reason: z.string(),
      shares: dictionary(z.string(), maybe),
      planned: maybe.optional(),
      requestsPerSecond: dictionary(z.string(), maybe),
    })
    .nullable(),
  patterns: patternsSchema,
  alerts: alertsSchema,
  alertsFreshness: z.strictObject({
    state: z
      .enum(['ok', 'partial', 'stale', 'unknown'])
      .describe('An empty list means no alerts only when this is `ok`.'),
    detail: z.string(),
  }),
  endedAcks: endedAcksSchema,
  silences: silencesSchema,
  onCall: onCallSchema,
  incidents: incidentsSchema,
  presence: z
    .array(z.strictObject({ by: z.string(), host: z.string(), kind: z.enum(['terminal', 'wall']), since: instant }))
    .nullable()
    .describe('Who has a room open on the same ring store; null when that is not known.'),
  infra: z.array(
    z.strictObject({
      group: z.string(),
      id: z.string(),
      label: z.string(),
      value: maybe,
      unit,
      state,
      ...limitNumbersFields,
      reason,
    }),
  ),
});

export type Snapshot = z.infer<typeof snapshotSchema>;

/** The snapshot's JSON Schema (draft 2020-12). */
export const snapshotJsonSchema = () => ({ title: 'ringdeck snapshot', ...z.toJSONSchema(snapshotSchema) });

/** A room in the published form. */
export function toSnapshot(room: Room): Snapshot {
  const { traffic } = room;
  return {
    schemaVersion: 1,
    at: iso(room.at),
    profile: room.profile.id,
    state: room.state,
    headline: headline(room),
    sources: room.sources.map(({ id, kind, state, age, latency, error }) => ({
      id,
      kind,
      state,
      ageSeconds: age,
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
    alerts: room.alerts.list.map((alert) => toAlert(alert, room.at)),
    endedAcks: toEndedAcks(room),
    silences: toSilences(room),
    onCall: toOnCall(room),
    incidents: toIncidents(room),
    alertsFreshness: { state: room.alerts.freshness, detail: listingText(room.alerts) },
    presence: room.presence === null ? null : room.presence.map(toPresence),
    infra: room.infra.map((item) => toInfra(item, room.at)),
  };
}

function toRing(ring: Ring, room: Room): Snapshot['rings'][number] {
  const { id, name, state, validated, approvals, approval, soak, checks } = ring;
  const { at, comparison } = room;
  return {
    id,
    name,
    state,
    reason: ringReason(ring, room),
    validated: validated && { ...validated, at: validated.at === null ? null : iso(validated.at) },
    approvals,
    approval: approval && { ...approval, at: iso(approval.at), expiresAt: iso(approval.expiresAt) },
    soak: soak && {
      elapsedSeconds: soak.elapsed,
      requiredSeconds: soak.required,
      pausedSeconds: soak.pausedFor,
      ...(soak.paused && { paused: pauseText(soak.paused, { at, comparison, checks }) }),
    },
    checks: checks.map((check) => toCheck(check, at)),
  };
}

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
/** JSON has no infinities: what is not finite is not known. */
const finite = (value: number | null): number | null => (value !== null && Number.isFinite(value) ? value : null);
const numberOf = (reading: Reading): number | null => (reading.known ? finite(reading.value) : null);

function reasonOf(reading: Reading, now: Millis): { reason?: string } {
  if (!reading.known) return { reason: unreadReason(reading, now) };
  return Number.isFinite(reading.value) ? {} : { reason: 'not-a-number: the value is infinite' };
}

function toCheck(
  { id, label, state, reading, unit, limit, critical }: Check,
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
