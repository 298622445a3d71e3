import { ratio, seconds } from '../../units.ts';
import { askedFrom, LATENCY_ALTERNATIVES, type Latency } from '../measures/latency.ts';
import type { Proportion } from '../measures/proportion.ts';
import type { JudgeOptions, LatencyOptions } from '../options.ts';
import type { BoundaryVerdict, LatencyVerdict, QuantileInterval } from '../verdict.ts';
import { type ReadContext, readProportion } from './proportion.ts';
import { latencyPasses } from './state.ts';

const QUANTILES = [0.5, 0.9, 0.95, 0.99];

/** The histogram's numbers, for people. */
export function readLatency(
  latency: Latency,
  options: LatencyOptions,
  { alpha, ratio: times }: Pick<JudgeOptions, 'alpha' | 'ratio'>,
  contextOf: (proportion: Proportion) => ReadContext,
): LatencyVerdict {
  const all = latency.boundaries ?? [];
  const first = askedFrom(all, options.slo);
  const read = latency.proportions.map(
    (proportion, index): BoundaryVerdict => ({
      ...readProportion(
        proportion,
        LATENCY_ALTERNATIVES,
        { margin: options.margin, ratio: times },
        alpha,
        contextOf(proportion),
      ),
      boundary: seconds(all[index] ?? 0),
      shared: latency.shared[index] ?? false,
      asked: index >= first,
    }),
  );
  const boundaries = read.filter(({ shared }) => shared);
  const most = boundaries.filter(({ asked }) => asked).toSorted((a, b) => b.logE - a.logE)[0];
  return {
    boundaries,
    comparable: boundaries.length > 0,
    leftOut: read.filter(({ shared }) => !shared).map(({ boundary }) => boundary),
    logE: latency.logE,
    peakLogE: latency.peak,
    differs: most && most.logE > 0 ? most : null,
    quantiles: QUANTILES.map((quantile) => readQuantile(boundaries, quantile)),
    passes: latencyPasses(latency, options, times, alpha),
  };
}

/** A quantile is known up to the boundaries around it: it lies below the first that at most 1 − q of the requests exceed. */
function readQuantile(boundaries: readonly BoundaryVerdict[], quantile: number): QuantileInterval {
  const interval = (version: 'baseline' | 'candidate') => {
    if (boundaries.every((boundary) => boundary[version].requests === 0)) return null;
    const index = boundaries.findIndex((boundary) => {
      const { events, requests } = boundary[version];
      return events <= (1 - quantile) * requests * (1 + 1e-12);
    });
    const below = index < 0 ? boundaries.length - 1 : index - 1;
    return {
      above: boundaries[below]?.boundary ?? seconds(0),
      upTo: boundaries[index]?.boundary ?? seconds(Infinity),
    };
  };
  return { quantile: ratio(quantile), baseline: interval('baseline'), candidate: interval('candidate') };
}
