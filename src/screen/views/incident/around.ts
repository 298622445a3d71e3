import type { Room, RoomAlert } from '../../../room/shown.ts';
import { formatValue } from '../../../text/format.ts';
import { joined, type Safe, safe } from '../../../text/safe.ts';
import { quietText, rollBackSentence, trafficSentence } from '../../../wording/incident.ts';
import { findingText, suspectText } from '../../../wording/patterns.ts';
import { trafficReason } from '../../../wording/traffic.ts';
import { type Line, run, wrap, wrapTo } from '../../canvas/runs.ts';
import { alertStanding } from '../../panels/alert-row.ts';
import type { DetailInput } from '../shared/detail.ts';
import type { Facts } from './facts.ts';
import { placesOf } from './places.ts';
import type { Incident } from './state.ts';

/**
 * What of the room belongs to it: the candidate's logs and traffic, whether to take it back, and who is on it.
 * @param isSmall whether the first rows alone can be seen: then who is on it comes first
 */
export function aroundLines(about: Incident, facts: Facts, input: DetailInput, isSmall: boolean): readonly Line[] {
  const people = peopleLines(facts, input);
  const { ring } = facts;
  const candidate =
    ring === null
      ? []
      : [
          ...(about.kind === 'patterns' ? [] : logLines(input)),
          ...(about.kind === 'traffic' ? [] : trafficLines(input)),
          ...rollBackLines(ring, input),
        ];
  return isSmall ? [...people, ...candidate] : [...candidate, ...people];
}

/** The same on the page of a ring, which itself says whether to take it back: what belongs together, the first first. @param facts of that ring */
export const aroundRing = (facts: Facts, input: DetailInput): readonly (readonly Line[])[] => [
  peopleLines(facts, input),
  ...(facts.ring === null ? [] : [logLines(input), trafficLines(input)]),
];

/** What the candidate logs and the baseline does not: the worst of it. */
function logLines({ room: { patterns, at }, width }: DetailInput): Line[] {
  if (patterns === null) return [];
  const { sides, problem } = patterns;
  const [finding] = patterns.findings;
  const [suspect] = patterns.suspects;
  const young = sides.kind === 'versions' ? sides.candidateName : safe('the logs');
  if (finding?.kind === 'new') {
    const lead = safe(`NEW in ${young} ×${formatValue(finding.lines.candidate, 'count')}  `);
    return led(lead, finding.template, width);
  }
  if (finding !== undefined) return led(safe(`${findingText(finding, sides, at)}  `), finding.template, width);
  if (suspect !== undefined) return led(safe(`${suspectText(suspect, sides)}  `), suspect.template, width);
  const text = problem === null ? safe(`Logs: nothing new in ${young}`) : safe(`Logs are not compared: ${problem}`);
  return [[run(text, 'dim')]];
}

/** Words that catch the eye, and what they are about behind them, in two rows at most. */
const led = (lead: Safe, text: Safe, width: number): Line[] =>
  wrapTo(safe(`${lead}${text}`), width, 2).map((row, i) =>
    i === 0 && row.length > lead.length
      ? [run(lead, 'warn', { bold: true }), run(row.slice(lead.length))]
      : [run(row, i === 0 ? 'warn' : 'text')],
  );

/** What the candidate gets, against the plan. */
function trafficLines({ room: { traffic, at }, width }: DetailInput): Line[] {
  if (traffic === null) return [];
  const text =
    traffic.because === 'off' ? safe(`Traffic: ${trafficReason(traffic, at)}`) : trafficSentence(traffic, at);
  return wrap(text, width).map((row): Line => [run(row, traffic.state === 'ok' ? 'text' : traffic.state)]);
}

function rollBackLines(id: string, { room, width }: DetailInput): Line[] {
  const ring = room.rings.find((one) => one.id === id);
  const text = ring ? rollBackSentence(room, ring) : safe('');
  const isCalledFor = room.comparison?.verdict.state === 'worse' || ring?.because.kind === 'rolled-back';
  if (text === '') return [];
  return wrap(text, width).map((row): Line => [run(row, isCalledFor ? 'warn' : 'dim', { bold: isCalledFor })]);
}

/** Who is on it, and until when somebody must be. */
function peopleLines(facts: Facts, { room, width }: DetailInput): Line[] {
  const { alert } = facts;
  const called = whoIsCalled(room);
  if (alert === null) {
    return wrap(joined([noAlertText(room), ...called], '; '), width).map(
      (text): Line => [run(text, facts.state === 'ok' ? 'dim' : 'warn')],
    );
  }
  const { text, tone, loud, more } = alertStanding(alert, room.at);
  const name =
    alert.startsAt === facts.since ? [] : [safe(`${alert.tier} ${alert.name} is firing${whereWords(alert, facts)}`)];
  const isAlone = alert.state === 'firing' && alert.claim === null;
  const nobody = isAlone ? [safe('nobody is on it')] : [];
  const quiet = quietText(alert, room.at);
  const stands = quiet === null ? [text, ...(more === '' ? [] : [more])] : [safe(quiet)];
  // Of alerts that are not known now it is not known either whether they fire.
  const isKnown = room.alerts.freshness === 'ok' || room.alerts.freshness === 'partial';
  const told = joined([...name, ...nobody, ...stands, ...called], '; ');
  const words = isKnown ? told : safe(`last known: ${told}`);
  return wrapTo(words, width, 2).map((row): Line => [run(row, tone, { bold: loud })]);
}

/** " on instance db-3": where an alert fires, as far as the page does not say it. */
function whereWords({ labels }: RoomAlert, { places }: Facts): Safe {
  const [nearest] = placesOf(labels).filter((place) => !places.includes(place));
  return nearest === undefined ? safe('') : safe(` on ${nearest}`);
}

/** Why no alert is told of: only where every alert is known does it follow that nobody was called. */
function noAlertText({ alerts }: Room): Safe {
  if (alerts.members.is === 'unconfigured') return safe('Alerts are not watched here');
  const isKnown = alerts.complete && alerts.freshness === 'ok';
  if (isKnown && alerts.list.length === 0) return safe('No alert is firing: nobody was called');
  const isHeard = alerts.freshness === 'ok' || alerts.freshness === 'partial';
  if (isKnown || (isHeard && alerts.counts.firing > 0)) return safe('No alert is firing for this');
  return safe(
    isHeard ? 'No alert is listed, but the list may lack some' : 'It is not known whether an alert is firing',
  );
}

const whoIsCalled = ({ onCall }: Pick<Room, 'onCall'>): readonly Safe[] =>
  onCall?.primary ? [safe(`on call: ${onCall.primary}`)] : [];
