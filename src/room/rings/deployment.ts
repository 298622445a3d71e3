import { plausibleAt } from '../../frames/rollout-start.ts';
import type { PlannedSite } from '../../profile/plan/plan.ts';
import type { Query } from '../../profile/query.ts';
import { type Millis, millis } from '../../units.ts';
import { type Observed, type Reading, readScalar, type Unread } from '../readings.ts';
import type { Check } from './checks.ts';

/**
 * Why it cannot be told how a ring is deployed. `progress`: how much is. `presence`: whether anything is, by the checks.
 * `time`: when it was. `no-time`: what the query answers is no instant.
 */
export type DeploymentUnknown =
  | { readonly of: 'progress' | 'presence' | 'time'; readonly reading: Unread }
  | { readonly of: 'no-time'; readonly value: number };

export interface Deployment {
  /** Null when it is not deployed, or unknown. */
  readonly at: Millis | null;
  /** When it was seen deployed for the last time, where it is not any more. */
  readonly rolledBack: Millis | null;
  readonly unknown: DeploymentUnknown | null;
  /** Deployed share of the ring while that is below 1. */
  readonly progress: number | null;
}

/** What is deployed within so long, in milliseconds, is one deployment, of which parts came one after another. */
const TOGETHER = 5 * 60_000;

/** Every deployment that is known of, oldest first, the one that stands among them: what was rolled back was deployed, too. */
export function deploymentsOf({ deployed }: PlannedSite, at: Millis | null, observed: Observed): readonly Millis[] {
  const told = deployed === null ? undefined : observed.history.track(deployed)?.valuesAboveZero();
  const past = [...(told ?? [])].map((value) => millis(value * 1000)).filter((start) => isPlausible(start, observed));
  const all = [...new Set(at === null ? past : [...past, at])].sort((a, b) => a - b);
  return all.filter((start, i) => start === at || (all[i + 1] ?? Infinity) - start > TOGETHER);
}

/** Without a query for it, a ring counts as deployed since its checks first had data. */
export function readDeployment(ring: PlannedSite, checks: readonly Check[], observed: Observed): Deployment {
  const share = ring.progress === null ? null : readScalar(ring.progress, observed);
  const progress = share?.known && share.value < 1 ? share.value : null;
  // How far the deployment has come must be known before anything is said of the ring.
  const unknown = share !== null && !share.known ? ({ of: 'progress', reading: share } as const) : null;
  if (ring.deployed === null) {
    const starts = ring.checks.flatMap((check) => observed.history.track(check.expr)?.first ?? []);
    if (starts.length > 0) return { at: millis(Math.min(...starts)), rolledBack: null, unknown, progress };
    return { at: null, rolledBack: null, unknown: unknown ?? whyUnseen(checks), progress };
  }
  const { deployed } = ring;
  const seen = () => observed.history.track(deployed)?.lastAboveZero ?? null;
  const reading = readScalar(deployed, observed);
  if (reading.known) {
    const at = timeOf(reading);
    if (at !== null && !isPlausible(at, observed))
      return { at: null, rolledBack: null, unknown: { of: 'no-time', value: reading.value }, progress };
    return { at, rolledBack: at === null ? seen() : null, unknown: at === null ? null : unknown, progress };
  }
  if (reading.reason === 'no-series') return { at: null, rolledBack: seen(), unknown: null, progress };
  return { at: lastDeployment(reading), rolledBack: null, unknown: { of: 'time', reading }, progress };
}

/** The instant a ring was deployed at, while that is known. */
export function deployedSince(deployed: Query, observed: Observed): Millis | null {
  const at = timeOf(readScalar(deployed, observed));
  return at !== null && isPlausible(at, observed) ? at : null;
}

function isPlausible(start: Millis, { moment }: Observed): boolean {
  const { from, to } = plausibleAt(start);
  return moment.hasCome(from) && !moment.isOver(to);
}

const timeOf = (reading: Reading): Millis | null =>
  reading.known && reading.value > 0 ? millis(reading.value * 1000) : null;

/** Why it cannot be told whether checks have data, when it cannot: only that there is no series, or no traffic, tells. */
function whyUnseen(checks: readonly Check[]): DeploymentUnknown | null {
  for (const { reading } of checks)
    if (!reading.known && reading.reason !== 'no-series' && reading.reason !== 'not-a-number')
      return { of: 'presence', reading };
  return null;
}

const lastDeployment = ({ last }: Unread): Millis | null => (last && last.value > 0 ? millis(last.value * 1000) : null);
