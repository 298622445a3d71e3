import type { Limit } from '../../limits/limit.ts';
import { promqlMatcher } from '../../text/promql.ts';
import { type Seconds, seconds, type Unit } from '../../units.ts';
import { ALL_SERVERS, asQueries, type Query, type QueryKey, queryKey, uniqueQueries } from '../query.ts';
import type { SavedSearch } from '../schema/logs.ts';
import type { InfraSpec, MetricSpec, Profile } from '../schema/profile.ts';
import { type PlannedPanel, planPanels } from './boards.ts';
import { type Asked, createFillers, type Fill, type Fillers, fillQuery, kindOf } from './fill.ts';
import { panelPasts, panelQueries } from './panel-queries.ts';
import { type PlannedPatterns, planPatterns } from './patterns.ts';
import { checkReports } from './reports.ts';
import { planRing } from './rings.ts';
import { askedAs, type PlannedServer, plannedServers, planQuery } from './servers.ts';
import { checksIn, deployedIn, type PlannedRing } from './sites.ts';
import { type PlannedSla, type PlannedSlo, planSlas, planSlos, queriesOfSlos, trendsOfSlos } from './slos.ts';
import { countedSelectors, type PlannedVerdict, planVerdict } from './verdict.ts';

export { PlanError } from './fill.ts';
export type { PlannedPatterns } from './patterns.ts';
export type { PlannedServer } from './servers.ts';
export type { PlannedCheck, PlannedRing, PlannedSite, RegionRule } from './sites.ts';
export type { PlannedBurn, PlannedSla, PlannedSlo } from './slos.ts';
export type { PlannedVerdict } from './verdict.ts';

export interface PlannedMetric {
  readonly id: string;
  readonly label: string;
  readonly unit: Unit;
  readonly better: 'lower' | 'higher';
  readonly baseline: Query;
  readonly candidate: Query;
  readonly limit?: Limit | undefined;
  readonly delta?: Limit | undefined;
  readonly factor?: Limit | undefined;
}

export interface PlannedTraffic {
  readonly baseline: Query;
  readonly candidate: Query;
  readonly planned: number | Query | null;
  readonly tolerance: number;
}

export interface PlannedInfra extends Omit<InfraSpec, 'query' | 'source' | 'server'> {
  readonly group: string;
  readonly expr: Query;
}

/** A query that keeps a history, with how far back it must reach. */
export interface PlannedTrend {
  readonly expr: Query;
  readonly span: Seconds;
  /** Whoever alone looks at its past, where they do not need the whole span; absent: all of it is wanted. */
  readonly only?: readonly PastNeed[];
}

/**
 * What part of a query's past a ring is judged by, by when it was deployed. `soak`: since then, as far back as a soak is
 * looked for. `roll-back`: all of it while the ring is not deployed.
 */
export type PastNeed =
  | { readonly of: 'soak'; readonly deployed: Query; readonly soak: Seconds }
  | { readonly of: 'roll-back'; readonly deployed: Query };

/** How far back the stored samples of a selector are wanted: so long, or to where the rollout began. */
export type RawReach = Seconds | 'rollout';

/** Which stored samples tell when alerts fired, how far back, and how long a pause ends no incident. */
export interface FiringShape {
  readonly selector: string;
  readonly window: Seconds;
  readonly pause: Seconds;
}

/** The same, with the query for what fires now. */
export interface PlannedFiring extends FiringShape {
  readonly expr: Query;
}

