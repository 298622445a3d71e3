import { seconds } from '../../units.ts';
import { failLogE, type Judgement, lnMetricWeight } from '../judgement.ts';
import { boundariesToPass } from '../measures/latency.ts';
import { MEAN_WEIGHTS, type Mean } from '../measures/mean.ts';
import type { Proportion } from '../measures/proportion.ts';
import { requestsPerSecond } from '../measures/traffic.ts';
import type { JudgeOptions, MetricOptions } from '../options.ts';
import { effectiveDispersion } from '../statistics/dispersion.ts';
import { prolonged } from '../statistics/mean-difference.ts';
import { difference } from '../statistics/rates.ts';
import { leadingWindow } from '../statistics/window.ts';
import type { CountedVerdict, MissingEvidence } from '../verdict.ts';
import { information, requestsToFail, requestsToPass } from './forecast.ts';
import { meanPasses } from './state.ts';

/** ln E of one metric from which on the whole rollout's E fails. */
const metricFailLogE = (options: JudgeOptions) => failLogE(options) - lnMetricWeight(options);

/** The baseline's rate with half an event added, and the candidate's if the two go on to differ as they did so far. */
function expectedRates({ past, tally }: Proportion): { p1: number; p2: number } {
  const p1 = (past.e + 0.5) / (past.n + 1);
  return { p1, p2: Math.min(1, Math.max(0, p1 + (difference(tally) ?? 0))) };
}

/** How many more requests, and how much longer, until PASS or FAIL, whichever the rates so far lead to sooner. */
export function missingEvidence(judgement: Judgement, options: JudgeOptions): MissingEvidence {
  const { errors, latency, traffic, observed } = judgement;
  const { alpha, tolerated, soak } = options;
  const requests = errors.tally.n2;
  const toPass = (proportion: Proportion, margin: number) => {
    const per2 = perCandidate(judgement, proportion);
    const { p1, p2 } = expectedRates(proportion);
    if (per2 === null) return Infinity;
    const phi = effectiveDispersion(proportion.dispersion);
    const needed = requestsToPass(p1, p2, per2, { margin, ratio: options.ratio }, alpha, phi);
    return Math.max(0, needed - proportion.tally.n2);
  };
  let pass = toPass(errors, options.margin);
  if (latency && options.latency) {
    const boundaries = boundariesToPass(latency, options.latency);
    if (boundaries.length === 0) pass = Infinity;
    for (const index of boundaries) {
      const proportion = latency.proportions[index];
      if (proportion) pass = Math.max(pass, toPass(proportion, options.latency.margin));
    }
  }
  options.metrics.forEach((metric, i) => {
    const mean = judgement.metrics[i];
    if (mean) pass = Math.max(pass, requests * (timesUntilPass(mean, metric, judgement.at, alpha) - 1));
  });
  const per2 = perCandidate(judgement, errors);
  const { p1, p2 } = expectedRates(errors);
  const phi = effectiveDispersion(errors.dispersion);
  const ofErrors =
    per2 === null ? Infinity : requestsToFail(errors.worse.logE, metricFailLogE(options), p1, p2, per2, tolerated, phi);
  const fail = Math.min(ofErrors, ...options.metrics.map((metric, i) => untilMeanFails(judgement, options, metric, i)));
  const left = Math.min(pass, fail);
  const perSecond = requestsPerSecond(traffic.requests2, traffic.seconds);
  const soaking = fail < pass ? 0 : Math.max(0, soak - observed);
  return {
    towards: fail < pass ? 'FAIL' : 'PASS',
    requests,
    needed: Number.isFinite(left) ? Math.ceil(requests + left) : null,
    eta: Number.isFinite(left) && perSecond > 0 ? seconds(Math.max(soaking, left / perSecond)) : null,
  };
}

/** The candidate's requests until a metric fails, if its evidence goes on to grow as it did since it began to. */
function untilMeanFails(judgement: Judgement, options: JudgeOptions, { weight }: MetricOptions, index: number): number {
  const mean = judgement.metrics[index];
  const window = mean ? leadingWindow(mean.windows, mean.worse, MEAN_WEIGHTS) : null;
  if (!mean || !window || window.gain <= 0 || mean.tally.n2 <= 0) return Infinity;
  const left = failLogE(options) - lnMetricWeight(options, weight) - mean.worse.logE;
  const requests = judgement.errors.tally.n2 * (window.tally.n2 / mean.tally.n2);
  return Math.max(0, left) * (requests / window.gain);
}

/** How many times what was counted so far it takes until a metric passes, if all goes on as it did; Infinity if it will not. */
function timesUntilPass(mean: Mean, metric: MetricOptions, at: number | null, alpha: number): number {
  const passes = (times: number) =>
    meanPasses({ ...mean, difference: prolonged(mean.difference, times) }, metric, alpha, at);
  let times = 1;
  while (times < 1e6 && !passes(times)) times *= 1.25;
  return times < 1e6 ? times : Infinity;
}

/**
 * Requests of the baseline to each of the candidate: over the ring, or of late when the candidate had none yet. Null:
 * cannot be told.
 */
function perCandidate({ traffic }: Judgement, { tally }: Proportion): number | null {
  const per2 = tally.n2 > 0 ? tally.n1 / tally.n2 : traffic.requests1 / traffic.requests2;
  return per2 > 0 && per2 < Infinity ? per2 : null;
}

/**
 * How soon a difference of the margin could be seen at today's traffic, by Wald's approximation: the other side of a bound
 * that nobody can beat by much. Null without traffic.
 */
export function visibleAfter({ errors, traffic }: Judgement, options: JudgeOptions): CountedVerdict['visible'] {
  const { margin, tolerated } = options;
  const perSecond = requestsPerSecond(traffic.requests2, traffic.seconds);
  if (!(perSecond > 0 && traffic.requests1 > 0)) return null;
  const { p1 } = expectedRates(errors);
  const each =
    information(p1, Math.min(1, p1 * tolerated + margin), traffic.requests1 / traffic.requests2, tolerated) /
    effectiveDispersion(errors.dispersion);
  return each > 0 ? { difference: margin, after: seconds(metricFailLogE(options) / (each * perSecond)) } : null;
}
