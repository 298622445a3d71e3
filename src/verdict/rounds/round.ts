import type { Millis } from '../../units.ts';
import type { LabelCounts } from './label-counts.ts';
import type { Pace } from './pace.ts';

/**
 * What one round of scrapes added: exact whole increments by pod. The arrays are views that the next round overwrites;
 * pods stand in the order of their birth.
 */
export interface Round {
  /** The round before was closed then: the round is (from, at]. The candidate's part of it may lie somewhat earlier. */
  readonly from: Millis;
  readonly at: Millis;
  /** False before the ring's start: such a round teaches how the baseline behaves and is no evidence. */
  readonly counted: boolean;
  /** How often pods are scraped by now. */
  readonly pace: Pace;
  /** Boundaries of the histogram in seconds, ascending; the same from the first round with any on. */
  readonly boundaries: readonly number[];
  readonly baseline: Counts;
  readonly candidate: Counts;
}

/** Increments of one version. */
export interface Counts {
  /** Pods known, those that added nothing included. */
  readonly pods: number;
  /** Pods that had a sample in this round. */
  readonly reporting: number;
  /** Pods that were scraped of late, and when those that were not were scraped last, without those of another rollout. */
  readonly alive: number;
  readonly ended: readonly number[];
  /** Pods that were scraped for the first time, or again after they were gone. */
  readonly arrivals: number;
  /** Pods of which a counter fell: their process began anew. */
  readonly restarts: number;
  /** Their targets. */
  readonly restarted: readonly string[];
  /** Pods that began too recently to be compared, and what they answered meanwhile: it is counted nowhere else. */
  readonly warming: number;
  /** Pods of another rollout under the candidate's label. */
  readonly lingering: number;
  readonly held: number;
  /** What processes answered that ended before they were warm, and so were never compared; in the round in which that shows. */
  readonly lost: number;
  /** The earliest instant from which a pod is counted in this round, and the last scrape. */
  readonly from: number;
  readonly to: number;
  /** Milliseconds for which pods are counted in this round, summed over those that report. */
  readonly watched: number;
  /** By pod: its target, and its zone; empty where no label tells. */
  readonly names: readonly string[];
  readonly zones: readonly string[];
  /** Which half of its version each pod belongs to for the placebo test: 0 or 1. */
  readonly half: ArrayLike<number>;
  readonly requests: ArrayLike<number>;
  readonly errors: ArrayLike<number>;
  /** By boundary, then by pod: requests of pods that have the boundary, and those of them that took longer. */
  readonly timed: readonly ArrayLike<number>[];
  readonly slow: readonly ArrayLike<number>[];
  /** By further metric, then by pod: how many cases there were, and what they add up to. */
  readonly cases: readonly ArrayLike<number>[];
  readonly sums: readonly ArrayLike<number>[];
  /** By label, all pods that are compared together. */
  readonly labels: readonly LabelCounts[];
}

/** Sum of the first `count` numbers. */
export function total(values: ArrayLike<number>, count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i += 1) sum += values[i] ?? 0;
  return sum;
}