/** A profile with every query ready to send: variables are filled in, nothing is left to look up. */
export interface Plan {
  readonly profile: Profile;
  /** Whom queries are asked of. */
  readonly servers: readonly PlannedServer[];
  readonly rings: readonly PlannedRing[];
  readonly metrics: readonly PlannedMetric[];
  readonly traffic: PlannedTraffic | null;
  readonly verdict: PlannedVerdict | null;
  readonly infra: readonly PlannedInfra[];
  /** Panels of boards, in the order of pages and rows. */
  readonly panels: readonly PlannedPanel[];
  readonly slos: readonly PlannedSlo[];
  readonly slas: readonly PlannedSla[];
  /** Null without Loki. */
  readonly patterns: PlannedPatterns | null;
  /** Saved searches, each known to be LogQL. */
  readonly searches: readonly SavedSearch[];
  /** Every query asked at each refresh, once; one of all servers as one of each. */
  readonly instant: readonly Query[];
  /** Each query once, likewise. */
  readonly trends: readonly PlannedTrend[];
  /** Queries whose past is kept series by series, each once. */
  readonly pasts: readonly Query[];
  /** Selectors whose samples are wanted as they are stored, and how far back. */
  readonly raw: ReadonlyMap<string, RawReach>;
  /** Where the firing of alerts is read from, of every Prometheus; null when alerts are not watched. */
  readonly firing: PlannedFiring | null;
  /** Queries for the Unix times, in seconds, at which parts of the rollout began; the latest is where it stands. */
  readonly starts: readonly Query[];
  /** How far back every trend is kept closely. */
  readonly history: Seconds;
  /** Time between two frames. */
  readonly refresh: Seconds;
  /** Age at which a value is unknown. */
  readonly staleAfter: Seconds;
}

/** @throws PlanError when a query names an unknown variable, or a saved search is no LogQL */
export function buildPlan(profile: Profile): Plan {
  const fillers = createFillers(profile);
  const { fill, fillBaseline, fillCandidate } = fillers;
  const servers = plannedServers(profile);
  checkReports(profile, fillers);
  const slos = planSlos(profile, fillers, servers);
  const rings = profile.rings.map((ring, i) => planRing(profile, ring, i, fillers, { servers, slos }));
  const metrics = profile.comparison.map((metric, i) => planMetric(metric, i, fillers, servers));
  const traffic = profile.traffic ? planTraffic(profile.traffic, fillBaseline, fillCandidate, servers) : null;
  const verdict = profile.verdict ? planVerdict(profile.verdict, fillBaseline, fillCandidate, servers) : null;
  const patterns = profile.patterns
    ? planPatterns(profile.patterns, verdict?.requests ?? null, fillBaseline, fillCandidate)
    : null;
  const start = profile.verdict?.start;
  const starts = [
    ...rings.flatMap(deployedIn).flatMap((query) => askedAs(query, servers)),
    ...(start === undefined
      ? []
      : [planQuery('prometheus', verdict?.server, fill(start, ['verdict', 'start']), servers)]),
  ];
  const planned = {
    rings,
    metrics,
    traffic,
    verdict,
    patterns: profile.datasources.loki.length > 0 ? patterns : null,
    infra: planInfra(profile, fill, servers),
    panels: planPanels(profile, fill, servers),
    slos,
    slas: planSlas(profile, fillers, servers),
    searches: profile.logs.saved.map((search, i) => planSearch(search, i, fill)),
    firing: planFiring(profile, servers),
    starts,
  };
  const trends = trendsOf(planned, profile.history, servers);
  const once = askedOnce(planned).flatMap((query) => askedAs(query, servers));
  return {
    ...planned,
    profile,
    servers,
    instant: uniqueQueries([...trends.map(({ expr }) => expr), ...once]),
    trends,
    pasts: uniqueQueries(planned.panels.flatMap(panelPasts)),
    raw: samplesOf(planned),
    history: profile.history,
    refresh: profile.refresh,
    staleAfter: profile.stale_after ?? seconds(3 * profile.refresh),
  };
}

function planTraffic(
  { requests, planned, tolerance, server }: NonNullable<Profile['traffic']>,
  fillBaseline: Fill,
  fillCandidate: Fill,
  servers: Asked['servers'],
): PlannedTraffic {
  const query = (text: string) => planQuery('prometheus', server, text, servers);
  return {
    baseline: query(fillBaseline(requests, ['traffic', 'requests'])),
    candidate: query(fillCandidate(requests, ['traffic', 'requests'])),
    planned: typeof planned === 'string' ? query(fillCandidate(planned, ['traffic', 'planned'])) : (planned ?? null),
    tolerance,
  };
}

const planInfra = ({ infra }: Profile, fill: Fill, servers: Asked['servers']): PlannedInfra[] =>
  infra.flatMap(({ label, items }, i) =>
    items.map(({ query, source, server, ...item }, j): PlannedInfra => {
      const path = ['infra', i, 'items', j, 'query'];
      return { ...item, group: label, expr: fillQuery({ source, server, servers }, fill, query, path) };
    }),
  );

