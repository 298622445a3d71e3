import { limitIn, valueAgainst } from '../../limits/limit.ts';
import { evidenceRecord } from '../../operations/rings/evidence.ts';
import { toSnapshot } from '../../report/snapshot.ts';
import { isCurrent } from '../../room/alerts/hold.ts';
import { judgeAttempt, type Prospect } from '../../room/rings/attempt.ts';
import { type AlertEvidence, type CheckEvidence, type Evidence, evidenceFor } from '../../room/rings/evidence.ts';
import { isOverridable } from '../../room/rings/validation.ts';
import type { Ring, Room, RoomAlert } from '../../room/room.ts';
import { formatAge, formatDuration } from '../../text/format.ts';
import { type Millis, secondsBetween } from '../../units.ts';
import { alertsUnknownText, byName, concernText, quietText } from '../../wording/alerts.ts';
import { missingText } from '../../wording/evidence.ts';
import { unreadText } from '../../wording/readings.ts';
import { refusalText } from '../../wording/refusals.ts';
import { pauseText, regionReason, ringReason } from '../../wording/rings.ts';
import { byWhom, requestText } from '../../wording/validations.ts';
import { verdictSentence } from '../../wording/verdict.ts';
import { table } from '../shared/table.ts';

/** Every ring and how it stands. */
export function ringList(room: Room): string {
  const passing = ({ checks }: Ring) =>
    `${checks.filter(({ state }) => state === 'ok' || state === 'warn').length}/${checks.length} checks`;
  return table(room.rings.map((ring) => [ring.id, ring.state, passing(ring), ringReason(ring, room)]));
}

/** What a validation of a ring by this operator would rest on and what forbids it, as JSON. */
export function ringReportRecord(room: Room, ring: Ring, operator: string) {
  const evidence = evidenceFor(room, ring.id);
  const { refusals, becomes } = judgeAttempt(room, ring.id, { operator });
  return {
    schemaVersion: 1,
    at: new Date(room.at).toISOString(),
    profile: room.profile.id,
    ring: toSnapshot(room).rings.find(({ id }) => id === ring.id),
    becomes,
    refusals: refusals.map((refusal) => ({
      kind: refusal.kind,
      text: refusalText(refusal, room),
      overridable: isOverridable(refusal),
    })),
    evidence: evidence && evidenceRecord(evidence),
  };
}

/** The same for people. */
export function ringReport(room: Room, ring: Ring, operator: string): string {
  const evidence = evidenceFor(room, ring.id);
  const prospect = judgeAttempt(room, ring.id, { operator });
  return [
    `${ring.id}  ${ring.name}  ${ring.state}: ${ringReason(ring, room)}\n`,
    ring.validated ? `validated ${byWhom(ring.validated, room.at)}${noteText(ring.validated.note)}\n` : '',
    ring.approval ? `${requestText(ring.id, ring.approval, room.at)}${noteText(ring.approval.note)}\n` : '',
    ...regionsSection(ring, room),
    evidence ? evidenceText(evidence) : '',
    ring.validated ? '' : prospectText(room, ring, prospect),
  ].join('');
}

/** How it stands in each of its regions, where it has any. */
function regionsSection(ring: Ring, room: Room): readonly string[] {
  const { regions } = ring;
  if (!regions) return [];
  const rule = `${regions.pass === regions.list.length ? 'all' : regions.pass} of ${regions.list.length} must pass`;
  return section(
    `regions, ${rule}${regions.cancelOnFail ? '; a failing one blocks it' : ''}`,
    regions.list.map((region) => [region.id, region.state, regionReason(ring, region, room)]),
  );
}

const noteText = (note: string | undefined): string => (note === undefined ? '' : `: ${note}`);

function evidenceText(evidence: Evidence): string {
  const { at, deployedAt, soak, checks, comparison, missing, sources } = evidence;
  const deployed = deployedAt === null ? 'not known' : `${formatAge(secondsBetween(deployedAt, at))} ago`;
  return [
    ...section('facts', [
      ['deployed', deployed],
      ...(soak
        ? [
            [
              'soak',
              [
                `${formatDuration(soak.elapsed)} of ${formatDuration(soak.required)}`,
                ...(soak.pausedFor >= 1 ? [`was paused for ${formatDuration(soak.pausedFor)}`] : []),
                ...(soak.paused ? [pauseText(soak.paused, evidence)] : []),
              ].join(', '),
            ],
          ]
        : []),
      ['alerts', alertsText(evidence)],
      ...(comparison ? [['verdict', `${comparison.verdict.state}: ${verdictSentence(evidence)}`]] : []),
      ...sources.map(({ id, state, answeredAt, error }) => [
        id,
        `${state}${answeredAt === null ? '' : `, answered ${formatAge(secondsBetween(answeredAt, at))} ago`}${error ? `: ${error.message}` : ''}`,
      ]),
    ]),
    ...section(
      'checks',
      checks.map((check) => checkRow(check, at)),
    ),
    ...(evidence.alerts ? alertSections(evidence.alerts, evidence) : []),
    ...section(
      'missing',
      missing.map((one) => [missingText(one, evidence)]),
    ),
  ].join('');
}

function alertsText({ alerts, at }: Evidence): string {
  if (!alerts) return 'not watched';
  const unknown = alerts.unknown === null ? null : alertsUnknownText(alerts, alerts.unknown, at);
  if (!isCurrent(alerts)) return `not known: ${unknown}`;
  const firing = alerts.list.filter(({ state }) => state === 'firing').length;
  const said = [`${firing} P0 or P1 firing`, ...quietText(alerts.list)].join(', ');
  return unknown === null ? said : `not all known: ${unknown}; of those known ${said}`;
}

/** What was last known of alerts is told as such. */
function alertSections(alerts: AlertEvidence, { ring, at }: Evidence): readonly string[] {
  const alertRow = rowAt(at);
  const last = isCurrent(alerts) ? '' : ', as last known';
  return [
    ...section(`P0 and P1 that concern ${ring}${last}`, alerts.list.map(alertRow)),
    ...section(`P0 that do not concern ${ring}${last}`, alerts.elsewhere.map(alertRow)),
  ];
}

const rowAt =
  (now: Millis) =>
  ({ tier, name, state, startsAt, ack, concern }: RoomAlert) => [
    tier,
    name,
    `${state}${byName(ack?.by)}`,
    concernText(concern),
    formatAge(secondsBetween(startsAt, now)),
  ];

function checkRow({ state, label, reading, unit, limit, age }: CheckEvidence, now: Millis): string[] {
  const value = reading.known ? valueAgainst(reading.value, limit, unit) : 'unknown';
  const when = age === null ? '' : `${formatAge(age)} ago`;
  return [state, label, value, limitIn(limit, unit), reading.known ? when : unreadText(reading, now)];
}

const section = (title: string, rows: readonly (readonly string[])[]): readonly string[] =>
  rows.length === 0 ? [] : [`\n${title}\n`, table(rows.map(([first = '', ...rest]) => [`  ${first}`, ...rest]))];

const QUESTIONS = {
  validation: 'validate it',
  request: 'request its validation, which a second operator confirms',
  confirmation: 'confirm its validation',
} as const;

function prospectText(room: Room, { id }: Ring, { refusals, becomes }: Prospect): string {
  if (refusals.length === 0) return `\n"ringdeck ring validate ${id}" would ${QUESTIONS[becomes]}\n`;
  const told = refusals.map(
    (refusal) => `  - ${refusalText(refusal, room)}${isOverridable(refusal) ? '' : ' (cannot be overridden)'}\n`,
  );
  return `\nstands against it\n${told.join('')}`;
}
