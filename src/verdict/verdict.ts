import type { Millis, Ratio, Seconds } from '../units.ts';
import type { LabelOrigin } from './findings/label-origin.ts';
import type { Origin } from './findings/origin.ts';
import type { TrailPoint } from './findings/trail.ts';
import type { MetricOptions } from './options.ts';
import type { Band } from './statistics/confidence.ts';

/**
 * FAIL: the candidate is worse. WARN: it seems so. PASS: it is not, by more than the margin. INCONCLUSIVE: too early to
 * say.
 */
export type VerdictState = 'FAIL' | 'WARN' | 'PASS' | 'INCONCLUSIVE';

/** Whether the data can carry a verdict. Only with OK is PASS possible. */
export type DataState = 'OK' | 'NO_SERIES' | 'NO_TRAFFIC' | 'STALE' | DataProblem;
/** The data could not be had in whole, or is not of what is asked for. */
export type DataProblem = 'QUERY_ERROR' | 'PARTIAL';

export interface CountedVerdict {
  readonly state: VerdictState;
  readonly data: DataState;
  /** The last round that is counted; null before the first. */
  readonly at: Millis | null;
  /** When FAIL was reached: it stays, whatever comes later. */
  readonly failedAt: Millis | null;
  /** ln of the whole rollout's E: now (from −ln(rings · metrics) on), at most so far, and what WARN and FAIL ask for. */
  readonly logE: number;
  readonly peakLogE: number;
  readonly warnLogE: number;
  readonly failLogE: number;
  /** The chance that a candidate no worse than the baseline ever shows this much evidence. */
  readonly p: number;
  /**
   * No bound on false alarms holds: the baseline's pods are too few, or differ among each other as much as the
   * candidate differs from the baseline.
   */
  readonly advisory: boolean;
  /** The baseline has too few pods to measure their noise. */
  readonly approximate: boolean;
  /** The candidate has fewer errors, as surely as FAIL would be. */
  readonly better: boolean;
  readonly errors: ProportionVerdict;
  /** Null when no histogram is compared. */
  readonly latency: LatencyVerdict | null;
  /** Ratios and means beside them, in the order of the profile. */
  readonly metrics: readonly MetricVerdict[];
  readonly share: ShareVerdict;
  readonly noise: NoiseVerdict;
  /** How often pods are scraped by now. */
  readonly scrape: Seconds;
  /** Labels by which series differ that tell the same counter: it was counted once. */
  readonly copiesBy: readonly string[];
  /** Labels that are asked for and that no series has. */
  readonly unlabelled: readonly string[];
  /** Time during which both versions had traffic. */
  readonly observed: Seconds;
  readonly soak: Seconds;
  /** Pods scraped in the last round. */
  readonly pods: { readonly baseline: number; readonly candidate: number };
  /** Pods that began too recently to be compared. */
  readonly warming: { readonly baseline: number; readonly candidate: number };
  /** Counter resets seen since the start, by version: a process that began anew. */
  readonly restarts: { readonly baseline: number; readonly candidate: number };
  /** Pods of the candidate that began anew again and again of late: with any there is no PASS. */
  readonly crashLooping: readonly string[];
  /** Pods of the candidate that ended of late, of so many, and nothing has taken their place. */
  readonly gone: { readonly pods: number; readonly of: number; readonly since: Millis } | null;
  /** Much of the candidate's traffic goes to pods that end before they are warm. */
  readonly shortLived: boolean;
  /** What is missing; null once FAIL or PASS is reached. */
  readonly missing: MissingEvidence | null;
  /** How soon a difference of the margin could be seen at today's traffic; null without traffic. */
  readonly visible: { readonly difference: Ratio; readonly after: Seconds } | null;
  /** ln E and the difference of errors over time, oldest first: a bounded number of points. */
  readonly trail: readonly TrailPoint[];
  readonly reasons: readonly VerdictReason[];
}

