import { queryKey } from '../../../profile/query.ts';
import { runbookFile } from '../../../room/alerts/runbook.ts';
import type { Room, RoomAlert, SourceStatus, State } from '../../../room/shown.ts';
import { joined, type Safe, safe } from '../../../text/safe.ts';
import { attributionText, listingText } from '../../../wording/alerts.ts';
import { patternsSentence } from '../../../wording/patterns.ts';
import { sourceSentence, unknownWords } from '../../../wording/silence.ts';
import { verdictReasons, verdictSentence } from '../../../wording/verdict.ts';
import { plainVerdict } from '../../../wording/verdict-plain.ts';
import { urgency } from '../../core/worst.ts';
import type { Facts } from './facts.ts';
import { linkedTo } from './linked.ts';
import { measuredFacts } from './measured.ts';
import { placesOf } from './places.ts';
import { candidateAlert, ringInStage, stageOf } from './stage.ts';
import type { Trouble, TroubleKindId } from './state.ts';
import { usersOf } from './users.ts';

const NOTHING: Omit<Facts, 'title' | 'state' | 'sentence'> = {
  more: [],
  gauge: null,
  since: null,
  places: [],
  subject: null,
  alert: null,
  isOfServers: false,
  ring: null,
};

/** The same of what servers answer. */
const ANSWERS = { ...NOTHING, isOfServers: true };

/** All that is known of what is wrong and has no value of its own; null where it is over. */
export const troubleFacts = <K extends TroubleKindId>(about: Trouble<K>, room: Room): Facts | null =>
  TROUBLES[about.kind](about, room);

const TROUBLES: { readonly [K in TroubleKindId]: (about: Trouble<K>, room: Room) => Facts | null } = {
  alert({ fingerprint }, room) {
    const alert = room.alerts.list.find((one) => one.fingerprint === fingerprint);
    return alert === undefined ? null : alertFacts(alert, room);
  },
  alerts(_, room) {
    const { freshness, complete, list } = room.alerts;
    const isKnown = freshness === 'ok' && complete;
    const open = list.filter(({ state }) => state === 'firing');
    return {
      ...ANSWERS,
      title: safe('Alerts'),
      state: isKnown ? 'ok' : freshness === 'partial' || freshness === 'ok' ? 'warn' : 'unknown',
      sentence: safe(
        isKnown
          ? listingText(room.alerts, room.at)
          : `Some alerts may be missing: ${listingText(room.alerts, room.at)}`,
      ),
      more: open.map(({ tier, name }) => safe(`Last known: ${tier} ${name} was firing`)),
      alert: open[0] ?? null,
    };
  },
  verdict(_, room) {
    const { comparison } = room;
    if (comparison === null) return null;
    const worst = comparison.metrics.toSorted((a, b) => urgency(a) - urgency(b))[0];
    return {
      ...NOTHING,
      title: safe(`${comparison.candidate.label} against ${comparison.baseline.label}`),
      state: comparison.verdict.level,
      sentence: verdictSentence(room),
      more: [plainVerdict(room), ...verdictReasons(room)],
      since: comparison.verdict.judged?.verdict?.failedAt ?? null,
      places: [comparison.candidate.label, ...stageOf(room)],
      subject: worst === undefined ? null : { kind: 'metric', metric: worst.id },
      alert: candidateAlert(room),
      ring: ringInStage(room),
    };
  },
  patterns(_, room) {
    const { patterns } = room;
    if (patterns === null) return null;
    const [worst] = patterns.findings;
    return {
      ...NOTHING,
      title: safe('Logs of both versions'),
      state: patterns.state,
      sentence: patternsSentence(patterns, room.at),
      more: worst === undefined ? [] : [safe(`For example: ${worst.example}`)],
      since: worst?.firstSeen ?? null,
      places: stageOf(room),
      alert: candidateAlert(room),
      ring: ringInStage(room),
    };
  },
  source({ source: id }, room) {
    const source = room.sources.find((one) => one.id === id);
    if (source === undefined) return null;
    return {
      ...ANSWERS,
      title: id === '' ? safe('Server') : source.id,
      state: SOURCE_STATES[source.state],
      sentence: sourceSentence(source, room.at),
      more: source.state === 'ok' ? [] : lostBy(source, room),
      since: source.answeredAt,
    };
  },
  unanswered({ query }, room) {
    const found = room.unanswered.find(({ expr }) => queryKey(expr) === queryKey(query));
    const users = usersOf(query, room);
    const used = users.length === 0 ? [] : [safe(`It is asked for ${joined(users, ', ')}`)];
    if (found === undefined)
      return { ...ANSWERS, title: QUERY, state: 'ok', sentence: safe('The query is answered again'), more: used };
    return {
      ...ANSWERS,
      title: QUERY,
      state: found.state,
      sentence: safe(`No answer to ${found.query}: ${found.why}`),
      more: [...used, safe('Its value is not known, and unknown never counts as good')],
    };
  },
  'ring-store'(_, room) {
    const { ringStoreError } = room;
    return {
      ...NOTHING,
      title: safe('Ring store'),
      state: ringStoreError === null ? 'ok' : 'unknown',
      sentence: safe(
        ringStoreError === null
          ? 'The ring store can be read'
          : `Which rings are validated is not known: ${ringStoreError}`,
      ),
      more:
        ringStoreError === null
          ? []
          : [safe('Until it can be read no ring may be validated, and the gate passes nothing')],
    };
  },
  'on-call'(_, { onCall }) {
    if (onCall === null) return null;
    return {
      ...NOTHING,
      title: safe('On call'),
      state: onCall.error === null ? 'ok' : 'warn',
      sentence: safe(
        onCall.error === null ? 'It is known who is on call' : `Who is on call cannot be read: ${onCall.error}`,
      ),
      more: onCall.primary === null ? [] : [safe(`Last known: ${onCall.primary}`)],
    };
  },
  'nothing-watched': () => ({
    ...NOTHING,
    title: safe('Nothing is watched'),
    state: 'unknown',
    sentence: safe('The profile names no rings, comparison, infra or Alertmanager: nothing is watched'),
    more: [safe('ringdeck schema tells what a profile can name; docs/profile.md explains it')],
  }),
};

