import { limitExtent } from '../limits/limit.ts';
import { formatAge, formatValue } from '../text/format.ts';
import { byName } from './alerts/text.ts';
import type { Unanswered } from './alerts/unanswered.ts';
import { worst } from './rings/limits.ts';
import { failsStill } from './rings/roll-back.ts';
import type { InfraItem, Room, State } from './room.ts';

export type RoomParts = Pick<
  Room,
  'sources' | 'rings' | 'ringStoreError' | 'comparison' | 'traffic' | 'patterns' | 'alerts' | 'onCall' | 'infra'
>;

interface Finding {
  readonly state: State;
  readonly text: string;
}

/**
 * The state of the whole room, and in one sentence its worst finding, or that all is well.
 * @param unanswered queries that have no answer, whatever asked for them
 */
export function summarise(
  parts: RoomParts,
  unanswered: readonly Unanswered[] = [],
): { readonly state: State; readonly headline: string } {
  const findings = [
    ...sourceFindings(parts),
    ...alertFindings(parts),
    ...ringFindings(parts),
    ...unanswered.map(({ state, query, why }): Finding => ({ state, text: `no answer to ${query}: ${why}` })),
    ...verdictFindings(parts),
    ...patternFindings(parts),
    ...otherFindings(parts),
    ...emptyFindings(parts),
  ];
  const state = worst(findings.map((finding) => finding.state));
  const headline = findings.find((finding) => finding.state === state)?.text ?? allIsWell(parts);
  return { state, headline };
}

const isAsked = ({ sources }: RoomParts): boolean => sources.some(({ kind }) => kind === 'alertmanager');

function allIsWell(parts: RoomParts): string {
  const alerts = isAsked(parts) ? 'nothing fires' : 'alerts are not watched';
  const { verdict } = parts.comparison ?? {};
  // Too little evidence is no proof that all is well.
  if (verdict?.state === 'inconclusive') return `Every check passes and ${alerts}; ${verdict.sentence}`;
  return `All is well: every check passes and ${alerts}`;
}

/** A room without anything to look at must not read as one in which all is well. */
function emptyFindings({ rings, comparison, traffic, infra, alerts, sources }: RoomParts): Finding[] {
  const watched = rings.length > 0 || comparison !== null || traffic !== null || infra.length > 0;
  if (watched || alerts.list.length > 0 || sources.some(({ kind }) => kind === 'alertmanager')) return [];
  return [
    { state: 'unknown', text: 'Nothing is watched: the profile names no rings, comparison, infra or Alertmanager' },
  ];
}

/** Firing P0 first; an acknowledged alert is in hand, and only warns. What is long past is no finding, but still told. */
function alertFindings(parts: RoomParts): Finding[] {
  const { list, freshness, detail, complete } = parts.alerts;
  if (!isAsked(parts)) return [];
  const open = list.filter((alert) => alert.state === 'firing');
  if (freshness === 'stale' || freshness === 'unknown') {
    const last = open[0] ? `; last known: ${open[0].tier} ${open[0].name} firing` : '';
    return [{ state: 'unknown', text: `alerts: ${detail}${last}` }];
  }
  const text = (alert: (typeof open)[number]) =>
    `${alert.tier} ${alert.name} firing for ${formatAge(alert.age)}${alert.summary ? `: ${alert.summary}` : ''}`;
  return [
    ...open.map((alert): Finding => ({ state: alert.tier === 'P0' ? 'fail' : 'warn', text: text(alert) })),
    ...list
      .filter((alert) => alert.state === 'acknowledged')
      .map((alert): Finding => ({ state: 'warn', text: `${alert.name} acknowledged${byName(alert.ack?.by)}` })),
    ...(freshness === 'partial' || !complete ? [{ state: 'warn' as const, text: `alerts: ${detail}` }] : []),
  ];
}

function ringFindings({ rings, ringStoreError }: RoomParts): Finding[] {
  return [
    ...rings
      .filter((ring) => ring.state === 'failing')
      .map((ring): Finding => ({ state: 'fail', text: `ring ${ring.id}: ${ring.reason}` })),
    ...rings
      .filter((ring) => ring.state === 'rolled-back')
      .map((ring): Finding => ({ state: failsStill(ring) ? 'fail' : 'warn', text: `ring ${ring.id} ${ring.reason}` })),
    ...(ringStoreError ? [{ state: 'unknown' as const, text: ringStoreError }] : []),
    ...rings
      .filter((ring) => ring.state === 'unknown')
      .map((ring): Finding => ({ state: 'unknown', text: `ring ${ring.id}: ${ring.reason}` })),
    ...rings
      .filter((ring) => ring.deployedAt !== null && ring.checks.some((check) => check.state === 'warn'))
      .map((ring): Finding => ({ state: 'warn', text: `ring ${ring.id}: near a limit` })),
  ];
}

function verdictFindings({ comparison }: RoomParts): Finding[] {
  if (!comparison) return [];
  const { verdict, limits } = comparison;
  const judged: Finding = { state: verdict.level, text: verdict.sentence };
  if (verdict.method === 'limits') return verdict.level === 'ok' ? [] : [judged];
  // Where it is counted, a noisy value beyond a limit does not say that the candidate is worse.
  const beyond: Finding = { state: limits.state === 'fail' ? 'warn' : limits.state, text: limits.sentence };
  return [judged, beyond].filter(({ state }) => state !== 'ok');
}

/** A room can do without the comparison of logs, but not without a word on it. */
function patternFindings({ patterns }: RoomParts): Finding[] {
  if (!patterns || (patterns.state !== 'warn' && patterns.problem === null)) return [];
  return [{ state: 'warn', text: patterns.sentence }];
}

/** Prometheus carries the room; without it nothing is known. */
function sourceFindings({ sources }: RoomParts): Finding[] {
  return sources
    .filter((source) => source.state !== 'ok')
    .map(({ id, kind, state, error }) => ({
      state: kind === 'prometheus' && state !== 'stale' && state !== 'partial' ? 'unknown' : 'warn',
      text: `${id}${state === 'partial' ? ' answers in part' : ''}: ${error?.message ?? 'no answer yet'}`,
    }));
}

function otherFindings({ traffic, infra, onCall }: RoomParts): Finding[] {
  return [
    ...(onCall?.error ? [{ state: 'warn' as const, text: `on call: ${onCall.error}` }] : []),
    ...(traffic && traffic.state !== 'ok' ? [{ state: traffic.state, text: `traffic: ${traffic.reason}` }] : []),
    ...infra
      .filter((item) => item.state !== 'ok')
      .map((item): Finding => ({ state: item.state, text: describeItem(item) })),
  ];
}

function describeItem({ group, label, reading, unit, show, state, limit }: InfraItem): string {
  if (!reading.known) return `${group} ${label}: ${reading.detail}`;
  if (show === 'up') return `${group} ${label} is down`;
  const value = formatValue(reading.value, unit);
  if (limit === null) return `${group} ${label} is ${value}`;
  return `${group} ${label} is ${value}, ${state === 'fail' ? 'beyond' : 'near'} its limit of ${limitExtent(limit, unit)}`;
}
