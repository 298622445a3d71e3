import type { Millis } from '../../units.ts';
import { configuredShare, failLogE, isNoisy, type Judgement, lnEvidence, warnLogE } from '../judgement.ts';
import { crashLooping } from '../measures/crashes.ts';
import { boundariesToPass, type Latency } from '../measures/latency.ts';
import { isSilent, type Mean, unitOf } from '../measures/mean.ts';
import type { Proportion } from '../measures/proportion.ts';
import { recentlyOff, shareLogE } from '../measures/share.ts';
import type { JudgeOptions, LatencyOptions, MetricOptions } from '../options.ts';
import { betweenPods } from '../statistics/between-pods.ts';
import { effectiveMargin, isWithin, type Margins } from '../statistics/confidence.ts';
import { effectiveDispersion } from '../statistics/dispersion.ts';
import { meanBand } from '../statistics/mean-difference.ts';
import { difference } from '../statistics/rates.ts';
import { DEGREES_FOR_SPREAD } from '../statistics/size.ts';
import { isElsewhere, type Spread } from '../statistics/spread.ts';
import { AGAINST, type Window } from '../statistics/window.ts';
import type { DataState, ShareVerdict, VerdictState } from '../verdict.ts';

/** Data older than so many scrapes is stale. */
const STALE_AFTER = 3;
/** A version without a request for so many times its usual gap has no traffic. */
const GAPS = 10;

/** Whether the data can carry a verdict at `now`. */
export function dataState({ at, traffic, scrape }: Judgement, now: Millis): DataState {
  const { scraped1, scraped2, served1, served2, usual1, usual2 } = traffic;
  if (at === null || scraped1 === null || scraped2 === null) return 'NO_SERIES';
  const age = (instant: number) => (now - instant) / 1000;
  if (age(Math.min(scraped1, scraped2)) > STALE_AFTER * scrape) return 'STALE';
  if (served1 === null || served2 === null) return 'NO_TRAFFIC';
  const silent = (served: number, usual: number) =>
    age(served) > Math.max(STALE_AFTER * scrape, usual > 0 ? GAPS / usual : 0);
  return silent(served1, usual1) || silent(served2, usual2) ? 'NO_TRAFFIC' : 'OK';
}

/** Whether the candidate is certainly within the margins. */
export const passes = ({ tally, dispersion }: Proportion, margins: Margins, alpha: number): boolean =>
  isWithin(tally, margins, alpha, effectiveDispersion(dispersion));

export function latencyPasses(latency: Latency, options: LatencyOptions, ratio: number, alpha: number): boolean {
  const asked = boundariesToPass(latency, options);
  return (
    asked.length > 0 &&
    asked.every((index) => {
      const proportion = latency.proportions[index];
      return proportion !== undefined && passes(proportion, { margin: options.margin, ratio }, alpha);
    })
  );
}

export function shareState({ share, at }: Judgement, options: JudgeOptions): ShareVerdict['state'] {
  if (at === null || configuredShare(options, at) === null) return 'not-configured';
  if (share.requests === 0) return 'unknown';
  const off = recentlyOff(share, options.shareTolerance);
  if (off === 0 || shareLogE(share) < failLogE(options)) return 'as-configured';
  return off < 0 ? 'below' : 'above';
}

/** The baseline's pods cannot tell how pods differ. */
export const hasFewPods = (judgement: Judgement): boolean =>
  betweenPods(loudestSpread(judgement).baseline, judgement.rosters.baseline.zones).degrees < DEGREES_FOR_SPREAD;

/** The ratio or mean that speaks louder than errors and latency; null where none does. */
export function loudestMean({ errors, latency, metrics }: Judgement): Mean | null {
  const [mean] = metrics.toSorted((a, b) => b.worse.logE - a.worse.logE);
  return mean && mean.worse.logE > Math.max(errors.worse.logE, latency?.logE ?? 0) ? mean : null;
}

/** The pods of what speaks loudest: not all need to have cases of a metric. */
export const loudestSpread = (judgement: Judgement): Spread => (loudestMean(judgement) ?? judgement.errors).spread;

/**
 * No bound on false alarms holds, nor did it when the candidate was found to be worse: the baseline differs from
 * itself, has few pods, none in the candidate's zones, or as much as the candidate differs from it.
 */
