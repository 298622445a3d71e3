import { limitRecord } from '../../limits/record.ts';
import { writeQuery } from '../../profile/written-query.ts';
import { isCurrent } from '../../room/alerts/hold.ts';
import type { AlertEvidence, CheckEvidence, Evidence } from '../../room/rings/evidence.ts';
import type { RingRegion } from '../../room/rings/regions.ts';
import type { Approval, Reading, RoomAlert, SourceStatus } from '../../room/room.ts';
import { type Millis, secondsBetween } from '../../units.ts';
import { alertsUnknownText, concernText, listingText } from '../../wording/alerts.ts';
import { missingText } from '../../wording/evidence.ts';
import { limitText } from '../../wording/limits.ts';
import { noiseText } from '../../wording/noise.ts';
import { unreadReason } from '../../wording/readings.ts';
import { pauseText } from '../../wording/rings.ts';
import { verdictReasons, verdictSentence } from '../../wording/verdict.ts';

/** What an act on a ring rested on, as plain JSON for the journal and scripts; numbers in base units, unknown is null. */
export function evidenceRecord(evidence: Evidence): Readonly<Record<string, unknown>> {
  const { at, ring, state, deployedAt, checks, regions, alerts, comparison, sources, request, missing } = evidence;
  return {
    at: iso(at),
    ring,
    state,
    deployedAt: deployedAt === null ? null : iso(deployedAt),
    soak: soakRecord(evidence),
    checks: checks.map((check) => checkRecord(check, at)),
    ...(regions && { regions: { pass: regions.pass, list: regions.list.map(regionRecord) } }),
    alerts: alerts && alertsRecord(alerts, at),
    verdict: comparison && {
      ...verdictRecord(evidence),
      baseline: comparison.baseline.id,
      candidate: comparison.candidate.id,
      metrics: comparison.metrics.map(({ id, unit, state, baseline, candidate, delta, limits }) => ({
        id,
        unit,
        state,
        baseline: numberOf(baseline),
        candidate: numberOf(candidate),
        delta: finite(delta),
        limit: limitText({ limits, unit }, comparison.baseline.label),
      })),
    },
    sources: sources.map((source) => sourceRecord(source, at)),
    ...(request && { request: approvalRecord(request) }),
    missing: missing.map((one) => missingText(one, evidence)),
  };
}

/** A verdict in a few numbers; all of them are in a snapshot. */
function verdictRecord(evidence: Evidence) {
  const { state, method, judged } = evidence.comparison?.verdict ?? {};
  const { errors, p, noise } = judged?.verdict ?? {};
  return {
    state,
    method,
    sentence: verdictSentence(evidence),
    reasons: verdictReasons(evidence),
    ...(judged && { data: judged.data, since: iso(judged.since) }),
    ...(errors && {
      requests: [errors.baseline.requests, errors.candidate.requests],
      errors: [errors.baseline.events, errors.candidate.events],
      falseAlarm: p,
      noise: noise && noiseText(noise),
    }),
  };
}

/** A request for a second operator as files and scripts have it. */
export const approvalRecord = ({ at, expiresAt, ...approval }: Approval) => ({
  ...approval,
  at: iso(at),
  expiresAt: iso(expiresAt),
});

const soakRecord = (evidence: Evidence) =>
  evidence.soak && {
    elapsedSeconds: evidence.soak.elapsed,
    requiredSeconds: evidence.soak.required,
    pausedSeconds: evidence.soak.pausedFor,
    ...(evidence.soak.paused && { paused: pauseText(evidence.soak.paused, evidence) }),
  };

const checkRecord = ({ id, label, expr, unit, state, limit, critical, reading, age }: CheckEvidence, now: Millis) => ({
  id,
  label,
  expr: writeQuery(expr),
  unit,
  state,
  ...limitRecord(limit),
  critical,
  ageSeconds: age,
  ...readingRecord(reading, now),
});

const regionRecord = ({ id, state, deployedAt, soak }: RingRegion) => ({
  id,
  state,
  deployedAt: deployedAt === null ? null : iso(deployedAt),
  ...(soak && { soakedSeconds: soak.elapsed }),
});

const readingRecord = (reading: Reading, now: Millis) =>
  reading.known
    ? { value: finite(reading.value), at: iso(reading.at) }
    : { value: null, reason: unreadReason(reading, now) };

/** Of alerts that are not known there is no list, only what it was last. */
function alertsRecord(alerts: AlertEvidence, now: Millis) {
  const { freshness: state, unknown } = alerts;
  const detail = listingText(alerts, now);
  const lists = { list: alerts.list.map(alertRecord), elsewhere: alerts.elsewhere.map(alertRecord) };
  const reason = unknown === null ? {} : { reason: alertsUnknownText(alerts, unknown, now) };
  if (isCurrent(alerts)) return { state, detail, ...reason, ...lists };
  return { state, detail, ...reason, list: null, elsewhere: null, last: lists };
}

const alertRecord = ({ fingerprint, name, tier, state, startsAt, concern, ack }: RoomAlert) => ({
  fingerprint,
  name,
  tier,
  state,
  startsAt: iso(startsAt),
  about: concernText(concern),
  ...(ack && { acknowledgedBy: ack.by }),
});

const sourceRecord = ({ id, kind, state, answeredAt, error }: SourceStatus, now: Millis) => ({
  id,
  kind,
  state,
  ageSeconds: answeredAt === null ? null : secondsBetween(answeredAt, now),
  ...(error && { error: error.message }),
});

const iso = (at: Millis): string => new Date(at).toISOString();
const numberOf = (reading: Reading): number | null => (reading.known ? finite(reading.value) : null);
/** JSON has no infinities. */
const finite = (value: number | null): number | null => (value !== null && Number.isFinite(value) ? value : null);
