import type { Room, State } from '../room/shown.ts';
import { newestOf, type Playback } from '../session/session.ts';
import { formatAge, formatClock } from '../text/format.ts';
import { literals, type Safe, safe } from '../text/safe.ts';
import { seconds, secondsBetween } from '../units.ts';
import { alertText } from '../wording/alerts.ts';
import { brief, briefVerdict } from '../wording/brief.ts';
import { headline } from '../wording/headline.ts';
import { infraSentence, metricSentence } from '../wording/incident.ts';
import { calledNotice, lapsedNotice, ringNotice, sourceNotice } from '../wording/notices.ts';
import { panelText } from '../wording/panels.ts';
import { patternsSentence } from '../wording/patterns.ts';
import { ringNews } from '../wording/rings.ts';
import { slaText, sloText } from '../wording/slos.ts';
import { trafficReason } from '../wording/traffic.ts';
import { verdictSentence } from '../wording/verdict.ts';

/** Something a room says of one thing. It is news where its data is another: its words tell ages, which always are. */
export interface Fact {
  readonly data: string;
  readonly text: Safe;
  /** How it stands, where it is one of many that are measured. */
  readonly state?: State;
  /** Who is on it, or said that it is good. */
  readonly by?: Safe;
  /** The fact that it sums up, and what is said of it where that was said just before. */
  readonly about?: string;
  readonly brief?: Safe;
  /** What is said once it is no longer there; absent where nobody need hear that. */
  readonly over?: Safe;
}

/** What a room says, thing by thing, the most urgent first. */
export type Facts = ReadonlyMap<string, Fact>;

type Entry = readonly [id: string, fact: Fact];

const entry = (id: string, data: readonly unknown[], text: Safe, over?: Safe): Entry => [
  id,
  { data: JSON.stringify(data), text, ...(over !== undefined && { over }) },
];

/** One of many that are measured. */
const measured = (id: string, state: State, text: Safe): Entry => [id, { data: state, text, state }];

/** What of a room is told as soon as it changes. */
export const factsOf = (room: Room, playback: Playback, timeZone: string): Facts =>
  new Map([
    ...alertFacts(room),
    ...ringFacts(room),
    ...versionFacts(room),
    ...machineFacts(room),
    ...sourceFacts(room),
    ...otherFacts(room),
    ...peopleFacts(room),
    ...timeFacts(room, playback, timeZone),
    overall(room),
  ]);

/** The worst there is. */
function overall(room: Room): Entry {
  const [id, fact] = entry('headline', [room.state, room.finding.kind], safe(`overall: ${headline(room)}`));
  const about = foundFact(room);
  return [id, { ...fact, ...(about !== null && { about, brief: safe(`overall: ${brief(room)}`) }) }];
}

/** The name of the fact that the headline tells; null where it tells none of these. */
export function foundFact({ finding }: Room): string | null {
  switch (finding.kind) {
    case 'fires':
    case 'acknowledged':
      return `alert ${finding.alert.fingerprint}`;
    case 'ring':
    case 'near-limit':
      return `ring ${finding.ring.id}`;
    case 'verdict':
      return 'verdict';
    default:
      return null;
  }
}

const alertFacts = ({ alerts, at }: Room): readonly Entry[] =>
  alerts.list.flatMap((alert) => {
    const { fingerprint, state, tier, name, ack, claim, clocks, lapsed } = alert;
    const [id, fact] = entry(
      `alert ${fingerprint}`,
      [state, tier, ack?.by, claim?.by],
      safe(`${alertText(alert, at)}${claim ? safe(`, ${claim.by} is on it`) : safe('')}`),
      safe(`${tier} ${name} is over`),
    );
    const by = ack?.by ?? claim?.by;
    const called = state === 'firing' ? (clocks.escalate?.called ?? null) : null;
    return [
      [id, { ...fact, ...(by !== undefined && { by }) }] as const,
      ...(called === null ? [] : [entry(`${id} called`, [called.to, called.at], calledNotice(alert, called.who))]),
      ...(lapsed === null ? [] : [entry(`${id} lapsed`, [lapsed.silenceId], lapsedNotice(alert, lapsed))]),
    ];
  });

const ringFacts = (room: Room): readonly Entry[] =>
  room.rings.map((ring) => {
    const { id, state, hold, validated, approval } = ring;
    // What the verdict says is told by itself.
    const why = ring.because.kind === 'verdict' ? briefVerdict(room) : ringNews(ring, room);
    const text = state === 'ready' ? ringNotice(ring, room) : safe(`ring ${id} is ${state}: ${why}`);
    const [name, fact] = entry(`ring ${id}`, [state, hold === null, validated?.by, approval?.by], text);
    const by = validated?.by ?? approval?.by;
    return [name, { ...fact, ...(by !== undefined && { by }) }];
  });

/** How what is measured stands, before its sentence. */
const STANDS: Readonly<Record<State, Safe>> = literals({
  ok: 'well again',
  warn: 'near its limit',
  fail: 'beyond its limit',
  unknown: 'not known',
});

