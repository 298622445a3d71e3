import { asQueries, promql, type Query, queryKey } from '../query.ts';
import type { Plan } from './plan.ts';

/**
 * What an answer rests on: everything; all but the past that only charts show; what rings are judged by; or alerts alone.
 * Whoever needs less asks the servers for less.
 */
export type PlanPart = 'all' | 'states' | 'rings' | 'alerts';

/** The plan of what is to be asked for. The room is still built from the whole: what was not asked is not known. */
export function partOf(plan: Plan, part: PlanPart): Plan {
  switch (part) {
    case 'all':
      return plan;
    case 'states':
      return withoutCharts(plan);
    case 'rings': {
      const judging = new Set(judgingQueries(plan).map(queryKey));
      const instant = plan.instant.filter((expr) => judging.has(queryKey(expr)));
      return { ...withoutCharts(plan), patterns: null, instant };
    }
    case 'alerts': {
      const { firing } = plan;
      return {
        ...plan,
        verdict: null,
        patterns: null,
        instant: firing ? [promql(firing.selector)] : [],
        trends: [],
        raw: new Map(firing ? [[firing.selector, firing.window]] : []),
        starts: [],
      };
    }
  }
}

/** The past of checks is what a soak is counted by, and that of `deployed` tells a roll-back. */
function withoutCharts(plan: Plan): Plan {
  const judged = new Set(
    plan.rings
      .flatMap(({ checks, deployed }) => [...checks.map(({ expr }) => expr), ...asQueries(deployed)])
      .map(queryKey),
  );
  return { ...plan, trends: plan.trends.filter(({ expr }) => judged.has(queryKey(expr))) };
}

const judgingQueries = ({ rings, metrics, traffic, verdict, starts, firing }: Plan): Query[] => [
  ...rings.flatMap(({ progress, checks }) => [...asQueries(progress), ...checks.map(({ expr }) => expr)]),
  ...[...metrics, ...(traffic ? [traffic] : [])].flatMap(({ baseline, candidate }) => [baseline, candidate]),
  ...asQueries(traffic?.planned, verdict?.up, verdict?.replicas),
  ...starts,
  ...(firing ? [promql(firing.selector)] : []),
];
