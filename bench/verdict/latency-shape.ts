/** Upper boundaries of the latency histogram, in seconds: client libraries' default. */
export const BOUNDARIES = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const STALL = 3;

/**
 * By bucket: the chance that a request that took longer than the buckets before falls into it.
 * @param factor by which all requests take longer @param stalls part of them that take three seconds more
 */
export function bucketChances(factor: number, stalls: number): readonly number[] {
  const below = (seconds: number) =>
    (1 - stalls) * lognormal(seconds / factor) + stalls * lognormal(Math.max(0, seconds - STALL) / factor);
  let before = 0;
  return [...BOUNDARIES.map(below), 1].map((upTo) => {
    const chance = before < 1 ? (upTo - before) / (1 - before) : 0;
    before = upTo;
    return chance;
  });
}

/** Part of the requests that take at most so many seconds: median 60 ms, σ = 0.8 in ln. */
function lognormal(seconds: number): number {
  if (seconds <= 0) return 0;
  return normalBelow(Math.log(seconds / 0.06) / 0.8);
}

/** Φ(x), Abramowitz and Stegun 26.2.17; error below 1e−7. */
export function normalBelow(x: number): number {
  if (x < 0) return 1 - normalBelow(-x);
  const t = 1 / (1 + 0.2316419 * x);
  const tail = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return 1 - Math.exp((-x * x) / 2) * 0.3989422804014327 * tail;
}
