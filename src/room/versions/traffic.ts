import type { Plan } from '../../profile/plan/plan.ts';
import type { Query } from '../../profile/query.ts';
import { millis, type PerSecond, perSecond, type Ratio, ratio } from '../../units.ts';
import { type Observed, type Reading, readScalar } from '../readings.ts';
import type { State } from '../state.ts';

export interface TrafficShare {
  readonly version: string;
  readonly role: 'baseline' | 'candidate';
  readonly label: string;
  readonly requests: Reading;
  readonly expr: Query;
  /** Null while any version's rate is unknown or nobody sends requests. */
  readonly share: Ratio | null;
}

/** How the candidate's share stands against the planned one, or what keeps that from being told. */
export type TrafficBecause = 'rate-unknown' | 'no-traffic' | 'no-plan' | 'plan-unknown' | 'as-planned' | 'off';

export interface Traffic {
  readonly shares: readonly TrafficShare[];
  readonly total: PerSecond | null;
  /** Planned share of the candidate. */
  readonly planned: Reading | null;
  readonly state: State;
  readonly because: TrafficBecause;
}

/** How requests divide over the versions, held against the plan; null when the profile does not say. */
export function buildTraffic({ profile, traffic }: Plan, observed: Observed): Traffic | null {
  const { versions } = profile;
  if (!versions || !traffic) return null;
  const read = (role: TrafficShare['role']) => ({
    role,
    version: versions[role],
    expr: traffic[role],
    requests: readScalar(traffic[role], observed),
  });
  const rates = [read('candidate'), read('baseline')];
  const known = rates.every(({ requests }) => requests.known);
  const sum = rates.reduce((total, { requests }) => total + (requests.known ? requests.value : 0), 0);
  const shares = rates.map(({ role, version, expr, requests }): TrafficShare => {
    const share = known && requests.known && sum > 0 ? ratio(requests.value / sum) : null;
    return { role, version: version.id, label: version.label, requests, expr, share };
  });
  const planned = readPlan(traffic.planned, observed);
  return {
    shares,
    total: known ? perSecond(sum) : null,
    planned,
    ...judgeShare(shares[0], planned, traffic.tolerance, known),
  };
}

function readPlan(planned: number | Query | null, observed: Observed): Reading | null {
  if (planned === null) return null;
  if (typeof planned === 'object') return readScalar(planned, observed);
  // It stands in the profile, and never ages.
  return { known: true, value: planned, at: millis(0), aging: false };
}

function judgeShare(
  candidate: TrafficShare | undefined,
  planned: Reading | null,
  tolerance: number,
  known: boolean,
): Pick<Traffic, 'state' | 'because'> {
  if (!candidate || !known) return { state: 'unknown', because: 'rate-unknown' };
  if (candidate.share === null) return { state: 'unknown', because: 'no-traffic' };
  if (!planned) return { state: 'ok', because: 'no-plan' };
  if (!planned.known) return { state: 'unknown', because: 'plan-unknown' };
  const off = Math.abs(candidate.share - planned.value);
  return off <= tolerance ? { state: 'ok', because: 'as-planned' } : { state: 'warn', because: 'off' };
}
