import { type BetweenPods, betweenPods, equalPods } from './between-pods.ts';
import { isElsewhere, type PodSums, type Spread } from './spread.ts';
import { studentQuantile } from './student.ts';

/** By how much V2 is worse than V1, as events per request. */
export interface Size {
  readonly value: number;
  /** It is surely more than this as far as chance goes, pods being alike. */
  readonly byChance: number;
  /** It is surely more than this, also if pods differ as V1's do. Null: V1 has too few pods to tell, or none in most of V2's zones. */
  readonly lower: number | null;
}

/** Evidence against every smaller size, as a likelihood ratio: as much as a warning asks for. */
export const SURE = Math.log(20);
/** V1's spread within a short time is believed when it is so many standard deviations beyond chance. */
const BELIEVED = 3;
/** With fewer degrees of freedom than this, three pods' worth, nothing is known of how pods differ. */
export const DEGREES_FOR_SPREAD = 2;

/** What is known of V1's pods, to hold V2's against. */
export interface PodContext {
  /** Zones of V1's pods, by place. */
  readonly zones: readonly number[];
  /** The chance, one-sided, that pods that are alike in both versions differ by more. */
  readonly level: number;
  /** V2's pods by name, by place. */
  readonly names: readonly string[];
  /** φ by which chance is greater than independent requests make it. */
  readonly dispersion: number;
}

/**
 * The size of a difference with a lower bound. Chance: the sizes that a Poisson likelihood does not hold to be 20 times less likely
 * than what was found, and V1's own chance beside it. Pods: V2's pods are as many draws from what V1's pods are, whose
 * spread τ² is taken over all that was heard of them or over a shorter time that shows a greater one; Student's t for what is
 * unknown of τ.
 * @param of the time in question @param longer times before it began, the longest first
 */
export function sizeOf(of: Spread, longer: readonly Spread[], context: PodContext): Size | null {
  const requests = total(of.candidate.n);
  if (requests <= 0) return null;
  const events = total(of.candidate.e);
  const excess = events - total(of.candidate.expected);
  const own = events - least(events, SURE * context.dispersion);
  const unseen = (0.5 * of.leverage) / (total(of.baseline.n) + 1);
  const byChance = Math.sqrt(own ** 2 + 2 * SURE * context.dispersion * (of.carried + unseen));
  const byPods = podRadius(of, longer, context);
  return {
    value: excess / requests,
    byChance: (excess - byChance) / requests,
    lower: byPods === null ? null : (excess - Math.hypot(byChance, byPods * requests)) / requests,
  };
}

/** What the longest time shows, or a shorter one in which pods differed by more. */
function greatest([longest, ...others]: readonly Spread[], zones: readonly number[]): BetweenPods | null {
  if (!longest) return null;
  let found = betweenPods(longest.baseline, zones);
  for (const { baseline } of others) {
    const one = betweenPods(baseline, zones);
    if (one.deviation > BELIEVED && one.variance > found.variance) found = one;
  }
  return found;
}

/** How far V2's pods may be off V1's when all are of one kind; null where nothing tells. */
export function podRadius(
  of: Spread,
  longer: readonly Spread[],
  { zones, level }: Pick<PodContext, 'zones' | 'level'>,
): number | null {
  const pods = isElsewhere(of) ? null : greatest([...longer, of], zones);
  if (pods === null || pods.degrees < DEGREES_FOR_SPREAD) return null;
  const each = 1 / equalPods(of.candidate) + 1 / equalPods(of.baseline);
  return studentQuantile(level, pods.degrees) * Math.sqrt(pods.variance * each);
}

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
