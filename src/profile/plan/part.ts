import { asQueries, type Query, type QueryKey, queryKey, uniqueQueries } from '../query.ts';
import { type PastNeed, type Plan, type PlannedRing, type PlannedTrend, samplesOf } from './plan.ts';
import { askedAs } from './servers.ts';
import { checksIn, deployedIn } from './sites.ts';

/**
 * What an answer rests on; whoever needs less asks the servers for less.
 * - `all`: everything, with the whole past that charts show.
 * - `states`: all that is so, for a room that goes on and draws no chart.
 * - `look`: all that is so now; of the past what rings are judged by, and these charts.
 * - `rings`: what any ring is judged by.
 * - `ring`: what one ring is judged by, to be validated, or to be deployed to, on the word of those before it.
 * - `deployments`: when rings were deployed, which ends what was asked for before.
 * - `alerts`: alerts alone; with which ring they came is then not known.
 */
export type PlanPart =
  | { readonly of: 'all' | 'states' | 'rings' | 'deployments' | 'alerts' }
  | { readonly of: 'look'; readonly charts: readonly Query[] }
  | { readonly of: 'ring'; readonly ring: string; readonly to: 'deploy' | 'validate' };

/** The plan of what is to be asked for. The room is still built from the whole: what was not asked is not known. */
export function partOf(plan: Plan, part: PlanPart): Plan {
  const { rings } = plan;
  switch (part.of) {
    case 'all':
      return plan;
    case 'states':
      return { ...plan, pasts: [], trends: plan.trends.filter(among(plan, [...judgedOf(rings), ...promisedOf(plan)])) };
    case 'look':
      return {
        ...plan,
        pasts: uniqueQueries(part.charts).filter((expr) => among(plan, plan.pasts)({ expr })),
        trends: part.charts.length > 0 ? withCharts(plan, part.charts) : withPromises(plan),
      };
    case 'rings': {
      const compared = rings.some(({ verdict }) => verdict !== null);
      return narrowed(compared ? plan : uncompared(plan), rings, pastOf(plan, rings, rings));
    }
    case 'ring': {
      const own = rings.filter(({ id }) => id === part.ring);
      if (part.to === 'validate') return narrowed(plan, own, pastOf(plan, own, own));
      const before = rings.filter(({ id }) => own.some(({ after }) => after.includes(id)));
      // Whether it may be deployed to, no soak tells.
      return narrowed(plan, [...own, ...before], pastOf(plan, [], before));
    }
    case 'deployments':
      return narrowed({ ...uncompared(plan), traffic: null, firing: null }, [], pastOf(plan, [], []));
    case 'alerts':
      return narrowed({ ...uncompared(plan), traffic: null, rings: [], starts: [] }, [], []);
  }
}

const uncompared = (plan: Plan): Plan => ({ ...plan, metrics: [], verdict: null });

/** What some rings are judged by, with the comparison, traffic and alerts, and when each ring was deployed. */
function narrowed(plan: Plan, judged: readonly PlannedRing[], trends: readonly PlannedTrend[]): Plan {
  const { rings, metrics, traffic, verdict, firing, starts } = plan;
  const asked = [
    ...judged.flatMap((ring) => [
      ...asQueries(...ring.sites.map(({ progress }) => progress)),
      ...[...checksIn(ring), ...ring.budgets].map(({ expr }) => expr),
    ]),
    ...judgedOf(rings.filter(isUndated)),
    ...rings.flatMap(deployedIn),
    ...[...metrics, ...(traffic ? [traffic] : [])].flatMap(({ baseline, candidate }) => [baseline, candidate]),
    ...(verdict ? starts : []),
    ...asQueries(traffic?.planned, verdict?.up, verdict?.replicas),
    ...asQueries(firing?.expr),
  ];
  const isAsked = among(plan, asked);
  return {
    ...plan,
    patterns: null,
    panels: [],
    pasts: [],
    instant: plan.instant.filter((expr) => isAsked({ expr })),
    trends,
    raw: samplesOf({ ...plan, patterns: null }),
  };
}

/** A ring counts as deployed since its checks first had data, where no query tells. */
const isUndated = (ring: PlannedRing): boolean => deployedIn(ring).length === 0;

/** The queries whose past tells how rings stand. */
const judgedOf = (rings: readonly PlannedRing[]): readonly Query[] =>
  rings.flatMap((ring) => [...checksIn(ring).map(({ expr }) => expr), ...deployedIn(ring)]);

/** The queries whose past tells whether what was broken is kept again. */
const promisedOf = ({ slas }: Plan): readonly Query[] => slas.map(({ expr }) => expr);

function withPromises(plan: Plan): readonly PlannedTrend[] {
  const isPromised = among(plan, promisedOf(plan));
  const judged = pastOf(plan, plan.rings, plan.rings).filter((trend) => !isPromised(trend));
  return [...judged, ...plan.trends.filter(isPromised)];
}

/** Whether something is one of these, or asked in place of one that stands for queries of several servers. */
function among(
  { servers }: Pick<Plan, 'servers'>,
  queries: readonly Query[],
): (one: { readonly expr: Query }) => boolean {
  const keys = new Set<QueryKey>(queries.flatMap((query) => [query, ...askedAs(query, servers)].map(queryKey)));
  return ({ expr }) => keys.has(queryKey(expr));
}

/** Charts begin where the oldest past begins that is kept, and that may be a ring's. */
const withCharts = (plan: Plan, charts: readonly Query[]): readonly PlannedTrend[] =>
  plan.trends.filter(among(plan, [...charts, ...judgedOf(plan.rings), ...promisedOf(plan)]));

/** Of the past what these rings' soaks and roll-backs are told by, and when rings of which no query tells were deployed. */
function pastOf(
  plan: Plan,
  soaking: readonly PlannedRing[],
  rolledBack: readonly PlannedRing[],
): readonly PlannedTrend[] {
  const { rings, trends, servers } = plan;
  const isWhole = among(plan, judgedOf(rings.filter(isUndated)));
  return trends.flatMap(({ expr, span }): readonly PlannedTrend[] => {
    if (isWhole({ expr })) return [{ expr, span }];
    const asks = (queries: readonly Query[]) => among(plan, queries)({ expr });
    const only = [
      ...soaking.flatMap(({ sites, soak }): readonly PastNeed[] =>
        sites.flatMap(({ checks, deployed }): readonly PastNeed[] =>
          deployed && soak !== null && asks(checks.map((check) => check.expr))
            ? askedAs(deployed, servers).map((query) => ({ of: 'soak', deployed: query, soak }))
            : [],
        ),
      ),
      ...rolledBack
        .flatMap(deployedIn)
        .flatMap((deployed): readonly PastNeed[] =>
          asks([deployed]) ? askedAs(deployed, servers).map((query) => ({ of: 'roll-back', deployed: query })) : [],
        ),
    ];
    return only.length > 0 ? [{ expr, span, only }] : [];
  });
}
