import { own } from '../../own.ts';
import type { Profile } from '../../profile/schema/profile.ts';
import type { Alert } from '../../sources/alertmanager/types.ts';
import type { Labels } from '../../sources/prometheus/types.ts';
import { linkAddress } from '../../text/address.ts';
import { type Millis, millis } from '../../units.ts';
import { type AckStanding, type AckSubject, type AlertAck, type LapsedAck, startOf } from '../acks/acks.ts';
import type { AlertClaim } from '../acks/claims.ts';
import type { AlertClocks } from '../clocks.ts';
import type { Concern } from '../concern.ts';
import type { Member } from '../silences/silences.ts';
import type { Attribution } from '../versions/attribution.ts';
import { alertName } from './name.ts';
import type { PrometheusWord } from './prometheus-word.ts';
import { type Tier, tierOf } from './tiers.ts';

export type AlertState = 'firing' | 'acknowledged' | 'silenced' | 'inhibited' | 'muted';

export interface RoomAlert {
  readonly fingerprint: string;
  readonly name: string;
  readonly severity: string;
  readonly tier: Tier;
  readonly state: AlertState;
  readonly startsAt: Millis;
  /** Its start by the clock of whoever sent it, as Alertmanager lists it: tells one incident of an alert from another. */
  readonly began: Millis;
  /** What it is in one sentence; what is longer ends in "…", and stands whole among its annotations. */
  readonly summary: string;
  readonly description: string;
  readonly runbook: string | null;
  readonly generatorURL: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  /** The labels byte for byte, for matchers alone: never drawn, because they may hold control characters. */
  readonly exactLabels: Labels;
  readonly ack: AlertAck | null;
  /** Null when it is acknowledged, and when no acknowledgement could be taken for its own. */
  readonly lapsed: LapsedAck | null;
  /** Who is on it without having silenced it. */
  readonly claim: AlertClaim | null;
  /** The silence that covers it without being an acknowledgement. */
  readonly silence: {
    readonly id: string;
    readonly by: string;
    readonly comment: string;
    readonly endsAt: Millis;
  } | null;
  /** Names of the time intervals in which Alertmanager tells nobody of it; absent where there are none. */
  readonly mutedBy?: readonly string[];
  readonly attribution: Attribution;
  readonly concern: Concern;
  readonly clocks: AlertClocks;
  /** Members that list it, when not all that answered do. */
  readonly seenBy: readonly string[];
}

type AlertSettings = Profile['alerts'];

/** An alert before anything else of the room is known. */
export type ListedAlert = Omit<RoomAlert, 'attribution' | 'concern' | 'clocks'>;

/** An alert as one member lists it. */
export interface Copy {
  readonly member: Member;
  readonly alert: Alert;
}

const newest = (copies: readonly Copy[]): Alert =>
  copies.reduce((a, b) => (b.alert.updatedAt > a.alert.updatedAt ? b : a)).alert;

/** What is asked of an alert to know whether somebody acknowledged it. */
export function subjectOf(copies: readonly Copy[], settings: AlertSettings, word: PrometheusWord): AckSubject {
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

/** Characters of a summary that a page has room for beside who is on it and until when. */
const LONGEST_SUMMARY = 240;

function inShort(text: string): string {
  if (text.length <= LONGEST_SUMMARY) return text;
  // Half of a character that takes two is none.
  const whole = text.slice(0, LONGEST_SUMMARY - 1).replace(/[\uD800-\uDBFF]$/, '');
  const space = whole.lastIndexOf(' ');
  return `${space > LONGEST_SUMMARY / 2 ? whole.slice(0, space) : whole}…`;
}

/** An alert of the room, but for whom it concerns and who is on it. */
export function listedAlert(
  copies: readonly Copy[],
  { fingerprint, labels, tier, startsAt, began }: AckSubject,
  { ack, lapsed, silences, unlisted }: AckStanding,
  members: readonly Member[],
  settings: AlertSettings,
): Omit<ListedAlert, 'claim'> {
  const alert = newest(copies);
  const { annotations } = alert;
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
    summary: inShort(annotations.summary ?? annotations.message ?? annotations.description ?? ''),
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

/** Tier, then un-acknowledged before acknowledged, then oldest. */
export function worstFirst(a: ListedAlert, b: ListedAlert): number {
  return (
    a.tier.localeCompare(b.tier) ||
    ATTENTION.indexOf(a.state) - ATTENTION.indexOf(b.state) ||
    a.startsAt - b.startsAt ||
    a.name.localeCompare(b.name) ||
    (a.fingerprint < b.fingerprint ? -1 : 1)
  );
}
