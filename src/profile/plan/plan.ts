import type { Limit } from '../../limits/limit.ts';
import { own } from '../../own.ts';
import { promqlMatcher } from '../../text/promql.ts';
import { type Seconds, seconds, type Unit } from '../../units.ts';
import { type LogqlKind, readLogql } from '../logql/logql.ts';
import { promql, type Query, type QueryKey, type QuerySource, queryKey, uniqueQueries } from '../query.ts';
import type { SavedSearch } from '../schema/logs.ts';
import type { CheckSpec, InfraSpec, MetricSpec, Profile } from '../schema/profile.ts';
import { fillTemplate, UnknownVariable } from '../template.ts';
import { PlanError } from './error.ts';
import type { Fill } from './fill.ts';
import { type PlannedPatterns, planPatterns } from './patterns.ts';
import { countedSelectors, type PlannedVerdict, planVerdict } from './verdict.ts';

export { PlanError } from './error.ts';
export type { PlannedPatterns } from './patterns.ts';
export type { PlannedVerdict } from './verdict.ts';

export interface PlannedCheck extends Omit<CheckSpec, 'query' | 'source'> {
  readonly id: string;
  readonly expr: Query;
}

export interface PlannedRing {
  readonly id: string;
  readonly name: string;
  readonly after: readonly string[];
  readonly soak: Seconds | null;
  readonly deployed: Query | null;
  readonly progress: Query | null;
  /** What the verdict must say before it may be validated; null: nothing. */
  readonly verdict: 'not-worse' | 'pass' | null;
  readonly approvals: 1 | 2;
  readonly checks: readonly PlannedCheck[];
}

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

export interface PlannedInfra extends Omit<InfraSpec, 'query' | 'source'> {
  readonly group: string;
  readonly expr: Query;
}

/** A query that keeps a history, with how far back it must reach. */
export interface PlannedTrend {
  readonly expr: Query;
  readonly span: Seconds;
}

/** How far back the stored samples of a selector are wanted: so long, or to where the rollout began. */
export type RawReach = Seconds | 'rollout';

/** Which stored samples tell when alerts fired, how far back, and how long a pause ends no incident. */
export interface FiringShape {
  readonly selector: string;
  readonly window: Seconds;
  readonly pause: Seconds;
}

/** A profile with every query ready to send: variables are filled in, nothing is left to look up. */
export interface Plan {
  readonly profile: Profile;
  readonly rings: readonly PlannedRing[];
  readonly metrics: readonly PlannedMetric[];
  readonly traffic: PlannedTraffic | null;
  readonly verdict: PlannedVerdict | null;
  readonly infra: readonly PlannedInfra[];
  /** Null without Loki. */
  readonly patterns: PlannedPatterns | null;
  /** Saved searches, each known to be LogQL. */
  readonly searches: readonly SavedSearch[];
  /** Every query asked at each refresh, once. */
  readonly instant: readonly Query[];
  /** Each query once. */
  readonly trends: readonly PlannedTrend[];
  /** Selectors whose samples are wanted as they are stored, and how far back. */
  readonly raw: ReadonlyMap<string, RawReach>;
  /** Where the firing of alerts is read from; null when alerts are not watched. */
  readonly firing: FiringShape | null;
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
  const shared = { window: `${profile.window}s`, ...profile.variables };
  const filler =
    (further: Readonly<Record<string, string>>, id?: string) => (query: string, path: readonly PropertyKey[]) => {
      const variables = { ...shared, ...further };
      try {
        return fillTemplate(query, variables, id);
      } catch (error) {
        if (!(error instanceof UnknownVariable)) throw error;
        const known = Object.keys(variables).map((name) => `$${name}`);
        throw new PlanError(`${error.message}; there are ${known.join(', ')}`, path);
      }
    };
  const fill = filler({});
  const ofVersion = (version: NonNullable<Profile['versions']>['baseline'] | undefined) =>
    filler(version ? { ...version.variables, version: version.id } : {}, 'version');
  const fillBaseline = ofVersion(profile.versions?.baseline);
  const fillCandidate = ofVersion(profile.versions?.candidate);

  const rings = profile.rings.map((ring, i): PlannedRing => {
    const fillRing = filler({ ...ring.variables, ring: ring.id }, 'ring');
    const optional = (query: string | undefined, key: string) =>
      query === undefined ? null : promql(fillRing(query, ['rings', i, key]));
    return {
      id: ring.id,
      name: ring.name,
      after: ring.after,
      soak: ring.soak ?? null,
      verdict: ring.verdict ?? null,
      approvals: ring.approvals,
      deployed: optional(ring.deployed, 'deployed'),
      progress: optional(ring.progress, 'progress'),
      checks: ring.checks.flatMap((id) => {
        const check = own(profile.checks, id);
        if (!check) return [];
        const { query, source, ...rest } = check;
        return [{ ...rest, id, expr: asked(source, fillRing, query, ['checks', id, 'query']) }];
      }),
    };
  });
  const metrics = profile.comparison.map((metric, i) => planMetric(metric, i, fillBaseline, fillCandidate));
  const traffic = profile.traffic && {
    baseline: promql(fillBaseline(profile.traffic.requests, ['traffic', 'requests'])),
    candidate: promql(fillCandidate(profile.traffic.requests, ['traffic', 'requests'])),
    planned:
      typeof profile.traffic.planned === 'string'
        ? promql(fillCandidate(profile.traffic.planned, ['traffic', 'planned']))
        : (profile.traffic.planned ?? null),
    tolerance: profile.traffic.tolerance,
  };
  const verdict = profile.verdict && planVerdict(profile.verdict, fillBaseline, fillCandidate);
  const patterns = profile.patterns
    ? planPatterns(profile.patterns, verdict?.requests ?? null, fillBaseline, fillCandidate)
    : null;
  const start = profile.verdict?.start;
  const starts = [
    ...rings.flatMap((ring) => ring.deployed ?? []),
    ...(start === undefined ? [] : [promql(fill(start, ['verdict', 'start']))]),
  ];
  const infra = profile.infra.flatMap((group, i) =>
    group.items.map(({ query, source, ...item }, j): PlannedInfra => {
      return { ...item, group: group.label, expr: asked(source, fill, query, ['infra', i, 'items', j, 'query']) };
    }),
  );