/** Why the state is what it is, most important first. */
export type VerdictReason =
  /** FAIL or WARN: more errors, or more requests slower than `boundary`. */
  | { readonly kind: 'errors-worse' }
  | { readonly kind: 'latency-worse'; readonly boundary: Seconds }
  | { readonly kind: 'metric-worse'; readonly metric: string }
  /** Certain, but smaller than what matters; or not surely as large: null where that is a part of what the baseline has. */
  | { readonly kind: 'below-practical-size' }
  | { readonly kind: 'size-unsure'; readonly size: Ratio | null }
  /** What was found is over: evidence has not grown since `until`, but turned. */
  | { readonly kind: 'recovered'; readonly from: Millis | null; readonly until: Millis }
  /**
   * Certain for these pods, but the baseline's own pods differ by as much, or are too few to tell by how much pods
   * differ.
   */
  | { readonly kind: 'pods-differ' }
  | { readonly kind: 'few-pods'; readonly pods: number }
  /** Some of the candidate's pods are worse, and the others are not: it may be they, or the version. */
  | { readonly kind: 'some-pods' }
  /**
   * Most of the candidate's requests are in zones without the baseline: whether the zone or the candidate is worse
   * cannot be told.
   */
  | { readonly kind: 'zones-apart' }
  /** The stage as a whole is within the margin, the last minutes are not. */
  | {
      readonly kind: 'worse-of-late';
      readonly of:
        | { readonly kind: 'errors' }
        | { readonly kind: 'boundary'; readonly boundary: Seconds }
        | { readonly kind: 'metric'; readonly metric: string };
      readonly from: Millis | null;
      readonly baseline: number | null;
      readonly candidate: number | null;
    }
  | { readonly kind: 'warming'; readonly pods: number }
  /** Pods under the candidate's label that are older than the rollout, and left out. */
  | { readonly kind: 'lingering'; readonly pods: number }
  | { readonly kind: 'noise-model-violated' }
  | { readonly kind: 'share-off'; readonly direction: 'below' | 'above' }
  | { readonly kind: 'data'; readonly data: Exclude<DataState, 'OK'> }
  | { readonly kind: 'soaking'; readonly left: Seconds }
  | { readonly kind: 'not-enough-evidence' }
  | { readonly kind: 'no-common-boundaries' }
  | { readonly kind: 'within-margin' };

/** What was counted of one version. `rate` and `band` are null without requests. */
export interface RateVerdict {
  readonly requests: number;
  readonly events: number;
  readonly rate: Ratio | null;
  readonly band: Band | null;
}

/** One proportion in both versions: errors, or requests slower than a boundary. */
export interface ProportionVerdict {
  readonly baseline: RateVerdict;
  readonly candidate: RateVerdict;
  /** The candidate − the baseline, compared round by round, with its confidence band; null while nothing can be compared. */
  readonly difference: ({ readonly value: number } & Band) | null;
  /**
   * By how much the candidate surely is worse since the trouble began: by chance alone, and also if pods differ as the
   * baseline's do.
   */
  readonly surely: { readonly byChance: number; readonly byPods: number | null } | null;
  /** How much the baseline's pods differ beyond chance: a standard deviation, in the same unit; null where too few tell. */
  readonly betweenPods: number | null;
  readonly logE: number;
  readonly peakLogE: number;
  /** Where the evidence comes from: since when, and the rates since; null while the candidate looks no worse. */
  readonly since: {
    readonly from: Millis;
    readonly baseline: Ratio | null;
    readonly candidate: Ratio | null;
    readonly difference: number | null;
    /** The candidate's pods from which most of it comes. */
    readonly pods: readonly Origin[];
    /** The values of the labels asked for from which it comes; of labels that tell nothing, none. */
    readonly labels: readonly LabelOrigin[];
  } | null;
  /** φ by which evidence is divided. */
  readonly dispersion: number;
  /** Below what the difference has to be to pass. */
  readonly margin: Ratio;
  /**
   * Below how many times the baseline's rate the candidate's has to be as well; null where the difference alone is
   * small enough.
   */
  readonly times: number | null;
  /** Both certainly are. */
  readonly passes: boolean;
}

