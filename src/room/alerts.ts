import type { Profile } from '../profile/schema.ts';
import type { Alert, AlertmanagerView } from '../sources/alertmanager-types.ts';
import type { Feed } from '../sources/feed.ts';
import { formatAge } from '../text/format.ts';
import { type Millis, millis, type Seconds, secondsBetween } from '../units.ts';
import { isAck, parseAckComment } from './ack-comment.ts';
import { type AttributionContext, attribute } from './attribution.ts';
import { clocksOf } from './clocks.ts';
import type { AlertAck, AlertState, Alerts, OnCall, RoomAlert } from './room.ts';
import { collectSilences, type Member, type SeenSilence } from './silences.ts';
import { limitsOf, tierOf } from './tiers.ts';

export type AlertSettings = Profile['alerts'];

/** What else of the room an alert is seen by. */
export interface AlertContext extends Omit<AttributionContext, 'settings'> {
  readonly onCall: OnCall | null;
}

const ALONE: AlertContext = {
  onCall: null,
  versions: undefined,
  rings: [],
  undated: new Set(),
  infraJobs: new Set(),
};

/** An alert before anything else of the room is known. */
type ListedAlert = Omit<RoomAlert, 'attribution' | 'clocks'>;

/**
 * The alerts of the room: the union of what the members of one Alertmanager cluster list. Members that do not answer
 * are left out while another does, since every member gets every alert; when none answers, the last known stand: as
 * partial while they are fresh enough, then as stale.
 */
export function alertsOf(
  feeds: Readonly<Record<string, Feed<AlertmanagerView>>>,
  settings: AlertSettings,
  now: Millis,
  staleAfter: Seconds,
  context: AlertContext = ALONE,
): Alerts {
  const { members, freshness, detail } = answersOf(feeds, now, staleAfter);
  const silences = collectSilences(members, now);
  const listed = Map.groupBy(
    members.flatMap((member) => member.view.alerts.map((alert) => ({ member, alert }))),
    ({ alert }) => alert.fingerprint,
  );
  const inRoom = [...listed.values()]
    .filter(([first]) => first && inScope(first.alert, settings.where))
    .map((copies) => listedAlert(copies, members, silences, settings, now));
  const list = attribute(inRoom, { ...context, settings })
    .map((alert) => ({
      ...alert,
      clocks: clocksOf(clockFacts(alert, now), limitsOf(alert.tier, settings.tiers), context.onCall),
    }))
    .sort(worstFirst);
  const count = (state: AlertState) => list.filter((alert) => alert.state === state).length;
  const counts = {
    firing: count('firing'),
    acknowledged: count('acknowledged'),
    silenced: count('silenced'),
    inhibited: count('inhibited'),
  };
  return { list, counts, freshness, detail };
}

/** Less than this is the whole second of the `Date` header and the way there, not a clock that is wrong. */
const NOTICEABLE_SKEW = 5000;

function answersOf(feeds: Readonly<Record<string, Feed<AlertmanagerView>>>, now: Millis, staleAfter: Seconds) {
  const all = Object.entries(feeds);
  const answers = all.flatMap(([id, feed]) => {
    if (feed.state !== 'ok' && feed.state !== 'stale') return [];
    const { clockOffset } = feed.value;
    const offset = Math.abs(clockOffset) < NOTICEABLE_SKEW ? 0 : clockOffset;
    const age = secondsBetween(feed.at, now);
    return [{ id, view: feed.value, offset, age, answered: feed.state === 'ok' && age <= staleAfter }];
  });
  const errors = all.flatMap(([, feed]) =>
    feed.state === 'stale' || feed.state === 'failed' ? [feed.error.message] : [],
  );
  const because = errors.length > 0 ? `: ${errors.join('; ')}` : '';
  const fresh = answers.filter(({ answered }) => answered);
  const detail = `${fresh.length} of ${all.length} Alertmanager members answered`;
  if (all.length === 0) return { members: [], freshness: 'unknown', detail: 'no Alertmanager is configured' } as const;
  if (fresh.length === all.length) return { members: fresh, freshness: 'ok', detail } as const;
  if (fresh.length > 0) return { members: fresh, freshness: 'partial', detail: detail + because } as const;
  if (answers.length === 0) {
    const nothing = errors.length > 0 ? `no Alertmanager answers${because}` : 'waiting for Alertmanager';
    return { members: [], freshness: 'unknown', detail: nothing } as const;
  }
  const age = Math.min(...answers.map((answer) => answer.age));
  // One refresh that failed is a hiccup: what was said a moment ago still stands.
  const freshness = age <= staleAfter ? 'partial' : 'stale';
  return {
    members: answers,
    freshness,
    detail: `Alertmanager answered last ${formatAge(age)} ago${because}`,
  } as const;
}

