import type { Plan } from '../../profile/plan/plan.ts';
import type { Query } from '../../profile/query.ts';
import { formatValue } from '../../text/format.ts';
import { type Millis, perSecond, ratio } from '../../units.ts';
import { type Observed, readScalar } from '../readings.ts';
import type { Reading, State, Traffic, TrafficShare } from '../room.ts';

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
  return { known: true, value: planned, at: observed.now as Millis, aging: false };
}

function judgeShare(
  candidate: TrafficShare | undefined,
  planned: Reading | null,
  tolerance: number,
  known: boolean,
): { state: State; reason: string } {
  if (!candidate || !known) return { state: 'unknown', reason: 'the request rate is unknown' };
  if (candidate.share === null) return { state: 'unknown', reason: 'no traffic' };
  if (!planned) return { state: 'ok', reason: '' };
  if (!planned.known) return { state: 'unknown', reason: `the plan is unknown: ${planned.detail}` };
  const off = candidate.share - planned.value;
  if (Math.abs(off) <= tolerance) return { state: 'ok', reason: 'as planned' };
  const share = formatValue(candidate.share, 'ratio');
  return {
    state: 'warn',
    reason: `${candidate.label} gets ${share}, ${off < 0 ? 'below' : 'above'} the planned ${formatValue(planned.value, 'ratio')}`,
  };
}
