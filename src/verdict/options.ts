import type { Millis, Ratio, Seconds, Unit } from '../units.ts';

/** What is judged, and how strictly. */
export interface JudgeOptions {
  /** When the candidate got this ring's traffic. */
  readonly startAt: Millis;
  /** When the rollout's first ring got it; null: not known. */
  readonly rolloutAt: Millis | null;
  /** The scrape interval of the slowest target. */
  readonly scrape: Seconds;
  /** How long the ring is planned to be watched; an alarm for trouble that begins later comes slower. */
  readonly planned: Seconds;
  /** Comparable time, traffic of both versions present, before PASS is possible. */
  readonly soak: Seconds;
  /** α: the chance of a false alarm in the whole rollout, and of a false PASS. */
  readonly alpha: number;
  /** How often the rollout may be deployed anew, the first time included: the chances of a false alarm add up to α. */
  readonly attempts: number;
  /** Evidence from which there is a warning. */
  readonly warnAt: number;
  /** Rings of the rollout: they share α. */
  readonly rings: number;
  /** r0 ≥ 1: the candidate may have so many times the baseline's rate. */
  readonly tolerated: number;
  /** A difference smaller than this is no reason to fail, however certain. */
  readonly practical: Ratio;
  /** PASS claims that the candidate is at most this much worse. */
  readonly margin: Ratio;
  /** And that it has at most so many times the baseline's rate, or hardly any more: a fifth of the margin. At least 1. */
  readonly ratio: number;
  /** A process is compared from so long after its start on. */
  readonly warmup: Seconds;
  /** Label that tells in which zone a pod is; null: none does. */
  readonly zone: string | null;
  /** Labels of the counters by whose values it is told where the candidate's excess comes from. */
  readonly by: readonly string[];
  /** Null: no histogram is compared. */
  readonly latency: LatencyOptions | null;
  /** Ratios and means that are compared beside errors and latency. */
  readonly metrics: readonly MetricOptions[];
  /** The candidate's configured share of the requests, from each instant on; empty when it is not known. */
  readonly share: readonly { readonly from: Millis; readonly share: Ratio }[];
  /** The share may be off by this factor of itself, in either direction, before it is called off. */
  readonly shareTolerance: Ratio;
}

export interface LatencyOptions {
  /** Seconds a request may take: FAIL and PASS ask for its boundary, which weighs double, and for slower ones. Null: for all alike. */
  readonly slo: Seconds | null;
  /** As for errors, of the share of requests slower than a boundary; what holds for errors unless given. */
  readonly tolerated?: number;
  readonly practical: Ratio;
  readonly margin: Ratio;
}

/** A ratio, successes of attempts, or a mean, revenue of a match: a sum of so many cases. */
export interface MetricOptions {
  readonly id: string;
  /** What it is in text, and its unit. */
  readonly label: string;
  readonly unit: Unit;
  readonly kind: 'ratio' | 'mean';
  /** Where the candidate is worse. */
  readonly worse: 'lower' | 'higher';
  /** Its part of the wealth, where errors have 1 and latency has 1. */
  readonly weight: number;
  /** As of errors: of a ratio in points, of a mean as a part of the baseline's. */
  readonly practical: number;
  readonly margin: number;
}

export const DEFAULTS = {
  alpha: 0.01,
  attempts: 1,
  warnAt: 20,
  rings: 1,
  tolerated: 1,
  practical: 0.005 as Ratio,
  margin: 0.01 as Ratio,
  ratio: 2,
  warmup: 60 as Seconds,
  zone: null,
  by: [],
  rolloutAt: null,
  metrics: [],
  shareTolerance: 0.25 as Ratio,
} as const;
