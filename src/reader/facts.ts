import type { Room, State } from '../room/shown.ts';
import { readingText } from '../screen/panels/parts.ts';
import { newestOf, type Playback } from '../session/session.ts';
import { formatClock } from '../text/format.ts';
import { type Safe, safe } from '../text/safe.ts';
import { alertText } from '../wording/alerts.ts';
import { headline } from '../wording/headline.ts';
import { panelText } from '../wording/panels.ts';
import { ringReason } from '../wording/rings.ts';
import { sloText } from '../wording/slos.ts';
import { trafficReason } from '../wording/traffic.ts';
import { verdictSentence } from '../wording/verdict.ts';

/** Something a room says of one thing. It is news where its data is another: its words tell ages, which always are. */
export interface Fact {
  readonly data: string;
  readonly text: Safe;
  /** How it stands, where it is one of many that are measured. */
  readonly state?: State;
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
    ...peopleFacts(room),
    ...timeFacts(room, playback, timeZone),
    entry('headline', [room.state, room.finding.kind], safe(`overall: ${headline(room)}`)),
  ]);

const alertFacts = ({ alerts, at }: Room): readonly Entry[] =>
  alerts.list.map((alert) =>
    entry(
      `alert ${alert.fingerprint}`,
      [alert.state, alert.tier, alert.ack?.by, alert.claim?.by],
      safe(`${alertText(alert, at)}${alert.claim ? safe(`, ${alert.claim.by} is on it`) : safe('')}`),
      safe(`${alert.tier} ${alert.name} is over`),
    ),
  );

const ringFacts = (room: Room): readonly Entry[] =>
  room.rings.map((ring) =>
    entry(
      `ring ${ring.id}`,
      [ring.state, ring.hold === null, ring.validated?.by, ring.approval?.by],
      safe(`ring ${ring.id} is ${ring.state}: ${ringReason(ring, room)}`),
    ),
  );

function versionFacts(room: Room): readonly Entry[] {
  const { comparison, traffic, at } = room;
  const { metrics = [], baseline, candidate, verdict } = comparison ?? {};
  return [
    ...(verdict ? [entry('verdict', [verdict.state], verdictSentence(room))] : []),
    ...metrics.map((metric) =>
      measured(
        `metric ${metric.id}`,
        metric.state,
        safe(
          `${metric.label} is ${metric.state}: ${candidate?.label ?? safe('')} ${readingText(metric.candidate, metric.unit)}, ${baseline?.label ?? safe('')} ${readingText(metric.baseline, metric.unit)}`,
        ),
      ),
    ),
    ...(traffic
      ? [entry('traffic', [traffic.state], safe(`traffic is ${traffic.state}: ${trafficReason(traffic, at)}`))]
      : []),
  ];
}

const machineFacts = ({ infra, panels, slos, at }: Room): readonly Entry[] => [
  ...infra.map(({ group, id, label, state, reading, unit }) =>
    measured(
      `infra ${group}/${id}/${label}`,
      state,
      safe(`${group} ${label} is ${state}: ${readingText(reading, unit)}`),
    ),
  ),
  ...panels.map((panel) =>
    measured(`panel ${panel.key}`, panel.state, safe(`${panel.state}: ${panelText(panel, at)}`)),
  ),
  ...slos.map((slo) => measured(`slo ${slo.id}`, slo.state, safe(`${slo.state}: ${sloText(slo, at)}`))),
];

const sourceFacts = ({ sources }: Room): readonly Entry[] =>
  sources.map(({ id, state }) => entry(`source ${id}`, [state], safe(`${id} is ${state}`)));

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
    const words = viewing.asking ? safe(`asking the servers for ${at}`) : safe(`this is ${at}, the past: 0 is live`);
    const newest = newestOf(room, playback);
    const now = entry('now', [newest.state, newest.finding.kind], safe(`now: ${headline(newest)}`));
    return [entry('time', [viewing], words), ...(newest === room || newest.state === 'ok' ? [] : [now])];
  }
  if (playback.kind === 'tape' && playback.left !== undefined)
    return [entry('time', ['left'], safe('this is before where the tape was left: 0 goes back there'))];
  const { paused } = playback;
  return [entry('time', [paused], paused ? safe('the room stands still') : safe('the room goes on'))];
}

/** What a room says that it did not say before, and of what it no longer speaks. */
export function newsOf(before: Facts, after: Facts): readonly Safe[] {
  const changed = [...after].flatMap(([id, fact]) => (isNews(before.get(id), fact) ? [fact.text] : []));
  const over = [...before].flatMap(([id, fact]) => (after.has(id) || fact.over === undefined ? [] : [fact.over]));
  return [...changed, ...over];
}

/** That something is well is news only after it was not. */
const isNews = (before: Fact | undefined, { data, state }: Fact): boolean =>
  before?.data !== data && !(state === 'ok' && (before === undefined || before.state === 'unknown'));
