import type { Profile } from '../../profile/schema/profile.ts';
import type { Route } from '../../sources/alertmanager/types.ts';
import type { Labels } from '../../sources/prometheus/types.ts';
import { addSeconds, type Millis, millis, type Seconds, seconds } from '../../units.ts';
import { type Alertmanagers, informedAt, NOTICEABLE_SKEW } from '../alerts/alertmanagers.ts';
import { ClosedGroups } from '../alerts/closed-groups.ts';
import { alertName } from '../alerts/name.ts';
import { lastResend, nextResend, type PrometheusWord, type RecordedEnd } from '../alerts/prometheus-word.ts';
import { type Destination, destinationsOf } from '../alerts/routing.ts';
import type { JournalEntry } from '../journal.ts';
import type { Moment } from '../moment.ts';
import { inScope } from '../scope.ts';
import { labelsIn, parseAck } from '../silences/own-silence.ts';
import type { SeenSilence } from '../silences/silences.ts';
import { type AckSubject, isOfIncident, madeAt } from './acks.ts';
import type { AckComment } from './comment.ts';

/**
 * What receivers hear of the end of an acknowledged incident. `standing`: its silence still mutes "resolved".
 * `soon`: Prometheus sends it again, and they are told by then. `left-open`: nobody sends it again. `with-its-group`:
 * the end of its group was told while it was muted, so that its own may never be. `fired-again`: before they were told.
 * `unlisted`: an Alertmanager that was just restarted does not list it, and may not have been sent it yet.
 */
export type Telling =
  | { readonly is: 'standing' | 'left-open' | 'with-its-group' | 'fired-again' | 'unlisted' }
  | { readonly is: 'soon' | 'told'; readonly by: Millis };

/** An acknowledgement that ringdeck made whose incident is over. */
export interface EndedAck {
  /** The silence that ends last, or did. */
  readonly silenceId: string;
  readonly fingerprint: string;
  readonly name: string;
  /** Who acknowledged it. */
  readonly by: string;
  /** When it was acknowledged. */
  readonly at: Millis;
  /** Start of the incident, as Alertmanager listed it; null where the acknowledgement does not say. */
  readonly began: Millis | null;
  /** By Prometheus' record, else when it was noticed. */
  readonly endedAt: Millis;
  /** When the same alert fired again; null when it does not fire now. */
  readonly again: Millis | null;
  /** Silences of it that still stand, and are to be ended. */
  readonly standing: readonly string[];
  /** Prometheus recorded the end of this incident; else the members' lists alone tell of it. */
  readonly recorded: boolean;
  /** Whether Prometheus sends the end again once its silence is ended; else receivers have to be told. */
  readonly resent: boolean;
  readonly telling: Telling['is'];
  /** By when receivers are told, or were; null where that is not known. */
  readonly toldBy: Millis | null;
  /** Names of the receivers it is routed to; empty where that is not known. */
  readonly receivers: readonly string[];
  /** Time after which what goes on firing is notified again; null where that is not known. */
  readonly repeatInterval: Seconds | null;
  /** The alert's labels byte for byte, for matchers alone: never drawn. */
  readonly exactLabels: Labels;
}

/** What tells whether the incidents of acknowledgements are over, and whether receivers were told. */
export interface EndingFacts {
  readonly alertmanagers: Alertmanagers;
  /** Every alert that the members list. */
  readonly subjects: ReadonlyMap<string, AckSubject>;
  readonly word: PrometheusWord;
  readonly journal: readonly JournalEntry[];
  readonly settings: Pick<Profile['alerts'], 'ack_mark' | 'where'>;
  readonly moment: Moment;
}

/** With the lines of the journal that tell of ends, by fingerprint. */
interface Facts extends EndingFacts {
  readonly lines: Lines;
}

type Lines = ReadonlyMap<string | undefined, readonly JournalEntry[]>;

const linesOf = (journal: readonly JournalEntry[]): Lines =>
  Map.groupBy(
    journal.filter(({ act }) => act === 'end' || act === 'tell'),
    ({ fingerprint }) => fingerprint,
  );

/** What receivers were told, or will be, is told for so long. */
const NEWS = seconds(15 * 60);
/** A page that was left open is told for so long, and whether it was is looked for so far back. */
const LEFT_OPEN = seconds(24 * 3600);
/** Alertmanager's `group_interval` unless told otherwise. */
const GROUP_INTERVAL = seconds(300);

