import type { RangeSeries } from '../sources/prometheus-types.ts';
import { type Millis, millis, type Seconds } from '../units.ts';
import { isWhole, type RawAnswer, seriesKey } from './raw.ts';

interface Kept {
  readonly labels: RangeSeries['labels'];
  points: (readonly [Millis, number])[];
}

/** The stored samples of one selector over the past `span`, series by series. */
export class RawLog {
  readonly #span: Seconds;
  readonly #series = new Map<string, Kept>();
  #until: Millis | undefined;

  constructor(span: Seconds) {
    this.#span = span;
  }

  take(answer: RawAnswer): void {
    const { to, outcome } = answer;
    if (!outcome.ok || !isWhole(answer)) return;
    this.#until = to;
    for (const { labels, points } of outcome.value.series) {
      const key = seriesKey(labels);
      const kept = this.#series.get(key);
      if (kept) for (const point of points) kept.points.push(point);
      else this.#series.set(key, { labels, points: [...points] });
    }
    this.#trim(millis(to - this.#span * 1000));
  }

  /** Up to when it is complete; undefined before the first answer. */
  get until(): Millis | undefined {
    return this.#until;
  }

  get series(): readonly RangeSeries[] {
    return [...this.#series.values()];
  }

  #trim(oldest: Millis): void {
    for (const [key, kept] of this.#series) {
      const first = kept.points.findIndex(([at]) => at >= oldest);
      if (first < 0) this.#series.delete(key);
      else if (first > 0) kept.points.splice(0, first);
    }
  }
}