  const trends = new Map<QueryKey, PlannedTrend>();
  const keep = (expr: Query, span: number) => {
    const key = queryKey(expr);
    trends.set(key, { expr, span: seconds(Math.max(span, trends.get(key)?.span ?? 0)) });
  };
  for (const ring of rings) {
    for (const check of ring.checks) keep(check.expr, Math.max(profile.history, 2 * (ring.soak ?? 0)));
    // What was deployed and is not any more was rolled back.
    if (ring.deployed !== null) keep(ring.deployed, profile.history);
  }
  for (const metric of metrics) for (const expr of [metric.baseline, metric.candidate]) keep(expr, profile.history);
  if (traffic) for (const expr of [traffic.baseline, traffic.candidate]) keep(expr, profile.history);
  for (const item of infra) if (item.each === undefined) keep(item.expr, profile.history);

  const firing = planFiring(profile);
  const once = [
    ...rings.map((r) => r.progress),
    ...starts,
    verdict?.up ?? null,
    typeof verdict?.replicas === 'object' ? verdict.replicas : null,
    typeof traffic?.planned === 'object' ? traffic.planned : null,
    firing && promql(firing.selector),
    ...infra.map((item) => item.expr),
  ].filter((expr) => expr !== null);
  return {
    profile,
    rings,
    metrics,
    traffic: traffic ?? null,
    verdict: verdict ?? null,
    patterns: profile.datasources.loki ? patterns : null,
    infra,
    searches: profile.logs.saved.map((search, i) => planSearch(search, i, fill)),
    instant: uniqueQueries([...[...trends.values()].map(({ expr }) => expr), ...once]),
    trends: [...trends.values()],
    raw: new Map<string, RawReach>([
      ...(verdict ? countedSelectors(verdict).map((selector) => [selector, 'rollout'] as const) : []),
      ...Object.values((profile.datasources.loki && patterns?.requests) ?? {}).map((selector): [string, RawReach] => [
        selector,
        starts.length > 0 ? 'rollout' : (patterns?.lookback ?? seconds(0)),
      ]),
      ...(firing ? [[firing.selector, firing.window] as const] : []),
    ]),
    firing,
    starts,
    history: profile.history,
    refresh: profile.refresh,
    staleAfter: profile.stale_after ?? seconds(3 * profile.refresh),
  };
}

function planFiring({ datasources, alerts, incidents }: Profile): FiringShape | null {
  if (datasources.alertmanagers.length === 0) return null;
  const where = Object.entries(alerts.where).map(([name, value]) => promqlMatcher(name, value));
  return { ...incidents, selector: `ALERTS{${['alertstate="firing"', ...where].join(',')}}` };
}

function planSearch(search: SavedSearch, index: number, fill: Fill): SavedSearch {
  const path = ['logs', 'saved', index, 'query'];
  const query = fill(search.query, path);
  kindOf(query, path);
  return { ...search, query };
}

/** @throws PlanError when it is no LogQL */
function kindOf(query: string, path: readonly PropertyKey[]): LogqlKind {
  const reading = readLogql(query);
  if (reading.ok) return reading.kind;
  const { text, at } = reading.fault;
  throw new PlanError(`not LogQL at line ${at.line}, column ${at.column}: ${text}`, path);
}

/** What a text must be to be asked of each source; throws a PlanError when it is not. */
const LANGUAGES: Record<QuerySource, (text: string, path: readonly PropertyKey[]) => void> = {
  // Prometheus alone knows its language: what is wrong with a query it says when it is asked.
  prometheus: () => {},
  loki(text, path) {
    if (kindOf(text, path) === 'metric') return;
    throw new PlanError('gives lines where a number is needed: take count_over_time(), or the like, of it', path);
  },
};

/** Fills a query in, for the source that it is asked of. */
function asked(source: QuerySource = 'prometheus', fill: Fill, query: string, path: readonly PropertyKey[]): Query {
  const text = fill(query, path);
  LANGUAGES[source](text, path);
  return { source, text };
}

function planMetric(metric: MetricSpec, index: number, fillBaseline: Fill, fillCandidate: Fill): PlannedMetric {
  const { query, baseline, candidate, source, ...rest } = metric;
  const of = (given: string | undefined, key: string, fill: Fill) =>
    given !== undefined
      ? asked(source, fill, given, ['comparison', index, key])
      : asked(source, fill, query ?? '', ['comparison', index, 'query']);
  return {
    ...rest,
    baseline: of(baseline, 'baseline', fillBaseline),
    candidate: of(candidate, 'candidate', fillCandidate),
  };
}
