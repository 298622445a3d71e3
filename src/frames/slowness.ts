import type { RangeSeries } from '../sources/prometheus/types.ts';
import { addSeconds, type Millis, type Seconds, seconds } from '../units.ts';

/** Scrapes of so long ago still tell how long the next ones may take. */
const REMEMBERED: Seconds = seconds(900);
/** What is stored a moment after the scrape has ended. */
const STORED: Seconds = seconds(1);
/** Where nothing tells how long a scrape takes, so much of the interval, at most so many seconds. */
const USUAL = 1 / 3;
const USUAL_AT_MOST = 5;

/**
 * How long a sample may be on its way: it bears the instant at which its scrape began and is stored when that ends. What is
 * younger is left for the next look, so that every look counts the same rounds.
 */
export class Slowness {
  /** `scrape_duration_seconds` of the pods, in the order they were heard. */
  #scrapes: { readonly at: Millis; readonly took: number }[] = [];

  hear(series: readonly RangeSeries[]): void {
    for (const { points } of series) for (const [at, took] of points) if (took >= 0) this.#scrapes.push({ at, took });
  }

  /** @param scrape the interval, which no scrape may take longer than */
  at(now: Millis, scrape: Seconds): Seconds {
    const usual = Math.min(scrape * USUAL, USUAL_AT_MOST);
    const kept = addSeconds(now, seconds(-2 * REMEMBERED));
    // At each look of a room: few of them have anything to forget.
    if (this.#scrapes.some(({ at }) => at <= kept)) this.#scrapes = this.#scrapes.filter(({ at }) => at > kept);
    const from = addSeconds(now, seconds(-REMEMBERED));
    // How long the newest took may not be stored yet, and may be to who looks later.
    const until = addSeconds(now, seconds(-2 * scrape));
    let longest = 0;
    for (const { at, took } of this.#scrapes) if (at > from && at <= until) longest = Math.max(longest, took + STORED);
    return seconds(Math.min(scrape, Math.max(usual, longest)));
  }
}
