import { own } from '../../own.ts';
import type { Profile } from '../../profile/schema/profile.ts';
import type { Alert } from '../../sources/alertmanager/types.ts';
import { linkAddress } from '../../text/address.ts';
import { type Millis, millis, secondsBetween } from '../../units.ts';
import { type AckStanding, type AckSubject, ackStanding, ownAcks, startOf } from '../acks/acks.ts';
import { claimOn } from '../acks/claims.ts';
import { ACK_MARK } from '../acks/comment.ts';
import { endedAcks } from '../acks/ended-acks.ts';
import { Answers } from '../answers.ts';
import { type ClockFacts, clocksOf } from '../clocks.ts';
import { concernOf } from '../concern.ts';
import { isRingEvent } from '../rings/events.ts';
import type { AlertClaim, AlertState, Alerts, JournalEntry, OnCall, RoomAlert } from '../room.ts';
import { inScope } from '../scope.ts';
import type { Member } from '../silences/silences.ts';
import { type AttributionContext, attribute } from '../versions/attribution.ts';
import type { Alertmanagers } from './alertmanagers.ts';
import { listingOf } from './listing.ts';
import { alertName } from './name.ts';
import { PrometheusWord } from './prometheus-word.ts';
import { limitsOf, tierOf } from './tiers.ts';

export type AlertSettings = Profile['alerts'];

/** What else of the room an alert is seen by. */
export interface AlertContext extends Omit<AttributionContext, 'settings'> {
  /** By fingerprint. */
  readonly claims: ReadonlyMap<string, AlertClaim>;
  readonly onCall: OnCall | null;
  readonly answers: Answers;
  readonly word: PrometheusWord;
  readonly journal: readonly JournalEntry[];
}

/** Nothing but the alerts themselves is known. */
export const ALONE: AlertContext = {
  claims: new Map(),
  onCall: null,
  answers: new Answers({ silences: new Map() }, [], { ack_mark: ACK_MARK }),
  word: PrometheusWord.none,
  journal: [],
  versions: undefined,
  rings: [],
  undated: new Set(),
  infraJobs: new Set(),
};

/** An alert before anything else of the room is known. */
type ListedAlert = Omit<RoomAlert, 'attribution' | 'concern' | 'clocks'>;

/** The alerts of the room: the union of what the members of one Alertmanager cluster list. */
export function alertsOf(
  alertmanagers: Alertmanagers,
  settings: AlertSettings,
  now: Millis,
  context: AlertContext = ALONE,
): Alerts {
  const { members, freshness, recorded } = alertmanagers;
  const listed = Map.groupBy(
    members.flatMap((member) => member.view.alerts.map((alert) => ({ member, alert }))),
    ({ alert }) => alert.fingerprint,
  );
  const union = [...listed.values()].map((copies) => ({ copies, subject: subjectOf(copies, settings, context.word) }));
  const subjects = union.map(({ subject }) => subject);
  const ended = endedAcks({
    alertmanagers,
    subjects: new Map(subjects.map((subject) => [subject.fingerprint, subject])),
    word: context.word,
    journal: context.journal,
    settings,
    now,
  });
  const unheard = new Map(
    ended.toReversed().flatMap((before) => (before.telling === 'fired-again' ? [[before.fingerprint, before]] : [])),
  );
  const inRoom = union
    .filter(({ subject }) => inScope(subject, settings.where) && !isRingEvent(subject.labels))
    .map(({ copies, subject }) => {
      const before = unheard.get(subject.fingerprint);
      const standing = ackStanding(subject, subjects, alertmanagers, settings, now, before);
      const claim = claimOn(subject, context.claims);
      return { ...listedAlert(copies, subject, standing, members, settings, now), claim };
    });
  const list = attribute(inRoom, { ...context, settings })
    .map((alert) => ({
      ...alert,
      concern: concernOf(alert.labels, { ...context, settings }),
      clocks: clocksOf(clockFacts(alert, context.answers, now), limitsOf(alert.tier, settings.tiers), context.onCall),
    }))
    .sort(worstFirst);
  const count = (state: AlertState) => list.filter((alert) => alert.state === state).length;
  const counts = {
    firing: count('firing'),
    acknowledged: count('acknowledged'),
    silenced: count('silenced'),
    inhibited: count('inhibited'),
    ...(count('muted') > 0 && { muted: count('muted') }),
  };
  const acks = ownAcks(alertmanagers, subjects, settings);
  const listedLabels = { all: subjects.map(({ labels }) => labels), shown: list.map(({ exactLabels }) => exactLabels) };
  const listing = listingOf(alertmanagers, context.word, listedLabels, settings);
  return { list, counts, acks, ended, freshness, ...listing, recorded };
}

