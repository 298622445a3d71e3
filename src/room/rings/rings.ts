import type { PlannedRing, PlannedSite } from '../../profile/plan/plan.ts';
import { deployedIn } from '../../profile/plan/sites.ts';
import { type Millis, millis } from '../../units.ts';
import type { Observed } from '../readings.ts';
import type { Verdict } from '../versions/verdict.ts';
import { type RingLedger, type Signed, standing } from './approvals.ts';
import { type Check, checksOf } from './checks.ts';
import { type Deployment, deployedSince, deploymentsOf, readDeployment } from './deployment.ts';
import {
  checksByRegions,
  deployedInAll,
  type RingRegion,
  type RingRegions,
  soakByRegions,
  stateByRegions,
} from './regions.ts';
import type { RingBecause, RingState } from './ring-state.ts';
import { soakByVerdict, standingByVerdict } from './ring-verdict.ts';
import { measureSoak, type Soak } from './soak.ts';

export type { RingBecause, RingState } from './ring-state.ts';

/** What holds a ring up of which all else is ready. */
export interface RingHold {
  /** The P0 alerts that fire, by name. */
  readonly firing: readonly string[];
  /** The budgets of which too little is left, by what they are called. */
  readonly budgets: readonly string[];
  /** Those of which it is not known how much is left. None of all three: alerts are not known. */
  readonly unread: readonly string[];
}

export interface Ring extends Signed {
  readonly id: string;
  readonly name: string;
  /** What the verdict must say before it may be validated; absent when nothing is asked of it. */
  readonly verdict?: 'not-worse' | 'pass';
  readonly after: readonly string[];
  readonly state: RingState;
  readonly because: RingBecause;
  /** Null where neither alerts nor budgets hold anything up, and where the ring is not ready anyhow. */
  readonly hold: RingHold | null;
  /** Operators it takes to validate it. */
  readonly approvals: 1 | 2;
  readonly deployedAt: Millis | null;
  /** Every deployment that the past tells of, oldest first; of several regions those of all. */
  readonly deployments: readonly Millis[];
  /** When it was seen deployed for the last time, where it is not any more; of several regions the newest. */
  readonly goneAt: Millis | null;
  /** Of several regions that of the one that decides. */
  readonly soak: Soak | null;
  /** Of several regions those of all. */
  readonly checks: readonly Check[];
  /** What must be left of error budgets before it may be deployed to or validated. */
  readonly budgets: readonly Check[];
  /** Absent where it is in no regions. */
  readonly regions?: RingRegions;
}

/** Whether the candidate goes on failing in a ring that was rolled back: what is left of it does harm. */
export const failsStill = ({ state, checks }: Pick<Ring, 'state' | 'checks'>): boolean =>
  state === 'rolled-back' && checks.some((check) => check.state === 'fail');

/** What of the room a ring depends on. */
interface RingSurroundings {
  /** Null where the profile has none. */
  readonly verdict: Verdict | null;
  /** When a ring was deployed last. */
  readonly newest: Millis | null;
}

/** All rings in order. @param verdict on the candidate; null where nothing is compared */
export function buildRings(
  planned: readonly PlannedRing[],
  ledger: RingLedger,
  observed: Observed,
  verdict: Verdict | null = null,
): Ring[] {
  const starts = planned.flatMap(deployedIn).flatMap((deployed) => deployedSince(deployed, observed) ?? []);
  const newest = starts.length === 0 ? null : millis(Math.max(...starts));
  return planned.map((ring) => buildRing(ring, ledger, observed, { verdict, newest }));
}

/** What is seen of a ring in one place. */
interface Seen {
  readonly site: PlannedSite;
  readonly checks: readonly Check[];
  readonly deployment: Deployment;
}

function buildRing(ring: PlannedRing, ledger: RingLedger, observed: Observed, around: RingSurroundings): Ring {
  const [first, ...others] = ring.sites;
  const see = (site: PlannedSite): Seen => {
    const checks = checksOf(site.checks, observed);
    return { site, checks, deployment: readDeployment(site, checks, observed) };
  };
  const [seen, elsewhere] = [see(first), others.map(see)];
  const deployedAt = deployedInAll([seen, ...elsewhere].map(({ deployment }) => deployment.at));
  const { id, name, after, approvals, verdict, rule } = ring;
  const signed = standing({ id, approvals, deployedAt }, ledger, observed.moment);
  const place = (one: Seen): RingRegion => standIn(one, { ring, ledger, observed, signed, around });
  const regions: RingRegions | null = rule && { ...rule, list: [place(seen), ...elsewhere.map(place)] };
  const { state, because, deployments, goneAt, soak, checks } = regions ? asOne(regions, signed) : place(seen);
  return {
    id,
    name,
    ...(verdict && { verdict }),
    after,
    state,
    because,
    hold: null,
    validated: signed.validated,
    approvals,
    approval: signed.approval,
    deployedAt,
    deployments,
    goneAt,
    soak,
    checks,
    budgets: checksOf(ring.budgets, observed),
    ...(regions && { regions }),
  };
}