/**
 * Acknowledgements that ringdeck made whose incident is over: those whose silence still stands, which are to be ended, and
 * those that ended of late, with what receivers were told. Newest first.
 */
export function endedAcks(facts: EndingFacts): readonly EndedAck[] {
  const { alertmanagers, settings, word, moment } = facts;
  if (!word.ready) return [];
  const made = [...alertmanagers.silences.values()].flatMap((silence): Made[] => {
    const ours = parseAck(silence, settings.ack_mark);
    if (!ours || silence.state === 'pending' || moment.isOver(addSeconds(silence.endsAt, LEFT_OPEN))) return [];
    const labels = labelsIn(silence);
    return inScope({ labels }, settings.where) ? [{ silence, ours, labels }] : [];
  });
  const byIncident = Map.groupBy(made, ({ ours }) => `${ours.fingerprint} ${ours.began ?? ours.nonce}`);
  const lines = linesOf(facts.journal);
  const closed = new ClosedGroups(word, alertmanagers.silences.values(), routingOf(alertmanagers));
  const ended = [...byIncident.values()]
    .flatMap((acks) => endingOf(acks, { ...facts, lines }, closed) ?? [])
    .sort((a, b) => b.at - a.at || (a.silenceId < b.silenceId ? -1 : 1));
  // What became of an incident is overtaken by the next one of the same alert; only its silence must not be left behind.
  const newest = new Map(ended.toReversed().map((one) => [one.fingerprint, one]));
  return ended.filter((one) => one.standing.length > 0 || newest.get(one.fingerprint) === one);
}

/** An acknowledgement of ringdeck's, as a silence. */
interface Made {
  readonly silence: SeenSilence;
  readonly ours: AckComment;
  /** Of the alert it is for. */
  readonly labels: Labels;
}

/** Of whichever member tells. */
const routingOf = ({ members }: Alertmanagers): Route | undefined =>
  members.flatMap(({ view }) => view.routing ?? [])[0];

/** How an incident ended, as far as it is known. */
interface Ending {
  readonly at: Millis;
  /** Null where only the members' lists tell. */
  readonly record: RecordedEnd | null;
  /** Prometheus has it on record that this incident ended. */
  readonly recorded: boolean;
  /** The start of the next incident of the same alert, which goes on. */
  readonly again: Millis | null;
  /** By the lists of members of which one was just restarted: it may fire all the same. */
  readonly unsure?: boolean;
}

/** @param acks all of one incident: of two operators, or one that took the place of another. Null while it goes on, and where nothing is known */
function endingOf(acks: readonly Made[], facts: Facts, closed: ClosedGroups): EndedAck | null {
  const { moment, alertmanagers, word } = facts;
  const [last] = acks.toSorted((a, b) => b.silence.endsAt - a.silence.endsAt);
  const ending = last && endOf(last, facts);
  if (!last || !ending) return null;
  const { silence, ours, labels } = last;
  const standing = acks.flatMap(({ silence }) => (silence.active ? [silence.id] : []));
  // What was taken back before the end has muted nothing; and of what was told, Prometheus is the witness.
  if (standing.length === 0 && (silence.endsAt < ending.at || !word.answers)) return null;
  const routing = routingOf(alertmanagers);
  const destinations = routing ? destinationsOf(routing, labels) : [];
  const muted = { ...last, ending, destinations, standing: standing.length > 0 };
  const telling = tellingOf(muted, facts, closed);
  if (isOldNews(telling, ending, moment)) return null;
  const by = silence.createdBy || ours.user;
  const receivers = [...new Set(destinations.map(({ receiver }) => receiver))];
  return {
    silenceId: silence.id,
    fingerprint: ours.fingerprint,
    name: alertName(labels),
    by,
    at: madeAt(silence, ours),
    began: ours.began ?? null,
    endedAt: ending.at,
    again: ending.again,
    standing,
    recorded: ending.recorded,
    resent: ending.record !== null && isResent(ending.record, silence, facts),
    telling: telling.is,
    toldBy: 'by' in telling ? telling.by : null,
    receivers,
    repeatInterval: longest(destinations.map(({ repeatInterval }) => repeatInterval)),
    exactLabels: labels,
  };
}

/** Whether Prometheus sends an end again after the silence: what still stands is ended now. */
const isResent = (record: RecordedEnd, { active, endsAt }: SeenSilence, { word, moment }: EndingFacts): boolean =>
  nextResend(record, active ? record.at : endsAt, word.sender) !== null &&
  !(active && moment.isOver(lastResend(record, word.sender)));

