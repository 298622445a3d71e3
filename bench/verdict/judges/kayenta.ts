import { type Round, total } from '../../../src/verdict/rounds/round.ts';
import { type Classification, classify } from './mann-whitney.ts';

/** One point a minute, as its Prometheus source asks for, all of them analysed every five minutes. */
const POINT_EVERY = 60;
const ANALYSED_EVERY = 300;
/** Below this score a canary fails at once; with two metrics of equal weight the 95 of its end asks for the same. */
const MARGINAL = 75;
/** Half of the metrics without data fail a canary. */
const NO_DATA_AT_MOST = 0.5;

/**
 * A canary analysis as Spinnaker's Kayenta does it, and Argo Rollouts that asks Kayenta: its one judge, NetflixACAJudge, with the
 * defaults its code has (98 % confidence, tolerance 0.25, any effect size, outliers kept, NaN removed, nothing critical). Two metrics,
 * each a group of half the weight: errors per request, and p99 as `histogram_quantile` gives it; an increase fails.
 */
export class Kayenta {
  readonly #errors = new Points();
  readonly #latency = new Points();
  readonly #boundaries: readonly number[];
  #requests = { v1: 0, v2: 0 };
  #failed = { v1: 0, v2: 0 };
  #slow: { v1: number[]; v2: number[] } = { v1: [], v2: [] };
  #pointAt: number | null = null;
  #analysedAt: number | null = null;
  alarmAt: number | null = null;

  constructor(boundaries: readonly number[]) {
    this.#boundaries = boundaries;
  }

  hear({ at: millis, from, counted, baseline, candidate }: Round): void {
    if (!counted || this.alarmAt !== null) return;
    const at = millis / 1000;
    this.#pointAt ??= from / 1000;
    this.#analysedAt ??= from / 1000;
    this.#requests.v1 += total(baseline.requests, baseline.pods);
    this.#requests.v2 += total(candidate.requests, candidate.pods);
    this.#failed.v1 += total(baseline.errors, baseline.pods);
    this.#failed.v2 += total(candidate.errors, candidate.pods);
    this.#boundaries.forEach((_, b) => {
      this.#slow.v1[b] = (this.#slow.v1[b] ?? 0) + total(baseline.slow[b] ?? [], baseline.pods);
      this.#slow.v2[b] = (this.#slow.v2[b] ?? 0) + total(candidate.slow[b] ?? [], candidate.pods);
    });
    if (at - this.#pointAt < POINT_EVERY) return;
    this.#pointAt = at;
    this.#addPoints();
    if (at - this.#analysedAt < ANALYSED_EVERY) return;
    this.#analysedAt = at;
    if (scoreOf([this.#errors.classify(), this.#latency.classify()]) < MARGINAL) this.alarmAt = at;
  }

  #addPoints(): void {
    for (const version of ['v1', 'v2'] as const) {
      const requests = this.#requests[version];
      // A ratio of nothing is NaN, and removed.
      if (requests > 0) {
        this.#errors[version].push(this.#failed[version] / requests);
        this.#latency[version].push(quantile(0.99, requests, this.#slow[version], this.#boundaries));
      }
    }
    this.#requests = { v1: 0, v2: 0 };
    this.#failed = { v1: 0, v2: 0 };
    this.#slow = { v1: [], v2: [] };
  }
}

/** The canary's score of groups of one metric and equal weight, 0 to 100: a group without data counts as passed. */
export function scoreOf(classes: readonly Classification[]): number {
  const without = classes.filter((one) => one === 'no data').length;
  if (without >= NO_DATA_AT_MOST * classes.length) return 0;
  return (100 * classes.filter((one) => one !== 'high').length) / classes.length;
}

/** Linear within the bucket, as `histogram_quantile`; the last boundary beyond it. */
function quantile(q: number, requests: number, slow: readonly number[], boundaries: readonly number[]): number {
  const rank = q * requests;
  let lower = 0;
  let below = 0;
  for (let b = 0; b < boundaries.length; b += 1) {
    const upper = boundaries[b] ?? 0;
    const upTo = requests - (slow[b] ?? 0);
    if (upTo >= rank) return upTo > below ? lower + ((upper - lower) * (rank - below)) / (upTo - below) : upper;
    lower = upper;
    below = upTo;
  }
  return lower;
}

class Points {
  readonly v1: number[] = [];
  readonly v2: number[] = [];

  classify(): Classification {
    return classify(this.v1, this.v2);
  }
}