/** A ring as its regions make it. */
const asOne = (regions: RingRegions, { validated }: Signed) => ({
  ...stateByRegions(regions, validated !== null),
  deployments: [...new Set(regions.list.flatMap(({ deployments }) => deployments))].sort((a, b) => a - b),
  goneAt: newestOf(regions.list.map(({ goneAt }) => goneAt)),
  soak: soakByRegions(regions),
  checks: checksByRegions(regions.list),
});

const newestOf = (instants: readonly (Millis | null)[]): Millis | null =>
  instants.reduce((newest, at) => (at !== null && (newest === null || at > newest) ? at : newest), null);

/** What a ring is judged by in one place, beside what is seen there. */
interface Bearings {
  readonly ring: PlannedRing;
  readonly ledger: RingLedger;
  readonly observed: Observed;
  readonly signed: Signed;
  readonly around: RingSurroundings;
}

/** How a ring stands in one place. */
function standIn(
  { site, checks, deployment }: Seen,
  { ring, ledger: { records }, observed, signed: { validated }, around: { verdict, newest } }: Bearings,
): RingRegion {
  const { at: deployedAt, rolledBack } = deployment;
  const measured =
    deployedAt === null ? null : measureSoak({ checks: site.checks, soak: ring.soak }, checks, deployedAt, observed);
  const judged = standingByVerdict(ring, verdict, validated !== null);
  const soak = soakByVerdict(measured, ring, verdict, { judged, deployedAt });
  // Whatever was deployed after it is a rollout of its own, in which the ring has its turn still before it.
  const isOver = rolledBack !== null && newest !== null && newest > rolledBack;
  const stands = stateOf({
    checks,
    deployment,
    soak,
    validated: validated !== null,
    unmet: records === null ? [] : ring.after.filter((id) => !Object.hasOwn(records, id)),
    storeReadable: records !== null,
    judged,
    rolledBack: isOver ? null : rolledBack,
    wantsPass: ring.verdict === 'pass' && verdict?.method === 'e-process' && verdict.state === 'inconclusive',
  });
  const deployments = deploymentsOf(site, deployedAt, observed);
  return { id: site.region ?? ring.id, ...stands, deployedAt, deployments, goneAt: rolledBack, soak, checks };
}

interface Facts {
  readonly checks: readonly Check[];
  readonly deployment: Deployment;
  readonly soak: Soak | null;
  readonly validated: boolean;
  /** Since when, where it was rolled back. */
  readonly rolledBack: Millis | null;
  readonly unmet: readonly string[];
  readonly storeReadable: boolean;
  /** What the verdict makes of it, where the ring asks for one. */
  readonly judged: 'failing' | 'unknown' | null;
  /** It must pass, and there is too little evidence yet. */
  readonly wantsPass: boolean;
}

function stateOf(facts: Facts): Pick<Ring, 'state' | 'because'> {
  const { checks, deployment, soak, validated, rolledBack, unmet, storeReadable, judged, wantsPass } = facts;
  const some = (state: Check['state']) => checks.some((check) => check.state === state);
  if (!storeReadable) return { state: 'unknown', because: { kind: 'store-unreadable' } };
  const { at, unknown, progress } = deployment;
  if (unknown !== null) return { state: 'unknown', because: { kind: 'deployment-unknown', unknown } };
  if (rolledBack !== null) return { state: 'rolled-back', because: { kind: 'rolled-back', at: rolledBack } };
  if (at === null)
    return validated
      ? { state: 'validated', because: { kind: 'validated', deployed: false } }
      : { state: 'waiting', because: { kind: 'not-deployed', unmet } };
  if (some('fail')) return { state: 'failing', because: { kind: 'checks' } };
  if (judged === 'failing') return { state: judged, because: { kind: 'verdict' } };
  if (some('unknown')) return { state: 'unknown', because: { kind: 'checks' } };
  if (judged !== null) return { state: judged, because: { kind: 'verdict' } };
  if (validated) return { state: 'validated', because: { kind: 'validated', deployed: true } };
  if (progress !== null) return { state: 'deploying', because: { kind: 'deploying', share: progress } };
  // Deployed before its turn: it soaks all the same, and whoever looks should know.
  if (soak && soak.elapsed < soak.required) return { state: 'soaking', because: { kind: 'soak', unmet } };
  if (wantsPass) return { state: 'soaking', because: { kind: 'awaits-pass', unmet } };
  return { state: 'ready', because: { kind: 'soaked', unmet } };
}
