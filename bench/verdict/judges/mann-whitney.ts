import { type Round, total } from '../../../src/verdict/round.ts';

/** Kayenta's defaults: one point a minute; "High" when the whole 98 % interval of the shift lies above a quarter of it. */
const POINT_EVERY = 60;
const ANALYSED_EVERY = 300;
const TOLERANCE = 0.25;
/** Φ⁻¹(0.99): two-sided 98 %. */
const QUANTILE = 2.3263479;

/**
 * A canary judge after Kayenta's NetflixACAJudge, from its documentation: each metric is a series of points for control
 * and experiment, compared by a Mann-Whitney test with the Hodges-Lehmann estimate of the shift; the analysis is repeated
 * every five minutes on all points since the ring's start. Metrics: errors per request, and p99 as
 * `histogram_quantile` gives it; one "High" fails the canary.
 */
export class MannWhitneyJudge {
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

  hear({ at: millis, counted, baseline, candidate }: Round): void {
    if (!counted || this.alarmAt !== null) return;
    const at = millis / 1000;
    this.#pointAt ??= at;
    this.#analysedAt ??= at;
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
    if (this.#errors.isHigh() || this.#latency.isHigh()) this.alarmAt = at;
  }

  #addPoints(): void {
    for (const version of ['v1', 'v2'] as const) {
      const requests = this.#requests[version];
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

  /** Whether V2's points are shifted upwards: the interval's lower end beyond a quarter of the estimated shift. */
  isHigh(): boolean {
    const m = this.v1.length;
    const n = this.v2.length;
    if (m < 3 || n < 3) return false;
    const shifts = new Float64Array(m * n);
    let i = 0;
    for (const old of this.v1) for (const young of this.v2) shifts[i++] = young - old;
    shifts.sort();
    const { length } = shifts;
    const estimate = ((shifts[(length - 1) >> 1] ?? 0) + (shifts[length >> 1] ?? 0)) / 2;
    const rank = Math.floor((m * n) / 2 - QUANTILE * Math.sqrt((m * n * (m + n + 1)) / 12));
    return rank >= 1 && (shifts[rank - 1] ?? 0) > TOLERANCE * Math.abs(estimate);
  }
}
