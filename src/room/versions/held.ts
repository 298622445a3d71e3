import { byDistance, type Distance, distance } from '../../limits/distance.ts';
import type { Limit } from '../../limits/limit.ts';
import type { Unit } from '../../units.ts';
import { bySeverity, judge } from '../rings/limits.ts';
import type { State } from '../state.ts';
import type { ComparisonMetric, MetricLimits } from './comparison.ts';

/** One limit of a metric, and the number that is held against it. */
export interface HeldLimit {
  readonly of: keyof MetricLimits;
  readonly limit: Limit;
  /** Of that number: the metric's own of its value and of a difference, but a ratio of two versions is a factor. */
  readonly unit: Unit;
  /** Null where it is not known. */
  readonly distance: Distance | null;
  readonly state: State;
}

type Held = Pick<ComparisonMetric, 'limits' | 'unit'>;
/** The values of both versions; null where one is not known. */
type Values = Readonly<Record<'baseline' | 'candidate', number | null>>;

const NUMBERS: Readonly<Record<keyof MetricLimits, (values: Values) => number | null>> = {
  own: ({ candidate }) => candidate,
  delta: ({ baseline, candidate }) => (baseline === null || candidate === null ? null : candidate - baseline),
  factor: ({ baseline, candidate }) => (baseline === null || candidate === null ? null : candidate / baseline),
};

/** Each limit of a metric with how these values stand against it: the one that decides first, the worst. */
export function heldAt({ limits, unit }: Held, values: Values): readonly HeldLimit[] {
  return (['own', 'delta', 'factor'] as const)
    .flatMap((of): readonly HeldLimit[] => {
      const limit = limits[of];
      if (limit === undefined) return [];
      const number = NUMBERS[of](values);
      const isKnown = number !== null && !Number.isNaN(number);
      return [
        {
          of,
          limit,
          unit: of === 'factor' ? 'factor' : unit,
          // A difference of two shares is no share itself.
          distance: isKnown ? distance(number, limit, of === 'own' ? unit : 'score') : null,
          state: isKnown ? judge(number, limit) : 'unknown',
        },
      ];
    })
    .sort((a, b) => bySeverity(a.state, b.state) || byDistance(a.distance, b.distance));
}

/** The same of the newest values. */
export const heldLimits = (metric: Held & Pick<ComparisonMetric, 'baseline' | 'candidate'>): readonly HeldLimit[] =>
  heldAt(metric, { baseline: numberOf(metric.baseline), candidate: numberOf(metric.candidate) });

const numberOf = (reading: ComparisonMetric['baseline']): number | null => (reading.known ? reading.value : null);
