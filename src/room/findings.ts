import type { RoomAlert } from './alerts/alert.ts';
import type { Alerts } from './alerts/alerts.ts';
import type { Unanswered } from './alerts/unanswered.ts';
import type { PanelType, RoomPanel } from './boards/panel.ts';
import type { InfraItem } from './infra.ts';
import type { RoomPatterns } from './logs/patterns.ts';
import type { OnCall } from './on-call/on-call.ts';
import { worst } from './rings/limits.ts';
import { failsStill, type Ring } from './rings/rings.ts';
import type { RoomSla } from './slos/slas.ts';
import type { RoomSlo } from './slos/slos.ts';
import type { SourceStatus } from './sources.ts';
import type { State } from './state.ts';
import type { Comparison } from './versions/comparison.ts';
import type { Traffic } from './versions/traffic.ts';

/** Everything in a room that may be found wrong. */
export interface RoomParts {
  readonly sources: readonly SourceStatus[];
  readonly rings: readonly Ring[];
  /** Why ring state could not be read; its validations are then unknown. */
  readonly ringStoreError: string | null;
  readonly comparison: Comparison | null;
  readonly traffic: Traffic | null;
  /** Null where the versions' logs are not compared. */
  readonly patterns: RoomPatterns | null;
  readonly alerts: Alerts;
  /** Null when the profile does not say who is on call. */
  readonly onCall: OnCall | null;
  readonly infra: readonly InfraItem[];
  /** Panels of boards. */
  readonly panels: readonly RoomPanel[];
  readonly slos: readonly RoomSlo[];
  readonly slas: readonly RoomSla[];
}

/** What is found in a room; `well`: that nothing is wrong. What more there is to say of it, the room tells. */
export type Finding =
  | { readonly kind: 'source'; readonly source: SourceStatus }
  /** The alert that fired when alerts were last known. */
  | { readonly kind: 'alerts-unknown'; readonly last: RoomAlert | null }
  | { readonly kind: 'fires' | 'acknowledged'; readonly alert: RoomAlert }
  | { readonly kind: 'ring' | 'near-limit'; readonly ring: Ring }
  | { readonly kind: 'ring-store'; readonly error: string }
  | { readonly kind: 'unanswered'; readonly query: Unanswered }
  | { readonly kind: 'on-call'; readonly error: string }
  | { readonly kind: 'infra'; readonly item: InfraItem }
  | { readonly kind: 'panel'; readonly panel: RoomPanel }
  | { readonly kind: 'slo'; readonly slo: RoomSlo }
  | { readonly kind: 'sla'; readonly sla: RoomSla }
  | { readonly kind: 'alerts-partial' | 'verdict' | 'limits' | 'patterns' | 'traffic' | 'nothing-watched' | 'well' };

/** With what it means for the room. */
type Weighed = readonly [State, Finding];

/**
 * The state of the whole room, and its worst finding, or that all is well.
 * @param unanswered queries that have no answer, whatever asked for them
 */
export function summarise(
  parts: RoomParts,
  unanswered: readonly Unanswered[] = [],
): { readonly state: State; readonly finding: Finding } {
  const found: readonly Weighed[] = [
    ...sourceFindings(parts),
    ...alertFindings(parts),
    ...ringFindings(parts),
    ...unanswered.map((query): Weighed => [query.state, { kind: 'unanswered', query }]),
    ...verdictFindings(parts),
    ...promiseFindings(parts),
    ...patternFindings(parts),
    ...otherFindings(parts),
    ...panelFindings(parts),
    ...emptyFindings(parts),
  ];
  const state = worst(found.map(([weight]) => weight));
  const first = found.find(([weight]) => weight === state) ?? [state, { kind: 'well' } as const];
  const unheard = found.find(([, one]) => isOfUnheardP0(one, parts));
  const [, finding] = unheard === undefined || outranksP0(first) ? first : unheard;
  return { state, finding };
}

/**
 * Whether it is that a P0 fired when alerts were last known, or fires as Prometheus says and is not listed. It is not
 * known to fire still, or to wait for anybody, so that the room is no worse for it; but lesser things come after it.
 */
const isOfUnheardP0 = (finding: Finding, { alerts }: RoomParts): boolean =>
  (finding.kind === 'alerts-unknown' && finding.last?.tier === 'P0') ||
  (finding.kind === 'alerts-partial' && (alerts.doubt?.unlisted.length ?? 0) > 0);

/** A P0 that is known to fire, and that nothing is known at all, come first all the same. */
const outranksP0 = ([weight, finding]: Weighed): boolean =>
  (finding.kind === 'fires' && finding.alert.tier === 'P0') || (finding.kind === 'source' && weight === 'unknown');

const isAsked = ({ sources }: RoomParts): boolean => sources.some(({ kind }) => kind === 'alertmanager');