export interface BoundaryVerdict extends ProportionVerdict {
  readonly boundary: Seconds;
  /** Both versions have it. */
  readonly shared: boolean;
  /** FAIL and PASS ask for it: it is the limit's, or slower. */
  readonly asked: boolean;
}

/** A quantile lies in (above, upTo]; `upTo` is Infinity beyond the last boundary. */
export interface QuantileInterval {
  readonly quantile: Ratio;
  readonly baseline: { readonly above: Seconds; readonly upTo: Seconds } | null;
  readonly candidate: { readonly above: Seconds; readonly upTo: Seconds } | null;
}

export interface LatencyVerdict {
  /** Empty when there is none: no histogram, or no boundary in common. */
  readonly boundaries: readonly BoundaryVerdict[];
  readonly comparable: boolean;
  /** Boundaries of the baseline that the candidate does not have. */
  readonly leftOut: readonly Seconds[];
  readonly logE: number;
  readonly peakLogE: number;
  /** Where the candidate differs most; null while it does not. */
  readonly differs: BoundaryVerdict | null;
  readonly quantiles: readonly QuantileInterval[];
  readonly passes: boolean;
}

/** What was counted of a ratio or a mean in one version. `value` and `band` are null while nothing is known. */
export interface MetricSide {
  readonly cases: number;
  readonly sum: number;
  readonly value: number | null;
  readonly band: Band | null;
}

/** A ratio or a mean in both versions, in its unit. */
export interface MetricVerdict extends Pick<MetricOptions, 'id' | 'label' | 'unit' | 'kind' | 'worse'> {
  readonly baseline: MetricSide;
  readonly candidate: MetricSide;
  /**
   * The candidate − the baseline, compared round by round, with its confidence band; null while nothing can be
   * compared. Infinite where nothing bounds it.
   */
  readonly difference: ({ readonly value: number } & Band) | null;
  /**
   * By how much the candidate surely is worse since the trouble began, whichever way that is: by chance alone, and also
   * if pods differ.
   */
  readonly surely: { readonly byChance: number; readonly byPods: number | null } | null;
  readonly logE: number;
  readonly peakLogE: number;
  /** Since when the candidate looks worse, and the values since; null while it does not. */
  readonly since: {
    readonly from: Millis;
    readonly baseline: number | null;
    readonly candidate: number | null;
    readonly pods: readonly Origin[];
  } | null;
  /** The candidate passes when it surely is worse by less than this. */
  readonly margin: number;
  /** Since when no more cases have come, for longer than usual: what was compared tells nothing of now. */
  readonly silentSince: Millis | null;
  readonly passes: boolean;
}

export interface ShareVerdict {
  readonly state: 'as-configured' | 'below' | 'above' | 'not-configured' | 'unknown';
  /** The candidate's share over the ring, and what it should have been. */
  readonly observed: Ratio | null;
  readonly configured: Ratio | null;
  readonly logE: number;
}

export interface NoiseVerdict {
  readonly model: 'binomial' | 'overdispersed';
  /** The baseline's pods from which it was learnt. */
  readonly pods: number;
  readonly dispersion: number;
  /** Most evidence that the placebo test, the baseline against itself, ever found. */
  readonly placeboLogE: number;
  /** They differ among themselves beyond what was allowed for. */
  readonly violated: boolean;
  /** V2's evidence is divided by so much, for what they differ by; 1 for nothing. */
  readonly divisor: number;
  /** There are too few to show how much they differ. */
  readonly assumed: boolean;
}

export interface MissingEvidence {
  readonly towards: 'PASS' | 'FAIL';
  /**
   * The candidate's requests so far, those needed in all, and the time until then at today's traffic. Null: cannot be
   * told.
   */
  readonly requests: number;
  readonly needed: number | null;
  readonly eta: Seconds | null;
}
