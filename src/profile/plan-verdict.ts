import { type Seconds, seconds } from '../units.ts';
import { type BucketUnit, unitOfName } from './bucket-unit.ts';
import type { Fill, PlannedPair } from './plan.ts';
import { PlanError } from './plan-error.ts';
import type { VerdictSpec } from './verdict-schema.ts';

/** What is counted for the verdict. */
export interface PlannedVerdict
  extends Omit<VerdictSpec, 'requests' | 'errors' | 'latency' | 'up' | 'replicas' | 'started' | 'start'> {
  readonly requests: PlannedPair;
  readonly errors: PlannedPair;
  readonly latency: PlannedLatency | null;
  /** Query for `up` of each of the candidate's pods. */
  readonly up: string | null;
  /** How long the scrapes of the pods took, which Prometheus tells beside `up`; null where that is not asked for by name. */
  readonly durations: PlannedPair | null;
  /** How many pods the candidate should have, or a query of it; null where nobody says. */
  readonly replicas: number | string | null;
  readonly started: PlannedPair | null;
}

interface PlannedLatency extends Omit<NonNullable<VerdictSpec['latency']>, 'buckets' | 'unit' | 'slo'> {
  readonly buckets: PlannedPair;
  readonly unit: BucketUnit;
  readonly slo: Seconds;
}

const UP = /^\s*up(\s*\{)/;

/** @throws PlanError when a query names an unknown variable */
export function planVerdict(spec: VerdictSpec, fillBaseline: Fill, fillCandidate: Fill): PlannedVerdict {
  const { requests, errors, latency, up, replicas, started, start: _, share, ...rest } = spec;
  const pair = (selector: string, ...path: string[]): PlannedPair => {
    const baseline = fillBaseline(selector, ['verdict', ...path]);
    const candidate = fillCandidate(selector, ['verdict', ...path]);
    if (baseline !== candidate) return { baseline, candidate };
    throw new PlanError('is the same for both versions, which would be counted as one', ['verdict', ...path]);
  };
  return {
    ...rest,
    requests: pair(requests, 'requests'),
    errors: pair(errors, 'errors'),
    latency: latency
      ? {
          ...latency,
          buckets: pair(latency.buckets, 'latency', 'buckets'),
          unit: latency.unit ?? unitOfName(latency.buckets),
          slo: seconds(latency.slo),
        }
      : null,
    up: up === undefined ? null : fillCandidate(up, ['verdict', 'up']),
    durations: up !== undefined && UP.test(up) ? pair(up.replace(UP, 'scrape_duration_seconds$1'), 'up') : null,
    replicas: typeof replicas === 'string' ? fillCandidate(replicas, ['verdict', 'replicas']) : (replicas ?? null),
    started: started === undefined ? null : pair(started, 'started'),
    share: typeof share === 'string' ? fillCandidate(share, ['verdict', 'share']) : share,
  };
}

/** Every selector whose samples the verdict counts. */
export function countedSelectors({ requests, errors, latency, started, durations, share }: PlannedVerdict): string[] {
  const pairs = [requests, errors, latency?.buckets ?? null, started, durations].filter((pair) => pair !== null);
  return [
    ...pairs.flatMap(({ baseline, candidate }) => [baseline, candidate]),
    ...(typeof share === 'string' ? [share] : []),
  ];
}
