import { difference, type Tally } from './rates.ts';

export interface Band {
  readonly lower: number;
  readonly upper: number;
}

/** η of the normal mixture, in events of the candidate: where the band is narrowest for what was counted. */
const MIXTURE = 20;

/**
 * Half the width, in events, of a one-sided confidence sequence of a sum with variance v (normal mixture; Howard, Ramdas,
 * McAuliffe, Sekhon, Ann. Stat. 49, 2021, eq. 14): √(2(v + η)·ln(1 + √((v + η)/η)/(2α))).
 * @param mixture η, in the unit of the variance
 */
export const mixtureRadius = (variance: number, alpha: number, mixture = MIXTURE): number =>
  Math.sqrt(2 * (variance + mixture) * Math.log1p(Math.sqrt((variance + mixture) / mixture) / (2 * alpha)));

const bernoulli = (p: number) => Math.max(0, p * (1 - p));

/** Variance of p̂2 − ρ·p̂1 in events of the candidate: N2²·Σ w²(ρ²·p1(1 − p1)/n1 + p2(1 − p2)/n2)/(Σ w)². */
const varianceOf = ({ weight, paired2, spread1, spread2 }: Tally, p1: number, p2: number, ratio = 1): number =>
  (paired2 / weight) * (paired2 / weight) * (spread2 * bernoulli(p2) + ratio * ratio * spread1 * bernoulli(p1));

/**
 * Upper confidence sequence of p2 − ρ·p1, ρ = 1 unless given: with probability 1 − α it lies above the truth at every
 * moment at once, so it may be watched until it falls below `margin`. The variance is taken where it matters: as if the
 * candidate were as much worse as the margin allows, p* = max(p̂2, ρ·p̂1 + margin). With a constant share this is p̂2 −
 * p̂1 + √(2(v + η)·ln(1 + √((v + η)/η)/(2α)))/N2, v = N2·p*(1 − p*) + (N2²/N1)·p̂1(1 − p̂1).
 * @param dispersion φ by which the variance is greater than chance
 * @returns null while nothing can be compared
 */
export function upperDifference(
  tally: Tally,
  margin: number,
  alpha: number,
  dispersion: number,
  ratio = 1,
): number | null {
  if (tally.weight <= 0) return null;
  const p1 = tally.weighted1 / tally.weight;
  const p2 = tally.weighted2 / tally.weight;
  const worst = Math.min(1, Math.max(p2, ratio * p1 + margin));
  const variance = dispersion * varianceOf(tally, p1, worst, ratio);
  return p2 - ratio * p1 + mixtureRadius(variance, alpha) / tally.paired2;
}

/** The candidate − the baseline with its confidence sequence; null while nothing can be compared. */
export function bandOfDifference(
  tally: Tally,
  margin: number,
  alpha: number,
  dispersion: number,
): ({ readonly value: number } & Band) | null {
  const value = difference(tally);
  const upper = upperDifference(tally, margin, alpha, dispersion);
  const lower = lowerDifference(tally, alpha, dispersion);
  return value === null || upper === null || lower === null ? null : { value, lower, upper };
}

/**
 * What PASS claims: the candidate's rate is less than `difference` above the baseline's, and less than `ratio` times it
 * or hardly above it.
 */
export interface Margins {
  readonly margin: number;
  readonly ratio: number;
}

/** Where the baseline has hardly an event, so much of the margin is small enough. */
const HARDLY = 0.2;

/** Below what the difference passes, as the baseline's rate is so far: both margins in one number. */
export function effectiveMargin({ weight, weighted1 }: Tally, { margin, ratio }: Margins): number {
  const p1 = weight > 0 ? weighted1 / weight : 0;
  return Math.min(margin, Math.max(HARDLY * margin, (ratio - 1) * p1));
}

/** What is asked of the candidate, and whether it surely is met. */
export interface Asked {
  /** Below what the difference has to be. */
  readonly margin: number;
  /**
   * Below how many times the baseline's rate the candidate's has to be as well; null where the difference alone is
   * small enough.
   */
  readonly times: number | null;
  readonly isMet: boolean;
}

/** The bound that decides; while nothing does, the one that is nearer, the baseline's rate being what it is so far. */
export function asked(tally: Tally, { margin, ratio }: Margins, alpha: number, dispersion: number): Asked {
  const below = (size: number, of = 1) => (upperDifference(tally, size, alpha, dispersion, of) ?? Infinity) < size;
  const small = { margin: HARDLY * margin, times: null };
  const both = { margin, times: ratio };
  if (below(margin)) {
    if (below(small.margin)) return { ...small, isMet: true };
    if (below(0, ratio)) return { ...both, isMet: true };
  }
  const isFar = effectiveMargin(tally, { margin, ratio }) > small.margin;
  return { ...(isFar ? both : small), isMet: false };
}

/** Whether the candidate is certainly within the margins. */
export const isWithin = (tally: Tally, margins: Margins, alpha: number, dispersion: number): boolean =>
  asked(tally, margins, alpha, dispersion).isMet;

/** The same from below: the candidate is at least so much worse. */
export function lowerDifference(tally: Tally, alpha: number, dispersion: number): number | null {
  const d = difference(tally);
  if (d === null) return null;
  const variance = dispersion * varianceOf(tally, tally.weighted1 / tally.weight, tally.weighted2 / tally.weight);
  return d - mixtureRadius(variance, alpha) / tally.paired2;
}

/**
 * Confidence sequence of one rate: every p that the counts do not contradict, where Beta(½, ½)-mixed likelihood against p
 * stays below 1/α (Robbins 1970). Exact for any number of events, none included, and valid at every moment at once.
 * @returns null without requests
 */
export function rateBand(events: number, requests: number, alpha: number, dispersion: number): Band | null {
  if (!(requests > 0)) return null;
  const n = requests / dispersion;
  const e = Math.min(events, requests) / dispersion;
  const p = e / n;
  const mixed = lnBeta(e + 0.5, n - e + 0.5) - lnBeta(0.5, 0.5);
  const limit = -Math.log(alpha);
  const allowed = (q: number) => mixed - xlny(e, q) - xlny(n - e, 1 - q) < limit;
  return {
    lower: e === 0 ? 0 : edge(p, 0, allowed),
    upper: e >= n ? 1 : edge(p, 1, allowed),
  };
}

/** Where from `inside` towards `outside` the allowed ends. */
function edge(inside: number, outside: number, allowed: (p: number) => boolean): number {
  let near = inside;
  let far = outside;
  for (let i = 0; i < 60; i += 1) {
    const middle = (near + far) / 2;
    if (allowed(middle)) near = middle;
    else far = middle;
  }
  return far;
}

/** x·ln y, 0 for x = 0. */
const xlny = (x: number, y: number) => (x === 0 ? 0 : x * Math.log(y));

const lnBeta = (a: number, b: number) => lnGamma(a) + lnGamma(b) - lnGamma(a + b);

/** ln Γ(x) for x > 0: Stirling's series after shifting x above 10; error below 1e−13. */
function lnGamma(x: number): number {
  let shift = 0;
  let z = x;
  for (; z < 10; z += 1) shift += Math.log(z);
  const inverse = 1 / (z * z);
  const series = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse * (1 / 1680 - inverse / 1188)))) / z;
  return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series - shift;
}