/** A room without anything to look at must not read as one in which all is well. */
function emptyFindings(parts: RoomParts): Weighed[] {
  const { rings, comparison, traffic, infra, panels, slos, slas, alerts } = parts;
  const listed = [rings, infra, panels, slos, slas].some(({ length }) => length > 0);
  const watched = listed || comparison !== null || traffic !== null;
  return watched || alerts.list.length > 0 || isAsked(parts) ? [] : [['unknown', { kind: 'nothing-watched' }]];
}

/** Firing P0 first; an acknowledged alert is in hand, and only warns. What is long past is no finding, but still told. */
function alertFindings(parts: RoomParts): Weighed[] {
  const { list, freshness, complete } = parts.alerts;
  if (!isAsked(parts)) return [];
  const open = list.filter((alert) => alert.state === 'firing');
  if (freshness === 'stale' || freshness === 'unknown')
    return [['unknown', { kind: 'alerts-unknown', last: open[0] ?? null }]];
  return [
    ...open.map((alert): Weighed => [alert.tier === 'P0' ? 'fail' : 'warn', { kind: 'fires', alert }]),
    ...list
      .filter((alert) => alert.state === 'acknowledged')
      .map((alert): Weighed => ['warn', { kind: 'acknowledged', alert }]),
    ...(freshness === 'partial' || !complete ? [['warn', { kind: 'alerts-partial' }] as const] : []),
  ];
}

function ringFindings({ rings, ringStoreError }: RoomParts): Weighed[] {
  const inState = (state: Ring['state']) => rings.filter((ring) => ring.state === state);
  return [
    ...inState('failing').map((ring): Weighed => ['fail', { kind: 'ring', ring }]),
    ...inState('rolled-back').map((ring): Weighed => [failsStill(ring) ? 'fail' : 'warn', { kind: 'ring', ring }]),
    ...(ringStoreError ? [['unknown', { kind: 'ring-store', error: ringStoreError }] as const] : []),
    ...inState('unknown').map((ring): Weighed => ['unknown', { kind: 'ring', ring }]),
    ...rings
      .filter((ring) => ring.deployedAt !== null && ring.checks.some((check) => check.state === 'warn'))
      .map((ring): Weighed => ['warn', { kind: 'near-limit', ring }]),
  ];
}

function verdictFindings({ comparison }: RoomParts): Weighed[] {
  if (!comparison) return [];
  const { verdict, limits } = comparison;
  const judged: Weighed = [verdict.level, { kind: 'verdict' }];
  if (verdict.method === 'limits') return verdict.level === 'ok' ? [] : [judged];
  // Where it is counted, a noisy value beyond a limit does not say that the candidate is worse.
  const beyond: Weighed = [limits === 'fail' ? 'warn' : limits, { kind: 'limits' }];
  return [judged, beyond].filter(([state]) => state !== 'ok');
}

function promiseFindings({ slos, slas }: RoomParts): Weighed[] {
  return [
    ...slos.filter(({ state }) => state !== 'ok').map((slo): Weighed => [slo.state, { kind: 'slo', slo }]),
    ...slas.filter(({ state }) => state !== 'ok').map((sla): Weighed => [sla.state, { kind: 'sla', sla }]),
  ];
}

/** A room can do without the comparison of logs, but not without a word on it. */
function patternFindings({ patterns }: RoomParts): Weighed[] {
  return !patterns || (patterns.state !== 'warn' && patterns.problem === null) ? [] : [['warn', { kind: 'patterns' }]];
}

/** Prometheus carries the room; without it nothing is known. */
function sourceFindings({ sources }: RoomParts): Weighed[] {
  return sources
    .filter(({ state }) => state !== 'ok')
    .map((source): Weighed => {
      const { kind, state } = source;
      const blind = kind === 'prometheus' && state !== 'stale' && state !== 'partial';
      return [blind ? 'unknown' : 'warn', { kind: 'source', source }];
    });
}

/** Alerts, lines of logs, objectives and agreements are found in their own right, wherever they are shown. */
const MEASURED: Readonly<Record<PanelType, boolean>> = {
  stat: true,
  timeseries: true,
  table: true,
  share: true,
  status: true,
  histogram: true,
  gauge: true,
  alerts: false,
  logs: false,
  text: false,
  slo: false,
  sla: false,
};

const panelFindings = ({ panels }: RoomParts): Weighed[] =>
  panels
    .filter(({ state, content }) => state !== 'ok' && MEASURED[content.type])
    .map((panel): Weighed => [panel.state, { kind: 'panel', panel }]);

function otherFindings({ traffic, infra, onCall }: RoomParts): Weighed[] {
  return [
    ...(onCall?.error ? [['warn', { kind: 'on-call', error: onCall.error }] as const] : []),
    ...(traffic && traffic.state !== 'ok' ? [[traffic.state, { kind: 'traffic' }] as const] : []),
    ...infra.filter(({ state }) => state !== 'ok').map((item): Weighed => [item.state, { kind: 'infra', item }]),
  ];
}
