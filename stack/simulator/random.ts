/** A source of numbers evenly spread over [0, 1). */
export type Random = () => number;

/** Mulberry32: small, fast, and the same numbers for the same seed on every machine. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A draw from the standard normal distribution (Box–Muller). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Around a median as durations are: never below zero, and now and then far above. */
export const spread = (median: number, sigma: number, random: Random): number =>
  median * Math.exp(sigma * normal(random));

/** How many events happen when `mean` are expected; above 30 the normal approximation is near enough. */
export function poisson(mean: number, random: Random): number {
  if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)));
  const floor = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > floor; product *= random()) count += 1;
  return count;
}

/** Moves `value` towards `target`; after `tau` seconds 63 % of the way is done, whatever the step. */
export const approach = (value: number, target: number, dt: number, tau: number): number =>
  target + (value - target) * Math.exp(-dt / tau);

/** Like `approach`, with noise of about `spread` around the target once settled. */
export function wander(value: number, target: number, spread: number, dt: number, tau: number, random: Random): number {
  const kept = Math.exp(-dt / tau);
  return target + (value - target) * kept + spread * Math.sqrt(1 - kept * kept) * normal(random);
}