export function isAdvisory(judgement: Judgement, options: JudgeOptions): boolean {
  if (judgement.failedAt !== null) return false;
  if (isNoisy(judgement)) return true;
  if (judgement.logE < warnLogE(options)) return false;
  if (hasFewPods(judgement) || isElsewhere(loudestSpread(judgement))) return true;
  const enough = failLogE(options);
  return judgement.logE >= enough && lnEvidence(judgement, options, 'byChance') >= enough;
}

/**
 * Whether the candidate's mean certainly is within its margin, and was compared of late. @param at when one looks;
 * null: before anything was heard
 */
export function meanPasses(mean: Mean, metric: MetricOptions, alpha: number, at: number | null): boolean {
  const band = meanBand(mean.difference, alpha);
  const isHeard = at !== null && !isSilent(mean, at);
  return isHeard && band !== null && band.upper < metric.margin * unitOf(mean, metric);
}

/** Errors, latency and every metric are certainly within their margins. */
export const isWithinMargins = ({ errors, latency, metrics, at }: Judgement, options: JudgeOptions): boolean =>
  passes(errors, options, options.alpha) &&
  (!latency || !options.latency || latencyPasses(latency, options.latency, options.ratio, options.alpha)) &&
  metrics.every((mean, i) => {
    const metric = options.metrics[i];
    return metric !== undefined && meanPasses(mean, metric, options.alpha, at);
  });

/** The trouble of the last minutes. */
export interface Late {
  readonly of:
    | { readonly kind: 'errors' }
    | { readonly kind: 'boundary'; readonly seconds: number }
    | { readonly kind: 'metric'; readonly metric: MetricOptions };
  readonly window: Window;
}

/**
 * Where the candidate is worse of late by what matters, or by what PASS denies, and most of all; null where it is not.
 * The stage may have been long and well before.
 */
export function worseOfLate({ errors, latency, metrics }: Judgement, options: JudgeOptions): Late | null {
  const found: Late[] = [];
  const look = ({ windows }: Pick<Proportion, 'windows'>, size: number, of: Late['of']) => {
    for (const window of windows)
      if (window.gain >= AGAINST && (difference(window.tally) ?? 0) >= size) found.push({ of, window });
  };
  const denied = ({ tally }: Proportion, { practical, margin }: Pick<LatencyOptions, 'practical' | 'margin'>) =>
    Math.min(practical, effectiveMargin(tally, { margin, ratio: options.ratio }));
  look(errors, denied(errors, options), { kind: 'errors' });
  const { latency: limits } = options;
  if (latency && limits)
    for (const index of boundariesToPass(latency, limits)) {
      const proportion = latency.proportions[index];
      const seconds = latency.boundaries?.[index] ?? 0;
      if (proportion) look(proportion, denied(proportion, limits), { kind: 'boundary', seconds });
    }
  options.metrics.forEach((metric, i) => {
    const mean = metrics[i];
    if (mean) look(mean, Math.min(metric.practical, metric.margin) * unitOf(mean, metric), { kind: 'metric', metric });
  });
  return found.toSorted((a, b) => b.window.gain - a.window.gain)[0] ?? null;
}

/** So much of the candidate's requests of late may go to processes that are never compared. */
const LOST_AT_MOST = 0.1;

/** The candidate's pods end before they are warm: what they do then is not compared. */
export const isShortLived = ({ traffic }: Judgement): boolean => traffic.lost2 > LOST_AT_MOST * traffic.requests2;

/** PASS is not the absence of an alarm: it is given only when everything is known, long enough, and small enough. */
export function stateOf(judgement: Judgement, options: JudgeOptions, data: DataState): VerdictState {
  if (judgement.failedAt !== null) return 'FAIL';
  const share = shareState(judgement, options);
  if (judgement.logE >= warnLogE(options) || share === 'below' || share === 'above') return 'WARN';
  const isWhole = judgement.lingering === 0 && crashLooping(judgement.crashes).length === 0;
  const isWell = !isNoisy(judgement) && isWhole && !isShortLived(judgement);
  const mayPass = data === 'OK' && judgement.observed >= options.soak && isWell;
  return mayPass && isWithinMargins(judgement, options) && worseOfLate(judgement, options) === null
    ? 'PASS'
    : 'INCONCLUSIVE';
}
