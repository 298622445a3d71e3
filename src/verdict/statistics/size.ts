import { type BetweenPods, betweenPods, equalPods, ownVariation } from './between-pods.ts';
import { type Scale, scaleOf } from './scales.ts';
import { bestThird, isElsewhere, type PodSums, type Spread } from './spread.ts';
import { studentQuantile } from './student.ts';

/** By how much the candidate is worse than the baseline, as events per request. */
export interface Size {
  readonly value: number;
  /** It is surely more than this as far as chance goes, pods being alike. */
  readonly byChance: number;
  /**
   * It is surely more than this, also if pods differ as the baseline's do. Null: the baseline has too few pods to tell,
   * or none in most of the candidate's zones, or the candidate has too many young ones.
   */
  readonly lower: number | null;
  /** The same of all of the candidate's pods together, whether only some of them have it or not. */
  readonly ofAll: number | null;
}

/** Evidence against every smaller size, as a likelihood ratio: as much as a warning asks for. */
export const SURE = Math.log(20);
/** How pods differ within a short time is believed when it is so many standard deviations beyond chance. */
const BELIEVED = 3;
/** Pods differ by what comes and goes where they differ so many times as much over short times as over all. */
const PASSING = 2;
/** With fewer degrees of freedom than this, three pods' worth, nothing is known of how pods differ. */
export const DEGREES_FOR_SPREAD = 2;

/** What is known of the baseline's pods, to hold the candidate's against. */
export interface PodContext {
  /** Zones of the baseline's pods, by place. */
  readonly zones: readonly number[];
  /** The chance, one-sided, that pods that are alike in both versions differ by more. */
  readonly level: number;
  /** The candidate's pods by name, by place. */
  readonly names: readonly string[];
  /** Most of the candidate's are too young to be compared: the others may not be like them. */
  readonly mostlyYoung: boolean;
  /** φ by which chance is greater than independent requests make it. */
  readonly dispersion: number;
}

/** What was heard of the pods. */
export interface Heard {
  /** In the time in question. */
  readonly trouble: Spread;
  /** Over longer times, the longest first. */
  readonly longer: readonly Spread[];
  /** The baseline's over many times of several lengths. */
  readonly scales: readonly Scale[];
}

/**
 * The size of a difference with a lower bound. Chance: the sizes that a Poisson likelihood does not hold to be 20 times
 * less likely than what was found, and the baseline's own chance beside it. Pods: the candidate's pods are as many
 * draws from what the baseline's pods are, whose spread τ² is taken over all that was heard of them, over the time in
 * question or over all times as long, whichever shows most; Student's t for what is unknown of τ. Where the candidate's
 * pods differ among each other by more than the baseline's, the best third of them must be worse as well: what a few
 * have tells of them, not of the version.
 */
export function sizeOf(heard: Heard, context: PodContext): Size | null {
  const { trouble } = heard;
  const found = lowerBounds(trouble, context.dispersion);
  if (!found) return null;
  const { value, byChance } = found;
  const v1 = spreadToReckon(heard, context);
  if (!v1) return { value, byChance, lower: null, ofAll: null };
  const lower = (of: Spread) =>
    lowerBounds(of, context.dispersion, podRadius(v1, of, context.level))?.byPods ?? -Infinity;
  const v2 = ownVariation(trouble.candidate);
  const isMixed = v2.deviation > BELIEVED && v2.variance > v1.variance;
  const ofAll = lower(trouble);
  return { value, byChance, lower: Math.min(ofAll, isMixed ? lower(bestThird(trouble)) : Infinity), ofAll };
}

/** @param byPods how far the candidate's pods may be off the baseline's */
function lowerBounds({ candidate, baseline, carried, leverage }: Spread, dispersion: number, byPods = 0) {
  const requests = total(candidate.n);
  if (requests <= 0) return null;
  const events = total(candidate.e);
  const excess = events - total(candidate.expected);
  const own = events - least(events, SURE * dispersion);
  const unseen = (0.5 * leverage) / (total(baseline.n) + 1);
  const byChance = Math.sqrt(own ** 2 + 2 * SURE * dispersion * (carried + unseen));
  return {
    value: excess / requests,
    byChance: (excess - byChance) / requests,
    byPods: (excess - Math.hypot(byChance, byPods * requests)) / requests,
  };
}

/**
 * How the baseline's pods differ: what the longest time shows, or a shorter one in which they differed by more, or all
 * times that are as short as the trouble. Null where it cannot be known whether the candidate's differ likewise: the
 * baseline has too few pods, or most of the candidate's are elsewhere or young.
 */
export function spreadToReckon(
  { trouble, longer, scales }: Heard,
  { zones, level, mostlyYoung }: PodContext,
): BetweenPods | null {
  if (mostlyYoung || isElsewhere(trouble)) return null;
  const [longest = trouble, ...others] = [...longer, trouble];
  let found = betweenPods(longest.baseline, zones);
  if (found.degrees < DEGREES_FOR_SPREAD) return null;
  const { degrees, variance } = found;
  for (const { baseline } of others) {
    const one = betweenPods(baseline, zones);
    if (one.deviation > BELIEVED && one.variance > found.variance) found = one;
  }
  const usual = scaleOf(scales, trouble.rounds);
  if (!usual || usual.deviation <= BELIEVED || usual.variance < PASSING * variance) return found;
  // Of three pods or more a few in trouble differ from the others, which is reckoned with. One or two may all be in trouble.
  const isFew = Math.round(equalPods(trouble.candidate) - 1) < DEGREES_FOR_SPREAD;
  const passing = { ...usual, degrees: isFew ? Math.min(degrees, usual.degrees) : degrees };
  return radius(passing, level) > radius(found, level) ? passing : found;
}

/** What a pod may be off the mean of many. */
const radius = ({ variance, degrees }: BetweenPods, level: number) =>
  studentQuantile(level, degrees) * Math.sqrt(variance);

/** How far the candidate's pods may be off the baseline's when all are of one kind. */
export const podRadius = (pods: BetweenPods, { baseline, candidate }: Spread, level: number): number =>
  radius(pods, level) * Math.sqrt(1 / equalPods(candidate) + 1 / equalPods(baseline));

/** The least mean under which so many events are not rarer than e^−sure: e·ln(e/μ) − e + μ = sure. */
function least(events: number, sure: number): number {
  if (events <= 0) return 0;
  let low = 0;
  let high = events;
  for (let i = 0; i < 50; i += 1) {
    const middle = (low + high) / 2;
    if (events * Math.log(events / middle) - events + middle > sure) low = middle;
    else high = middle;
  }
  return low;
}

const total = (values: PodSums['n']): number => values.reduce((sum, value) => sum + value, 0);
