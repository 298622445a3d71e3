import { own } from '../../own.ts';
import type { Seconds } from '../../units.ts';
import type { Query } from '../query.ts';
import type { CheckSpec, Profile } from '../schema/profile.ts';
import { type Fillers, fillQuery } from './fill.ts';
import { type PlannedServer, planQuery } from './servers.ts';
import { type PlannedSlo, planBudgetCheck, planBudgets } from './slos.ts';

export interface PlannedCheck extends Omit<CheckSpec, 'query' | 'source' | 'server'> {
  readonly id: string;
  readonly expr: Query;
}

/** A ring where it is asked about: everywhere at once, or in one of its regions. */
export interface PlannedSite {
  /** The id of the Prometheus of the region; null where the ring has none. */
  readonly region: string | null;
  readonly deployed: Query | null;
  readonly progress: Query | null;
  readonly checks: readonly PlannedCheck[];
}

/** What several regions must say together. */
export interface RegionRule {
  /** How many of them must pass. */
  readonly pass: number;
  /** Whether one that fails stops the ring, though enough others pass. */
  readonly cancelOnFail: boolean;
}

export interface PlannedRing {
  readonly id: string;
  readonly name: string;
  readonly after: readonly string[];
  readonly soak: Seconds | null;
  /** What the verdict must say before it may be validated; null: nothing. */
  readonly verdict: 'not-worse' | 'pass' | null;
  readonly approvals: 1 | 2;
  /** Its regions, or the ring itself where it has none. */
  readonly sites: readonly [PlannedSite, ...PlannedSite[]];
  /** What must be left of error budgets before it may be deployed to or validated. */
  readonly budgets: readonly PlannedCheck[];
  /** Null where it has no regions. */
  readonly rule: RegionRule | null;
}

/** The checks of a ring, wherever it is. */
export const checksIn = ({ sites }: Pick<PlannedRing, 'sites'>): readonly PlannedCheck[] =>
  sites.flatMap(({ checks }) => checks);

/** The queries that tell when a ring was deployed; none where its checks tell. */
export const deployedIn = ({ sites }: Pick<PlannedRing, 'sites'>): readonly Query[] =>
  sites.flatMap(({ deployed }) => deployed ?? []);

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
