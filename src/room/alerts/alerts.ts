import type { Profile } from '../../profile/schema/profile.ts';
import { millis } from '../../units.ts';
import { AckedTiers } from '../acks/acked-tiers.ts';
import { ackStanding } from '../acks/acks.ts';
import { type AlertClaim, claimOn } from '../acks/claims.ts';
import { ACK_MARK } from '../acks/comment.ts';
import { type EndedAck, endedAcks } from '../acks/ended-acks.ts';
import { type OwnAck, ownAcks } from '../acks/own-acks.ts';
import { Answers } from '../answers.ts';
import { type ClockFacts, clocksOf } from '../clocks.ts';
import { concernOf } from '../concern.ts';
import type { JournalEntry } from '../journal.ts';
import type { Moment } from '../moment.ts';
import type { OnCall } from '../on-call/on-call.ts';
import { isRingEvent } from '../rings/events.ts';
import { inScope } from '../scope.ts';
import { type AttributionContext, attribute } from '../versions/attribution.ts';
import { type AlertState, type ListedAlert, listedAlert, type RoomAlert, subjectOf, worstFirst } from './alert.ts';
import type { Alertmanagers } from './alertmanagers.ts';
import { type Listing, listingOf } from './listing.ts';
import { PrometheusWord } from './prometheus-word.ts';
import { limitsOf } from './tiers.ts';

export interface Alerts extends Listing {
  /** Worst first: tier, then un-acknowledged before acknowledged, then oldest. */
  readonly list: readonly RoomAlert[];
  /** Those that are muted are absent where none is. */
  readonly counts: Readonly<Record<Exclude<AlertState, 'muted'>, number>> & { readonly muted?: number };
  /** Every acknowledgement that ringdeck made and that is active. */
  readonly acks: readonly OwnAck[];
  /** Those whose incident is over, of late; newest first. */
  readonly ended: readonly EndedAck[];
  /** `ok` when every member answered just now, `partial` when some did, `stale` when none has of late, `unknown` when none ever did. */
  readonly freshness: 'ok' | 'partial' | 'stale' | 'unknown';
  /** Whether it is Prometheus' record of the past: acknowledgements are then those of the journal, and silences not known. */
  readonly recorded: boolean;
}

export type AlertSettings = Profile['alerts'];

/** What else of the room an alert is seen by. */
export interface AlertContext extends Omit<AttributionContext, 'settings'> {
  /** By fingerprint. */
  readonly claims: ReadonlyMap<string, AlertClaim>;
  readonly onCall: OnCall | null;
  readonly answers: Answers;
  readonly word: PrometheusWord;
  /** Ids of Prometheus servers that may be down. */
  readonly silent: readonly string[];
  readonly journal: readonly JournalEntry[];
}

/** Nothing but the alerts themselves is known. */
export const ALONE: AlertContext = {
  claims: new Map(),
  onCall: null,
  answers: new Answers({ silences: new Map() }, [], { ack_mark: ACK_MARK }),
  word: PrometheusWord.none,
  silent: [],
  journal: [],
  versions: undefined,
  rings: [],
  undated: new Set(),
  infraJobs: new Set(),
};

/** An alert but for its clocks, which run while all else of it stands still. */
export type StandingAlert = Omit<RoomAlert, 'clocks'>;

/** The alerts of the room with their clocks. */
export function alertsOf(
  alertmanagers: Alertmanagers,
  settings: AlertSettings,
  moment: Moment,
  context: AlertContext = ALONE,
): Alerts {
  const { list, ...rest } = listAlerts(alertmanagers, settings, moment, context);
  return { ...rest, list: list.map((alert) => withClocks(alert, settings, moment, context)) };
}

/** The alerts of the room: the union of what the members of one Alertmanager cluster list. */
export function listAlerts(
  alertmanagers: Alertmanagers,
  settings: AlertSettings,
  moment: Moment,
  context: AlertContext,
): Omit<Alerts, 'list'> & { readonly list: readonly StandingAlert[] } {
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
    moment,
  });
  const unheard = new Map(
    ended.toReversed().flatMap((before) => (before.telling === 'fired-again' ? [[before.fingerprint, before]] : [])),
  );
  const tiers = new AckedTiers(subjects, alertmanagers.silences.values(), settings);
  const inRoom = union
    .filter(({ subject }) => inScope(subject, settings.where) && !isRingEvent(subject.labels))
    .map(({ copies, subject }) => {
      const before = unheard.get(subject.fingerprint);
      const standing = ackStanding(subject, tiers, alertmanagers, settings, before);
      const claim = claimOn(subject, context.claims);
      return { ...listedAlert(copies, subject, standing, members, settings), claim };
    });
  const list = attribute(inRoom, { ...context, settings })
    .map((alert) => ({ ...alert, concern: concernOf(alert.labels, { ...context, settings }) }))
    .sort(worstFirst);
  const counts = countsOf(list);
  const acks = ownAcks(alertmanagers, subjects, settings);
  const listedLabels = { all: subjects.map(({ labels }) => labels), shown: list.map(({ exactLabels }) => exactLabels) };
  const listing = listingOf(alertmanagers, context, listedLabels, settings);
  return { list, counts, acks, ended, freshness, ...listing, recorded };
}

/** How many alerts stand how. */
export function countsOf(list: readonly Pick<RoomAlert, 'state'>[]): Alerts['counts'] {
  const count = (state: AlertState) => list.filter((alert) => alert.state === state).length;
  return {
    firing: count('firing'),
    acknowledged: count('acknowledged'),
    silenced: count('silenced'),
    inhibited: count('inhibited'),
    ...(count('muted') > 0 && { muted: count('muted') }),
  };
}

/** With its incident clocks. */
export const withClocks = (
  alert: StandingAlert,
  settings: AlertSettings,
  moment: Moment,
  { answers, onCall }: Pick<AlertContext, 'answers' | 'onCall'>,
): RoomAlert => ({
  ...alert,
  clocks: clocksOf(clockFacts(alert, answers, moment), limitsOf(alert.tier, settings.tiers), onCall),
});

/** An answer counts from the first one on for as long as any stands; then its alert waits again. */
function clockFacts(alert: ListedAlert, answers: Answers, moment: Moment): ClockFacts {
  const { name, labels, fingerprint, startsAt, state, ack, claim } = alert;
  const given = answers.to({ name, labels, fingerprints: [fingerprint], from: startsAt, to: moment });
  const standing = [ack, claim].flatMap((answer) => answer ?? []);
  const earliest = Math.min(...[...given, ...standing].map(({ at }) => at));
  const ended = given.flatMap(({ until }) => (until !== null && moment.hasCome(until) ? [until] : []));
  return {
    startsAt,
    quiet: state === 'silenced' || state === 'inhibited' || state === 'muted',
    answeredAt: standing.length > 0 ? millis(Math.max(startsAt, earliest)) : null,
    waitingSince: standing.length > 0 ? startsAt : millis(Math.max(startsAt, ...ended)),
    moment,
  };
}