function versionFacts(room: Room): readonly Entry[] {
  const { comparison, traffic, patterns, at } = room;
  return [
    ...(comparison ? [entry('verdict', [comparison.verdict.state], verdictSentence(room))] : []),
    ...(comparison?.metrics ?? []).map((metric) =>
      measured(
        `metric ${metric.id}`,
        metric.state,
        safe(`${STANDS[metric.state]}: ${comparison ? metricSentence(metric, comparison, at) : safe('')}`),
      ),
    ),
    ...(traffic
      ? [entry('traffic', [traffic.state], safe(`traffic is ${traffic.state}: ${trafficReason(traffic, at)}`))]
      : []),
    ...(patterns?.because === 'found' ? [entry('patterns', [], safe(`logs: ${patternsSentence(patterns, at)}`))] : []),
  ];
}

const machineFacts = ({ infra, panels, slos, at }: Room): readonly Entry[] => [
  ...infra.map((item) =>
    measured(
      `infra ${item.group}/${item.id}/${item.label}`,
      item.state,
      safe(`${STANDS[item.state]}: ${infraSentence(item, at)}`),
    ),
  ),
  ...panels.map((panel) =>
    measured(
      `panel ${panel.key}`,
      panel.state,
      // Of one that is well there is no worst row to tell of; the others' sentences say how they stand.
      panel.state === 'ok' ? safe(`${STANDS.ok}: ${panel.title}`) : panelText(panel, at),
    ),
  ),
  ...slos.map((slo) => measured(`slo ${slo.id}`, slo.state, safe(`${STANDS[slo.state]}: ${sloText(slo, at)}`))),
];

const sourceFacts = ({ sources }: Room): readonly Entry[] =>
  sources.map((source) => {
    const { id, state } = source;
    return entry(`source ${id}`, [state], state === 'failed' ? sourceNotice(source) : safe(`${id} is ${state}`));
  });

/** What is promised, where acts are kept, and who is called. */
const otherFacts = ({ slas, ringStoreError, onCall, at }: Room): readonly Entry[] => [
  ...slas.map((sla) => measured(`sla ${sla.id}`, sla.state, safe(`${STANDS[sla.state]}: ${slaText(sla, at)}`))),
  ...(ringStoreError === null
    ? []
    : [entry('ring store', [], safe(`ring store: ${ringStoreError}`), safe('the ring store can be read again'))]),
  ...(onCall === null
    ? []
    : [entry('on call', [onCall.primary], safe(`on call: ${onCall.primary ?? onCall.error ?? safe('nobody')}`))]),
];

const peopleFacts = ({ presence }: Room): readonly Entry[] =>
  (presence ?? [])
    .filter(({ self }) => !self)
    .map(({ by, host }) =>
      entry(`person ${by}@${host}`, [], safe(`${by} is in the room`), safe(`${by} left the room`)),
    );

/** Whether what is heard is of now, or of when; what is wrong by now is told all the while. */
function timeFacts(room: Room, playback: Playback, timeZone: string): readonly Entry[] {
  if (playback.kind === 'past') return [entry('time', ['past'], safe('this is the past'))];
  const viewing = playback.kind === 'live' ? playback.viewing : undefined;
  if (viewing !== undefined) {
    const at = formatClock(viewing.at, timeZone);
    const newest = newestOf(room, playback);
    const ago = formatAge(secondsBetween(viewing.at, newest.at));
    const words = viewing.asking ? safe(`asking the servers for ${at}`) : safe(`this is ${at}, ${ago} ago: 0 is live`);
    const now = entry('now', [newest.state, newest.finding.kind], safe(`now: ${headline(newest)}`));
    return [entry('time', [viewing], words), ...(newest === room || newest.state === 'ok' ? [] : [now])];
  }
  if (playback.kind === 'tape' && playback.left !== undefined) {
    const before = formatAge(seconds(playback.left - playback.position));
    const at = formatClock(room.at, timeZone);
    const words = safe(`this is ${at}, ${before} before where you left the tape: 0 goes back there`);
    return [entry('time', ['left'], words), ...speedFacts(playback)];
  }
  const { paused } = playback;
  const runs = entry('time', [paused], paused ? safe('the room is paused') : safe('the room runs again'));
  return [runs, ...speedFacts(playback)];
}

const speedFacts = (playback: Playback): readonly Entry[] =>
  playback.kind === 'tape'
    ? [entry('speed', [playback.speed], safe(`the tape plays ${playback.speed} times as fast as it was recorded`))]
    : [];

/** What a room says that it did not say before, and of what it no longer speaks. @param isOwn what whoever listens did himself */
export function newsOf(
  before: Facts,
  after: Facts,
  isOwn: (id: string, fact: Fact) => boolean = () => false,
): readonly Safe[] {
  const news = new Map([...after].filter(([id, fact]) => isNews(before.get(id), fact) && !isOwn(id, fact)));
  const changed = [...news.values()].map(({ text, about, brief }) =>
    about !== undefined && brief !== undefined && news.has(about) ? brief : text,
  );
  const over = [...before].flatMap(([id, fact]) => (after.has(id) || fact.over === undefined ? [] : [fact.over]));
  return [...changed, ...over];
}

/** What is told of a room of the past: nothing has come since, and nothing is over. */
export const earlierOf = (before: Facts, after: Facts): readonly Safe[] =>
  ['time', 'speed', 'now', 'headline'].flatMap((id) => {
    const fact = after.get(id);
    return fact !== undefined && isNews(before.get(id), fact) ? [fact.text] : [];
  });

/** That something is well is news only after it was not. */
const isNews = (before: Fact | undefined, { data, state }: Fact): boolean =>
  before?.data !== data && !(state === 'ok' && (before === undefined || before.state === 'unknown'));
