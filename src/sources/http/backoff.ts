import { type Millis, millis, type Seconds, seconds } from '../../units.ts';

/** Longest pause before a dead source is tried again: short enough that a room comes back soon after its server. */
const LONGEST: Seconds = seconds(15);

/**
 * Decides for one source when to ask it. After a failure it waits a random time of up to `base`, then up to twice that,
 * and so on up to 15 s; it never gives up.
 */
export interface Backoff {
  shouldTry(now: Millis): boolean;
  succeeded(): void;
  failed(now: Millis): void;
}

/** `base` is the refresh interval; `random` gives numbers from 0 to below 1. */
export function createBackoff(base: Seconds, random: () => number = Math.random): Backoff {
  let failures = 0;
  let next = millis(Number.NEGATIVE_INFINITY);
  return {
    // A next try further off than any pause means that the clock was set back.
    shouldTry: (now) => now >= next || next - now > LONGEST * 1000,
    succeeded() {
      failures = 0;
      next = millis(Number.NEGATIVE_INFINITY);
    },
    failed(now) {
      // Full jitter, so that many rooms do not knock on a server that comes back at the same moment.
      const ceiling = Math.min(LONGEST, base * 2 ** failures);
      failures++;
      next = millis(now + random() * ceiling * 1000);
    },
  };
}