/** Whether an alert is one of the room's: it carries the labels the profile asks for. */
export const inScope = ({ labels }: Alert, where: AlertSettings['where']): boolean =>
  Object.entries(where).every(([name, value]) => (labels[name] ?? '') === value);

const clockFacts = ({ startsAt, state, ack }: ListedAlert, now: Millis) => ({
  startsAt,
  state,
  answeredAt: ack?.at ?? null,
  now,
});

function listedAlert(
  copies: readonly { readonly member: Member; readonly alert: Alert }[],
  members: readonly Member[],
  silences: ReadonlyMap<string, SeenSilence>,
  settings: AlertSettings,
  now: Millis,
): ListedAlert {
  const { alert } = copies.reduce((a, b) => (b.alert.updatedAt > a.alert.updatedAt ? b : a));
  const { labels, annotations, fingerprint } = alert;
  const severity = labels[settings.severity_label] ?? '';
  const tier = tierOf(severity, settings.tiers);
  const startsAt = millis(Math.min(...copies.map(({ alert, member }) => alert.startsAt - member.offset)));
  const age = secondsBetween(startsAt, now);
  // A silence nobody lists yet still silences: Alertmanager says so.
  const naming = [...new Set(copies.flatMap(({ alert }) => alert.silencedBy))];
  const covering = naming.map((id) => silences.get(id)).filter((silence) => silence?.active !== false);
  const known = covering.filter((silence) => silence !== undefined).sort((a, b) => b.endsAt - a.endsAt);
  const acking = known.find(({ comment }) => isAck(comment));
  const inhibited = copies.every(({ alert }) => alert.inhibitedBy.length > 0);
  const state = acking ? 'acknowledged' : covering.length > 0 ? 'silenced' : inhibited ? 'inhibited' : 'firing';
  const silence = acking ? undefined : known[0];
  return {
    fingerprint,
    name: labels.alertname ?? '',
    severity,
    tier,
    state,
    startsAt,
    age,
    summary: annotations.summary ?? annotations.message ?? annotations.description ?? '',
    description: annotations.description ?? '',
    runbook: webLink(annotations.runbook_url) ?? webLink(annotations.runbook),
    generatorURL: webLink(alert.generatorURL) ?? '',
    labels,
    annotations,
    exactLabels: labels,
    ack: acking ? ackOf(acking, members) : null,
    silence: silence
      ? { id: silence.id, by: silence.createdBy, comment: silence.comment, endsAt: silence.endsAt }
      : null,
    seenBy: copies.length < members.length ? copies.map(({ member }) => member.id) : [],
  };
}

function ackOf(
  { id, createdBy, startsAt, endsAt, comment, seenBy }: SeenSilence,
  members: readonly Member[],
): AlertAck {
  const ours = parseAckComment(comment);
  return {
    silenceId: id,
    by: createdBy || (ours?.user ?? ''),
    at: startsAt,
    expiresAt: endsAt,
    comment,
    propagating: seenBy.length < members.length,
    ours: ours !== null,
  };
}

/** Only what a browser may be sent to; other schemes run things. */
function webLink(text: string | undefined): string | null {
  const url = text === undefined ? null : URL.parse(text);
  return url && /^https?:$/.test(url.protocol) ? url.href : null;
}

const ATTENTION: readonly AlertState[] = ['firing', 'acknowledged', 'silenced', 'inhibited'];

function worstFirst(a: ListedAlert, b: ListedAlert): number {
  return (
    a.tier.localeCompare(b.tier) ||
    ATTENTION.indexOf(a.state) - ATTENTION.indexOf(b.state) ||
    a.startsAt - b.startsAt ||
    a.name.localeCompare(b.name) ||
    (a.fingerprint < b.fingerprint ? -1 : 1)
  );
}
