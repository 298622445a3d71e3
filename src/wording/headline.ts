import { limitExtent } from '../limits/limit.ts';
import type { RoomAlert } from '../room/alerts/alert.ts';
import type { InfraItem } from '../room/infra.ts';
import type { Ring } from '../room/rings/rings.ts';
import type { Room } from '../room/room.ts';
import type { SourceStatus } from '../room/sources.ts';
import { formatAge, formatValue } from '../text/format.ts';
import { type Sentence, say } from '../text/say.ts';
import { type Millis, secondsBetween } from '../units.ts';
import { byName, lastFiredText, listingText } from './alerts.ts';
import { limitsSentence } from './limits.ts';
import { panelText } from './panels.ts';
import { patternsSentence } from './patterns.ts';
import { unreadText } from './readings.ts';
import { ringNews } from './rings.ts';
import { slaText, sloText } from './slos.ts';
import { trafficReason } from './traffic.ts';
import { verdictSentence } from './verdict.ts';

/** The worst thing in the room as one sentence, or that all is well. */
export function headline(room: Room): Sentence {
  const { finding, alerts, comparison, patterns, traffic, at } = room;
  switch (finding.kind) {
    case 'source':
      return sourceText(finding.source);
    case 'alerts-unknown': {
      const { last } = finding;
      return last === null ? say`alerts: ${listingText(alerts, at)}` : lastFiredText(last, alerts, at);
    }
    case 'alerts-partial':
      return say`alerts: ${listingText(alerts, at)}`;
    case 'fires':
      return firesText(finding.alert, at);
    case 'acknowledged':
      return say`${finding.alert.name} acknowledged${byName(finding.alert.ack?.by)}`;
    case 'ring':
      return ringText(finding.ring, room);
    case 'near-limit':
      return say`ring ${finding.ring.id} is near a limit`;
    case 'ring-store':
      return say`${finding.error}`;
    case 'unanswered':
      return say`no answer to ${finding.query.query}: ${finding.query.why}`;
    case 'verdict':
      return verdictSentence(room);
    case 'limits':
      return comparison ? limitsSentence(comparison) : say``;
    case 'patterns':
      return patterns ? patternsSentence(patterns, at) : say``;
    case 'on-call':
      return say`on call: ${finding.error}`;
    case 'traffic':
      return traffic ? say`traffic: ${trafficReason(traffic, at)}` : say``;
    case 'infra':
      return infraText(finding.item, at);
    case 'panel':
      return panelText(finding.panel, at);
    case 'slo':
      return sloText(finding.slo, at);
    case 'sla':
      return slaText(finding.sla, at);
    case 'nothing-watched':
      return say`Nothing is watched: the profile has no rings, comparison, infra or Alertmanager`;
    case 'well':
      return wellText(room);
  }
}

function wellText(room: Room): Sentence {
  const alerts = room.sources.some(({ kind }) => kind === 'alertmanager')
    ? 'no alert is firing'
    : 'alerts are not watched';
  // Too little evidence is no proof that all is well.
  if (room.comparison?.verdict.state === 'inconclusive')
    return say`Every check passes and ${alerts}; ${verdictSentence(room)}`;
  return say`All is well: every check passes and ${alerts}`;
}

const firesText = ({ tier, name, startsAt, summary }: RoomAlert, now: Millis): Sentence =>
  say`${tier} ${name} firing for ${formatAge(secondsBetween(startsAt, now))}${summary ? `: ${summary}` : ''}`;

const ringText = (ring: Ring, room: Room): Sentence =>
  say`ring ${ring.id}${ring.state === 'rolled-back' ? '' : ':'} ${ringNews(ring, room)}`;

const sourceText = ({ id, state, error }: SourceStatus): Sentence =>
  say`${id}${state === 'partial' ? ' gives incomplete answers' : ''}: ${error?.message ?? 'no answer yet'}`;

function infraText({ group, label, reading, unit, show, state, limit }: InfraItem, now: Millis): Sentence {
  if (!reading.known) return say`${group} ${label}: ${unreadText(reading, now)}`;
  if (show === 'up') return say`${group} ${label} is down`;
  const value = formatValue(reading.value, unit);
  if (limit === null) return say`${group} ${label} is ${value}`;
  return say`${group} ${label} is ${value}, ${state === 'fail' ? 'beyond' : 'near'} its limit of ${limitExtent(limit, unit)}`;
}
