import { boundariesToPass, type Latency } from '../measures/latency.ts';
import { type Mean, unitOf } from '../measures/mean.ts';
import type { Proportion } from '../measures/proportion.ts';
import type { JudgeOptions } from '../options.ts';
import { difference } from '../statistics/rates.ts';
import { AGAINST, type Window } from '../statistics/window.ts';

/** What of the candidate is judged. */
interface Metrics {
  readonly errors: Proportion;
  readonly latency: Latency | null;
  readonly metrics: readonly Mean[];
}

/** Trouble that began and has not turned yet, by what matters. */
export const troubleOf = ({ present }: Pick<Proportion, 'present'>, size: number): Window | null =>
  present.find(({ isHeard, tally }) => isHeard && (difference(tally) ?? 0) >= size) ?? null;

function troubles({ errors, latency, metrics }: Metrics, options: JudgeOptions): readonly Window[] {
  const { latency: limits } = options;
  const ofLatency = latency && limits ? boundariesToPass(latency, limits) : [];
  return [
    troubleOf(errors, options.practical),
    ...ofLatency.map((index) => {
      const proportion = latency?.proportions[index];
      return proportion && limits ? troubleOf(proportion, limits.practical) : null;
    }),
    ...options.metrics.map((metric, i) => {
      const mean = metrics[i];
      return mean ? troubleOf(mean, metric.practical * unitOf(mean, metric)) : null;
    }),
  ].filter((window) => window !== null);
}

/** Whether the candidate is worse at present, whatever it was before. */
export const isWorseNow = (metrics: Metrics, options: JudgeOptions): boolean => troubles(metrics, options).length > 0;

/** Whether the latest round is part of it: it has not begun to turn. */
export const isLoudNow = (metrics: Metrics, options: JudgeOptions): boolean =>
  troubles(metrics, options).some(({ gain }) => gain >= AGAINST);
