import { type Seconds, seconds, type Unit } from '../../units.ts';
import { type BucketUnit, unitOfName } from '../bucket-unit.ts';
import type { Query } from '../query.ts';
import type { VerdictSpec } from '../schema/verdict.ts';
import { type Fill, PlanError, type PlannedPair } from './fill.ts';
import { type PlannedServer, planQuery } from './servers.ts';

/** What is counted for the verdict. */
export interface PlannedVerdict
  extends Omit<
    VerdictSpec,
    'requests' | 'errors' | 'latency' | 'metrics' | 'up' | 'replicas' | 'started' | 'start' | 'server'
  > {
  /** Whose stored samples are counted, as queries of it have it; absent: the first Prometheus. */
  readonly server?: string;
  readonly requests: PlannedPair;
  readonly errors: PlannedPair;
  readonly latency: PlannedLatency | null;
  readonly metrics: readonly PlannedMetric[];
  /** Query for `up` of each of the candidate's pods. */
  readonly up: Query | null;
  /** How long the scrapes of the pods took, which Prometheus tells beside `up`; null where that is not asked for by name. */
  readonly durations: PlannedPair | null;
  /** How many pods the candidate should have, or a query of it; null where nobody says. */
  readonly replicas: number | Query | null;
  readonly started: PlannedPair | null;
}

interface PlannedLatency extends Omit<NonNullable<VerdictSpec['latency']>, 'buckets' | 'unit' | 'slo'> {
  readonly buckets: PlannedPair;
  readonly unit: BucketUnit;
  readonly slo: Seconds;
}

/** A ratio, or a mean: what so many cases add up to. */
export interface PlannedMetric {
  readonly id: string;
  readonly label: string;
  readonly unit: Unit;
  readonly kind: 'ratio' | 'mean';
  readonly worse: 'lower' | 'higher';
  readonly weight: number;
  /** `min_effect` and `pass_margin`: of a ratio in points, of a mean as a part of the baseline's. */
  readonly practical: number;
  readonly margin: number;
  readonly cases: PlannedPair;
  readonly sum: PlannedPair;
}

const UP = /^\s*up(\s*\{)/;

/** @throws PlanError when a query names an unknown variable */
export function planVerdict(
  spec: VerdictSpec,
  fillBaseline: Fill,
  fillCandidate: Fill,
  servers: readonly PlannedServer[] = [],
): PlannedVerdict {
  const { requests, errors, latency, metrics, up, replicas, started, start: _, share, server, ...rest } = spec;
  const query = (text: string) => planQuery('prometheus', server, text, servers);
  const { server: counted } = query('');
  const pair = (selector: string, ...path: string[]): PlannedPair => {
    const baseline = fillBaseline(selector, ['verdict', ...path]);
    const candidate = fillCandidate(selector, ['verdict', ...path]);
    if (baseline !== candidate) return { baseline, candidate };
    throw new PlanError('is the same for both versions, so they would be counted as one', ['verdict', ...path]);
  };
  return {
    ...rest,
    ...(counted !== undefined && { server: counted }),
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
    metrics: metrics.map((metric, i) =>
      planMetric(metric, (selector, name) => pair(selector, 'metrics', `${i}`, name)),
    ),
    up: up === undefined ? null : query(fillCandidate(up, ['verdict', 'up'])),
    durations: up !== undefined && UP.test(up) ? pair(up.replace(UP, 'scrape_duration_seconds$1'), 'up') : null,
    replicas:
      typeof replicas === 'string' ? query(fillCandidate(replicas, ['verdict', 'replicas'])) : (replicas ?? null),
    started: started === undefined ? null : pair(started, 'started'),
    share: typeof share === 'string' ? fillCandidate(share, ['verdict', 'share']) : share,
  };
}

function planMetric(
  spec: VerdictSpec['metrics'][number],
  pair: (selector: string, name: string) => PlannedPair,
): PlannedMetric {
  const { id, label, unit, kind, worse, weight, min_effect: practical, pass_margin: margin } = spec;
  const [sum, cases] = kind === 'ratio' ? (['successes', 'attempts'] as const) : (['sum', 'count'] as const);
  return {
    id,
    label,
    unit,
    kind,
    worse,
    weight,
    practical,
    margin,
    cases: pair(spec.count, cases),
    sum: pair(spec.sum, sum),
  };
}

/** Every selector whose samples the verdict counts. */
export function countedSelectors(planned: PlannedVerdict): readonly string[] {
  const { requests, errors, latency, metrics, started, durations, share } = planned;
  const ofMetrics = metrics.flatMap(({ cases, sum }) => [cases, sum]);
  const pairs = [requests, errors, latency?.buckets ?? null, ...ofMetrics, started, durations].filter(
    (pair) => pair !== null,
  );
  const all = [...pairs.flatMap(({ baseline, candidate }) => [baseline, candidate]), share];
  // One counter may be asked for in two meanings.
  return [...new Set(all.filter((selector) => typeof selector === 'string'))];
}