type Planned = Pick<
  Plan,
  'rings' | 'metrics' | 'traffic' | 'verdict' | 'patterns' | 'infra' | 'panels' | 'slos' | 'slas' | 'firing' | 'starts'
>;

function trendsOf(
  { rings, metrics, traffic, infra, slos, slas }: Planned,
  history: Seconds,
  servers: Asked['servers'],
): PlannedTrend[] {
  const trends = new Map<QueryKey, PlannedTrend>();
  const keep = (query: Query, span: number = history) => {
    for (const expr of askedAs(query, servers)) {
      const key = queryKey(expr);
      trends.set(key, { expr, span: seconds(Math.max(span, trends.get(key)?.span ?? 0)) });
    }
  };
  for (const ring of rings) {
    for (const check of checksIn(ring)) keep(check.expr, Math.max(history, 2 * (ring.soak ?? 0)));
    // What was deployed and is not any more was rolled back.
    for (const deployed of deployedIn(ring)) keep(deployed);
  }
  for (const { baseline, candidate } of [...metrics, ...(traffic ? [traffic] : [])]) {
    keep(baseline);
    keep(candidate);
  }
  for (const item of infra) if (item.each === undefined) keep(item.expr);
  for (const { expr, span } of trendsOfSlos(slos, slas)) keep(expr, Math.max(history, span));
  return [...trends.values()];
}

/** What is asked at each refresh whether or not it has a history. */
const askedOnce = ({ rings, starts, verdict, traffic, firing, infra, panels, slos, slas }: Planned): Query[] => [
  ...asQueries(...rings.flatMap(({ sites }) => sites.map(({ progress }) => progress))),
  ...starts,
  ...asQueries(verdict?.up, verdict?.replicas, traffic?.planned),
  ...(firing ? [firing.expr] : []),
  ...infra.map(({ expr }) => expr),
  ...panels.flatMap(panelQueries),
  ...queriesOfSlos(slos, slas),
];

/** Selectors whose stored samples are counted. */
export const samplesOf = ({
  verdict,
  patterns,
  firing,
  starts,
}: Pick<Plan, 'verdict' | 'patterns' | 'firing' | 'starts'>): Map<string, RawReach> =>
  new Map<string, RawReach>([
    ...(verdict ? countedSelectors(verdict).map((selector) => [selector, 'rollout'] as const) : []),
    ...Object.values(patterns?.requests ?? {}).map((selector): [string, RawReach] => [
      selector,
      starts.length > 0 ? 'rollout' : (patterns?.lookback ?? seconds(0)),
    ]),
    ...(firing ? [[firing.selector, firing.window] as const] : []),
  ]);

function planFiring({ datasources, alerts, incidents }: Profile, servers: Asked['servers']): PlannedFiring | null {
  if (datasources.alertmanagers.length === 0) return null;
  const where = Object.entries(alerts.where).map(([name, value]) => promqlMatcher(name, value));
  const selector = `ALERTS{${['alertstate="firing"', ...where].join(',')}}`;
  return { ...incidents, selector, expr: planQuery('prometheus', ALL_SERVERS, selector, servers) };
}

function planSearch(search: SavedSearch, index: number, fill: Fill): SavedSearch {
  const path = ['logs', 'saved', index, 'query'];
  const query = fill(search.query, path);
  kindOf(query, path);
  return { ...search, query };
}

function planMetric(
  metric: MetricSpec,
  index: number,
  { fillBaseline, fillCandidate }: Fillers,
  servers: Asked['servers'],
): PlannedMetric {
  const { query, baseline, candidate, source, server, ...rest } = metric;
  const asked = { source, server, servers };
  const of = (given: string | undefined, key: string, fill: Fill) =>
    given !== undefined
      ? fillQuery(asked, fill, given, ['comparison', index, key])
      : fillQuery(asked, fill, query ?? '', ['comparison', index, 'query']);
  return {
    ...rest,
    baseline: of(baseline, 'baseline', fillBaseline),
    candidate: of(candidate, 'candidate', fillCandidate),
  };
}