const QUERY: Safe = safe('A query without an answer');

const SOURCE_STATES: Readonly<Record<SourceStatus['state'], State>> = {
  ok: 'ok',
  partial: 'warn',
  stale: 'unknown',
  failed: 'fail',
  waiting: 'unknown',
};

/** What the rule says, and the number behind it. */
function alertFacts(alert: RoomAlert, room: Room): Facts {
  const { tier, name, summary, startsAt, labels, attribution, concern } = alert;
  const link = linkedTo(alert, room);
  const shown = link && measuredFacts(link.subject, room);
  const number = shown?.sentence ?? safe('');
  const told = link === null || number === '' ? [] : [link.byRule ? number : safe(`Worst now: ${number}`)];
  const says = summary === '' ? [] : [summary];
  const [sentence, ...more] = [
    // The number first: what the rule says stands in the headline, too. That there is none is no answer to begin with.
    ...(link?.known === false ? [...says, ...told] : [...told, ...says]),
    ...sameElsewhere(alert, room),
  ];
  const ring = concern.about === 'ring' ? (concern.rings[0] ?? null) : attribution.ring;
  return {
    ...NOTHING,
    title: safe(`${tier} ${name}`),
    state: alert.state !== 'firing' ? 'warn' : tier === 'P0' ? 'fail' : 'warn',
    sentence: sentence ?? safe(`${name} is firing; its rule says no more`),
    more,
    gauge: shown?.gauge ?? null,
    since: startsAt,
    places: [attributionText(attribution), ...placesOf(labels)].filter((text) => text !== ''),
    subject: link?.subject ?? null,
    alert,
    ring: ring ?? ringInStage(room),
  };
}

/** Where the same alert fires besides: three places at most, and how many there are. */
function sameElsewhere({ name, fingerprint }: RoomAlert, { alerts }: Room): readonly Safe[] {
  const others = alerts.list.filter(
    (one) => one.name === name && one.fingerprint !== fingerprint && one.state === 'firing',
  );
  if (others.length === 0) return [];
  const places = [...new Set(others.flatMap(({ labels }) => placesOf(labels).slice(0, 1)))];
  const more = places.length > MOST_PLACES ? [safe(`${places.length - MOST_PLACES} more`)] : [];
  const where = joined([...places.slice(0, MOST_PLACES), ...more], ', ');
  const times = safe(others.length === 1 ? 'once more' : `${others.length} times more`);
  return [safe(`The same alert fires ${times}${where === '' ? safe('') : safe(`: ${where}`)}`)];
}

const MOST_PLACES = 3;

/** Whether an alert has a runbook, as a file or as a page. */
export const hasRunbook = (alert: RoomAlert, { runbooks }: Pick<Room, 'runbooks'>): boolean =>
  alert.runbook !== null || runbookFile(alert, runbooks) !== null;

function lostBy({ kind }: SourceStatus, room: Room): readonly Safe[] {
  if (kind === 'alertmanager') return [safe(`Alerts: ${listingText(room.alerts, room.at)}`)];
  if (kind === 'loki')
    return [safe('Logs cannot be read'), ...(room.patterns ? [patternsSentence(room.patterns, room.at)] : [])];
  return notKnown(room);
}

const notKnown = (room: Room): readonly Safe[] => {
  const words = unknownWords(room);
  return words.length === 0
    ? []
    : [
        safe(`Not known now: ${joined(words, ', ')}`),
        safe('Unknown never counts as good: no ring may go on, and the gate says that data is missing'),
      ];
};
