import { limitRecord } from '../../limits/record.ts';
import { writeQuery } from '../../profile/written-query.ts';
import { isCurrent } from '../../room/alerts/hold.ts';
import type { AlertEvidence, CheckEvidence, Evidence } from '../../room/rings/evidence.ts';
import { pauseText } from '../../room/rings/soak.ts';
import type { Approval, Reading, RoomAlert, Soak, SourceStatus, Verdict } from '../../room/room.ts';
import type { Millis } from '../../units.ts';

/** What an act on a ring rested on, as plain JSON for the journal and scripts; numbers in base units, unknown is null. */
export function evidenceRecord(evidence: Evidence): Readonly<Record<string, unknown>> {
  const { at, ring, state, deployedAt, checks, soak, alerts, comparison, sources, request, missing } = evidence;
  return {
    at: iso(at),
    ring,
    state,
    deployedAt: deployedAt === null ? null : iso(deployedAt),
    soak: soak && soakRecord(soak, at),
    checks: checks.map(checkRecord),
    alerts: alerts && alertsRecord(alerts),
    verdict: comparison && {
      ...verdictRecord(comparison.verdict),
      baseline: comparison.baseline.id,
      candidate: comparison.candidate.id,
      metrics: comparison.metrics.map(({ id, unit, state, baseline, candidate, delta, limitText }) => ({
        id,
        unit,
        state,
        baseline: numberOf(baseline),
        candidate: numberOf(candidate),
        delta: finite(delta),
        limit: limitText,
      })),
    },
    sources: sources.map(sourceRecord),
    ...(request && { request: approvalRecord(request) }),
    missing,
  };
}

/** A verdict in a few numbers; all of them are in a snapshot. */
function verdictRecord({ state, method, sentence, reasons, judged }: Verdict) {
  const { errors, p, noise } = judged?.verdict ?? {};
  return {
    state,
    method,
    sentence,
    reasons,
    ...(judged && { data: judged.data, since: iso(judged.since) }),
    ...(errors && {
      requests: [errors.baseline.requests, errors.candidate.requests],
      errors: [errors.baseline.events, errors.candidate.events],
      falseAlarm: p,
      noise: noise?.words,
    }),
  };
}

/** A request for a second operator as files and scripts have it. */
export const approvalRecord = ({ at, expiresAt, ...approval }: Approval) => ({
  ...approval,
  at: iso(at),
  expiresAt: iso(expiresAt),
});

const soakRecord = ({ elapsed, required, pausedFor, paused }: Soak, now: Millis) => ({
  elapsedSeconds: elapsed,
  requiredSeconds: required,
  pausedSeconds: pausedFor,
  ...(paused && { paused: pauseText(paused, now) }),
});

const checkRecord = ({ id, label, expr, unit, state, limit, critical, reading, age }: CheckEvidence) => ({
  id,
  label,
  expr: writeQuery(expr),
  unit,
  state,
  ...limitRecord(limit),
  critical,
  ageSeconds: age,
  ...readingRecord(reading),
});

const readingRecord = (reading: Reading) =>
  reading.known
    ? { value: finite(reading.value), at: iso(reading.at) }
    : { value: null, reason: `${reading.reason}: ${reading.detail}` };

/** Of alerts that are not known there is no list, only what it was last. */
function alertsRecord(alerts: AlertEvidence) {
  const { freshness: state, detail, unknown } = alerts;
  const lists = { list: alerts.list.map(alertRecord), elsewhere: alerts.elsewhere.map(alertRecord) };
  const reason = unknown === null ? {} : { reason: unknown };
  if (isCurrent(alerts)) return { state, detail, ...reason, ...lists };
  return { state, detail, ...reason, list: null, elsewhere: null, last: lists };
}

const alertRecord = ({ fingerprint, name, tier, state, startsAt, concern, ack }: RoomAlert) => ({
  fingerprint,
  name,
  tier,
  state,
  startsAt: iso(startsAt),
  about: concern.text,
  ...(ack && { acknowledgedBy: ack.by }),
});

const sourceRecord = ({ id, kind, state, age, error }: SourceStatus) => ({
  id,
  kind,
  state,
  ageSeconds: age,
  ...(error && { error: error.message }),
});

const iso = (at: Millis): string => new Date(at).toISOString();
const numberOf = (reading: Reading): number | null => (reading.known ? finite(reading.value) : null);
/** JSON has no infinities. */
const finite = (value: number | null): number | null => (value !== null && Number.isFinite(value) ? value : null);