/** An answer counts from the first one on for as long as any stands; then its alert waits again. */
function clockFacts(alert: ListedAlert, answers: Answers, now: Millis): ClockFacts {
  const { name, labels, fingerprint, startsAt, state, ack, claim } = alert;
  const given = answers.to({ name, labels, fingerprints: [fingerprint], from: startsAt, to: now });
  const standing = [ack, claim].flatMap((answer) => answer ?? []);
  const earliest = Math.min(...[...given, ...standing].map(({ at }) => at));
  const ended = given.flatMap(({ until }) => (until !== null && until <= now ? [until] : []));
  return {
    startsAt,
    state,
    answeredAt: standing.length > 0 ? millis(Math.max(startsAt, earliest)) : null,
    waitingSince: standing.length > 0 ? startsAt : millis(Math.max(startsAt, ...ended)),
    now,
  };
}

/** An alert as one member lists it. */
interface Copy {
  readonly member: Member;
  readonly alert: Alert;
}

const newest = (copies: readonly Copy[]): Alert =>
  copies.reduce((a, b) => (b.alert.updatedAt > a.alert.updatedAt ? b : a)).alert;

function subjectOf(copies: readonly Copy[], settings: AlertSettings, word: PrometheusWord): AckSubject {
  const { fingerprint, labels } = newest(copies);
  return {
    fingerprint,
    labels,
    tier: tierOf(own(labels, settings.severity_label) ?? '', settings.tiers),
    startsAt: millis(Math.min(...copies.map(({ alert, member }) => alert.startsAt - member.offset))),
    ...incidentOf(copies, word),
    silencedBy: [...new Set(copies.flatMap(({ alert }) => alert.silencedBy))],
  };
}

/** What tells the incident that goes on from the one before. */
function incidentOf(
  copies: readonly Copy[],
  word: PrometheusWord,
): Pick<AckSubject, 'began' | 'starts' | 'stamped' | 'past'> {
  const { labels } = newest(copies);
  const starts = copies.map(({ alert, member: { view, offset } }) => ({
    at: alert.startsAt,
    runsSince: view.startedAt === undefined ? null : millis(view.startedAt - offset),
  }));
  // Not to have read the record yet is no proof that there is none.
  const stamped = word.ready && word.record(labels).length === 0;
  const began = startOf(
    starts.map(({ at }) => at),
    stamped,
  );
  return { began, starts, stamped, past: word.pastOf(labels, began) };
}

/** What all members that tell say is muted; one too old to tell has no say. */
function mutersOf(copies: readonly Copy[]): readonly string[] {
  const told = copies.flatMap(({ alert: { mutedBy } }) => (mutedBy === undefined ? [] : [mutedBy]));
  return told.every((names) => names.length > 0) ? [...new Set(told.flat())] : [];
}

function listedAlert(
  copies: readonly Copy[],
  { fingerprint, labels, tier, startsAt, began }: AckSubject,
  { ack, lapsed, silences, unlisted }: AckStanding,
  members: readonly Member[],
  settings: AlertSettings,
  now: Millis,
): Omit<ListedAlert, 'claim'> {
  const alert = newest(copies);
  const { annotations } = alert;
  const age = secondsBetween(startsAt, now);
  const [silence] = silences;
  const inhibited = copies.every(({ alert }) => alert.inhibitedBy.length > 0);
  const mutedBy = mutersOf(copies);
  const quiet = inhibited ? 'inhibited' : mutedBy.length > 0 ? 'muted' : 'firing';
  // A silence nobody lists yet still silences: Alertmanager says so.
  const state = ack ? 'acknowledged' : silence || unlisted ? 'silenced' : quiet;
  return {
    fingerprint,
    name: alertName(labels),
    severity: own(labels, settings.severity_label) ?? '',
    tier,
    state,
    startsAt,
    began,
    age,
    summary: annotations.summary ?? annotations.message ?? annotations.description ?? '',
    description: annotations.description ?? '',
    runbook: linkTo(annotations.runbook_url) ?? linkTo(annotations.runbook),
    generatorURL: linkAddress(alert.generatorURL) ?? '',
    labels,
    annotations,
    exactLabels: labels,
    ack,
    lapsed,
    silence:
      silence && !ack
        ? { id: silence.id, by: silence.createdBy, comment: silence.comment, endsAt: silence.endsAt }
        : null,
    ...(mutedBy.length > 0 && { mutedBy }),
    seenBy: copies.length < members.length ? copies.map(({ member }) => member.id) : [],
  };
}

const linkTo = (text: string | undefined): string | null => (text === undefined ? null : linkAddress(text));

const ATTENTION: readonly AlertState[] = ['firing', 'acknowledged', 'silenced', 'inhibited', 'muted'];

function worstFirst(a: ListedAlert, b: ListedAlert): number {
  return (
    a.tier.localeCompare(b.tier) ||
    ATTENTION.indexOf(a.state) - ATTENTION.indexOf(b.state) ||
    a.startsAt - b.startsAt ||
    a.name.localeCompare(b.name) ||
    (a.fingerprint < b.fingerprint ? -1 : 1)
  );
}