function isOldNews(telling: Telling, { at, again }: Ending, moment: Moment): boolean {
  switch (telling.is) {
    case 'standing':
    case 'fired-again':
      return false;
    case 'left-open':
      return moment.isOver(addSeconds(at, LEFT_OPEN));
    case 'told':
      return again !== null || moment.isOver(addSeconds(telling.by, NEWS));
    default:
      return moment.isOver(addSeconds(at, NEWS));
  }
}

function endOf({ silence, ours, labels }: Made, facts: Facts): Ending | null {
  const { subjects, word, alertmanagers, lines, moment } = facts;
  const listed = subjects.get(ours.fingerprint);
  if (listed && isOfIncident(silence, ours, listed) !== false) return null;
  const line = lines.get(ours.fingerprint)?.find(({ act, at }) => act === 'end' && at >= madeAt(silence, ours));
  // A room writes its line a moment after it has ended the silence.
  const noted = line && millis(Math.min(line.at, silence.endsAt));
  if (listed) {
    // A pause within one evaluation is on no record: then what a room noticed tells when it was.
    const record = word.lastEnd(labels, listed.startsAt);
    const ends = [record?.at, noted].flatMap((at) => (at !== undefined && at >= silence.startsAt ? [at] : []));
    const at = millis(Math.min(listed.startsAt, ...ends));
    const [kept] = word.record(labels);
    const recorded = kept ? { at, interval: kept.interval ?? seconds(0), labels: kept.labels } : null;
    const since = ours.began ?? silence.startsAt;
    return { at, record: recorded, recorded: listed.past.ends.some((end) => end > since), again: listed.startsAt };
  }
  const said = word.of(labels, ours.began ?? silence.startsAt);
  // An Alertmanager that was restarted lists nothing until it is sent again.
  if (said.is === 'firing') return null;
  if (said.is === 'over') return overAt(moment.hasCome(said.end.at) ? said.end.at : moment.now, said.end);
  const made = madeAt(silence, ours);
  const unsure = !alertmanagers.members.every(
    ({ view: { startedAt }, offset }) =>
      startedAt === undefined || startedAt <= made + offset || moment.hasCome(informedAt(startedAt) - offset),
  );
  if (noted) return { ...overAt(noted), unsure };
  // Only when every member says so is it over; of one that ran out, nobody can say any more when it was.
  return alertmanagers.freshness === 'ok' && silence.active ? { ...overAt(moment.now), unsure } : null;
}

const overAt = (at: Millis, record: RecordedEnd | null = null): Ending => ({
  at,
  record,
  recorded: record !== null,
  again: null,
});

interface Muted extends Made {
  readonly ending: Ending;
  readonly standing: boolean;
  readonly destinations: readonly Destination[];
}

/** What becomes of "resolved". Alertmanager mutes it while the silence stands, and forgets the alert. */
function tellingOf(
  { silence, ours, labels, ending, standing, destinations }: Muted,
  { lines, word, moment }: Facts,
  closed: ClosedGroups,
): Telling {
  const { at, record, again, unsure } = ending;
  if (unsure) return { is: 'unlisted' };
  if (standing) return { is: 'standing' };
  const muted = { labels, ackedAt: madeAt(silence, ours), mutedUntil: silence.endsAt, destinations };
  if (record && closed.has(record, muted)) return { is: 'with-its-group' };
  const told = lines.get(ours.fingerprint)?.findLast(({ act, result }) => act === 'tell' && result === 'done');
  if (told && told.at >= at - NOTICEABLE_SKEW && (again === null ? moment.hasCome(told.at) : told.at <= again))
    return { is: 'told', by: told.at };
  const resent = record && nextResend(record, silence.endsAt, word.sender);
  const flush = longest(destinations.map(({ groupInterval }) => groupInterval)) ?? GROUP_INTERVAL;
  const by = resent && addSeconds(resent, flush);
  if (again !== null) return by !== null && by < again ? { is: 'told', by } : { is: 'fired-again' };
  if (by === null || resent === null) return { is: 'left-open' };
  // It may have been restarted before it sent the end again: only what it says later of its start tells.
  const sure = word.sender === null || word.sender.askedAt >= resent;
  return !sure || !moment.hasCome(by) ? { is: 'soon', by } : { is: 'told', by };
}

const longest = (durations: readonly Seconds[]): Seconds | null =>
  durations.length === 0 ? null : seconds(Math.max(...durations));
