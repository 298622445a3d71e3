import { own } from '../../own.ts';
import type { Profile } from '../schema/profile.ts';
import { type Fillers, fillQuery } from './fill.ts';
import { type PlannedServer, planQuery } from './servers.ts';
import type { PlannedRing, PlannedSite, RegionRule } from './sites.ts';
import { type PlannedSlo, planBudgetCheck, planBudgets } from './slos.ts';

type RingSpec = Profile['rings'][number];

/** @throws PlanError when a query names an unknown variable */
export function planRing(
  profile: Profile,
  ring: RingSpec,
  index: number,
  { filler }: Fillers,
  { servers, slos }: { readonly servers: readonly PlannedServer[]; readonly slos: readonly PlannedSlo[] },
): PlannedRing {
  const fill = filler({ ...ring.variables, ring: ring.id }, 'ring');
  const siteOn = (server: string | undefined, region: string | null): PlannedSite => {
    const optional = (query: string | undefined, key: string) =>
      query === undefined ? null : planQuery('prometheus', server, fill(query, ['rings', index, key]), servers);
    return {
      region,
      deployed: optional(ring.deployed, 'deployed'),
      progress: optional(ring.progress, 'progress'),
      checks: ring.checks.flatMap((id) => {
        const check = own(profile.checks, id);
        if (!check) return [];
        if ('slo' in check) return planBudgetCheck(id, check, slos);
        const { query, source, server: named, ...rest } = check;
        // The server of a ring is a Prometheus.
        const asked = { source, server: named ?? (source === 'loki' ? undefined : server), servers };
        return [{ ...rest, id, expr: fillQuery(asked, fill, query, ['checks', id, 'query']) }];
      }),
    };
  };
  const [first, ...others] = regionsOf(ring, servers);
  return {
    id: ring.id,
    name: ring.name,
    after: ring.after,
    soak: ring.soak ?? null,
    verdict: ring.verdict ?? null,
    approvals: ring.approvals,
    budgets: planBudgets(ring.budget, slos),
    sites:
      first === undefined
        ? [siteOn(ring.server, null)]
        : [siteOn(first, first), ...others.map((region) => siteOn(region, region))],
    rule: ruleOf(ring, others.length + 1),
  };
}

/** The servers of a ring's regions; none where it has no regions. */
function regionsOf({ regions }: RingSpec, servers: readonly PlannedServer[]): readonly string[] {
  if (!regions) return [];
  return regions.servers ?? servers.filter(({ source }) => source === 'prometheus').map(({ id }) => id);
}

const ruleOf = ({ regions }: RingSpec, count: number): RegionRule | null =>
  regions ? { pass: regions.pass === 'all' ? count : regions.pass, cancelOnFail: regions.cancel_on_fail } : null;
