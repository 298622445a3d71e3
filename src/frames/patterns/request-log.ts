import type { RangeSeries } from '../../sources/prometheus/types.ts';
import type { Millis } from '../../units.ts';
import { seriesKey } from '../raw/raw.ts';

interface Increment {
  readonly from: number;
  readonly to: number;
  readonly requests: number;
}

/** A series without a sample for so many milliseconds less than the newest has ended. */
const ENDED = 60_000;

/** Requests of one version over any recent stretch of time, from the stored samples of their counters. */
export class RequestLog {
  readonly #newest = new Map<string, readonly [Millis, number]>();
  #increments: Increment[] = [];

  /** Each series is differenced on its own; a counter that fell began anew. */
  take(series: readonly RangeSeries[]): void {
    for (const { labels, points } of series) {
      const key = seriesKey(labels);
      let last = this.#newest.get(key);
      for (const point of points) {
        const [at, value] = point;
        if (!Number.isFinite(value) || (last && at <= last[0])) continue;
        if (last) {
          const requests = value >= last[1] ? value - last[1] : value;
          this.#increments.push({ from: last[0], to: at, requests });
        }
        last = point;
      }
      if (last) this.#newest.set(key, last);
    }
    const newest = this.#newestAt();
    for (const [key, [at]] of this.#newest) if (newest - at > ENDED) this.#newest.delete(key);
  }

  /** Up to where every series is known; null before there are any. */
  get until(): number | null {
    const times = [...this.#newest.values()].map(([at]) => at);
    return times.length > 0 ? Math.min(...times) : null;
  }

  /** Requests of a stretch of time; what came between two samples is spread evenly. */
  between(from: Millis, to: Millis): number {
    let sum = 0;
    for (const increment of this.#increments) {
      const overlap = Math.min(to, increment.to) - Math.max(from, increment.from);
      if (overlap > 0) sum += (increment.requests * overlap) / (increment.to - increment.from);
    }
    return sum;
  }

  forgetBefore(instant: Millis): void {
    this.#increments = this.#increments.filter(({ to }) => to > instant);
  }

  #newestAt(): number {
    return Math.max(...[...this.#newest.values()].map(([at]) => at));
  }
}
