import { type Millis, type Seconds, seconds } from '../units.ts';
import type { RawSeries } from '../verdict/counters/samples.ts';

/** Samples of one series that show its interval, though one of its scrapes was missed. */
const ENOUGH = 5;

/**
 * How often pods are scraped, from the samples themselves: of every counter of requests the usual distance, and of those
 * the longest. It is told at one certain moment, the stage's start or the first later one at which some counter has five
 * samples, from all that came before: so every room that hears the same samples tells the same. Null before that.
 * @param until samples up to then are complete
 */
export function scrapeInterval(heard: readonly RawSeries[], since: Millis, until: Millis): Seconds | null {
  const counters = new Map<string, number[]>();
  for (const { key, role, times } of heard) {
    if (role.kind !== 'request') continue;
    const known = counters.get(key) ?? [];
    for (let i = 0; i < times.length; i += 1) known.push(times[i] ?? 0);
    counters.set(key, known);
  }
  const told = Math.max(since, Math.min(...[...counters.values()].map((times) => times[ENOUGH - 1] ?? Infinity)));
  if (told > until) return null;
  const usual = [...counters.values()].flatMap((times) => usualDistance(times.filter((time) => time <= told)) ?? []);
  return usual.length > 0 ? seconds(Math.max(...usual) / 1000) : null;
}

/** The median distance, in tenths of a second: a scrape begins some milliseconds sooner or later. */
function usualDistance(times: readonly number[]): number | undefined {
  if (times.length < ENOUGH) return undefined;
  const distances = times.slice(1).map((time, i) => time - (times[i] ?? 0));
  const median = distances.sort((a, b) => a - b)[distances.length >> 1] ?? 0;
  return Math.max(100, Math.round(median / 100) * 100);
}
