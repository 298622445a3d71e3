import type { Millis } from '../units.ts';
import { upperDifference } from './confidence.ts';
import { effectiveDispersion } from './dispersion.ts';
import { configuredShare, failLogE, type Judgement, placeboDiscount, warnLogE } from './judgement.ts';
import { type Latency, sloBoundary } from './latency.ts';
import type { JudgeOptions, LatencyOptions } from './options.ts';
import type { Proportion } from './proportion.ts';
import { recentlyOff, shareLogE } from './share.ts';
import type { DataState, ShareVerdict, VerdictState } from './verdict.ts';

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

/** Whether V2 is certainly less than `margin` worse. */
export function passes({ tally, dispersion }: Proportion, margin: number, alpha: number): boolean {
  const upper = upperDifference(tally, margin, alpha, effectiveDispersion(dispersion));
  return upper !== null && upper < margin;
}

/** Where latency has to be within the margin: at the limit's boundary and all slower ones; without a limit everywhere. */
export function boundariesToPass({ boundaries, shared }: Latency, { slo }: LatencyOptions): readonly number[] {
  const all = boundaries ?? [];
  const first = slo === null ? 0 : sloBoundary(all, slo);
  return all.flatMap((_, index) => (shared[index] && first >= 0 && index >= first ? [index] : []));
}

export function latencyPasses(latency: Latency, options: LatencyOptions, alpha: number): boolean {
  const asked = boundariesToPass(latency, options);
  return (
    asked.length > 0 &&
    asked.every((index) => {
      const proportion = latency.proportions[index];
      return proportion !== undefined && passes(proportion, options.margin, alpha);
    })
  );
}

export function shareState({ share, at }: Judgement, options: JudgeOptions): ShareVerdict['state'] {
  if (at === null || configuredShare(options, at) === null) return 'not-configured';
  const off = recentlyOff(share, options.shareTolerance);
  if (off === 0 || shareLogE(share) < failLogE(options)) return 'as-configured';
  return off < 0 ? 'below' : 'above';
}

/** V1 differs from itself: no bound holds. */
export const isAdvisory = ({ errors, latency }: Judgement): boolean =>
  placeboDiscount(errors.placeboPeak) > 0 || (latency !== null && placeboDiscount(latency.placeboPeak) > 0);

/** Errors and latency are both certainly within their margins. */
export const isWithinMargins = ({ errors, latency }: Judgement, { margin, alpha, ...options }: JudgeOptions): boolean =>
  passes(errors, margin, alpha) && (!latency || !options.latency || latencyPasses(latency, options.latency, alpha));

/** PASS is not the absence of an alarm: it is given only when everything is known, long enough, and small enough. */
export function stateOf(judgement: Judgement, options: JudgeOptions, data: DataState): VerdictState {
  if (judgement.failedAt !== null) return 'FAIL';
  const share = shareState(judgement, options);
  if (judgement.logE >= warnLogE(options) || share === 'below' || share === 'above') return 'WARN';
  const mayPass = data === 'OK' && judgement.observed >= options.soak && !isAdvisory(judgement);
  return mayPass && isWithinMargins(judgement, options) ? 'PASS' : 'INCONCLUSIVE';
}
