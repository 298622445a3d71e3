import type { InstantResult, Labels, RangeResult } from '../sources/prometheus/types.ts';
import { addSeconds, type Millis, millis, type Seconds, seconds } from '../units.ts';
import { makeSeriesKey, seriesKey } from './raw/raw.ts';
import { Series } from './series.ts';

/** Points of one series at most: as many as a chart has columns on a wide terminal. */
const MOST_POINTS = 240;
/** Series of one query at most: more lines no chart tells apart. */
export const MOST_SERIES = 40;

/** The step in which the past of many series is kept. */
export const pastStep = (history: Seconds, refresh: Seconds): Seconds =>
  seconds(Math.max(refresh, Math.ceil(history / MOST_POINTS)));

/** The past of a query that answers many series, each by its labels; of too many, those that came first. */
export class SeriesTracks {
  readonly #span: Seconds;
  readonly #step: Seconds;
  readonly #tracks = new Map<string, Series>();

  constructor(history: Seconds, refresh: Seconds) {
    this.#span = history;
    this.#step = pastStep(history, refresh);
  }

  append(at: Millis, { samples }: InstantResult): void {
    for (const { labels, value } of samples) this.#of(seriesKey(labels), at)?.append(at, value);
  }

  merge({ series }: RangeResult, to: Millis): void {
    for (const { labels, points } of series) this.#of(seriesKey(labels), to)?.merge(points);
  }

  slice(labels: Labels, from: Millis, to: Millis, columns: number): readonly (number | null)[] {
    const track = this.#tracks.get(makeSeriesKey(labels));
    return track?.slice(from, to, columns) ?? Array.from({ length: columns }, () => null);
  }

  /** Oldest instant that any series reaches. */
  get first(): Millis | undefined {
    const starts = [...this.#tracks.values()].flatMap(({ first }) => first ?? []);
    return starts.length > 0 ? millis(Math.min(...starts)) : undefined;
  }

  /** The series of that identity; a new one takes the place of one that is gone for longer than the past is kept. */
  #of(key: string, now: Millis): Series | undefined {
    const known = this.#tracks.get(key);
    if (known) return known;
    if (this.#tracks.size >= MOST_SERIES) {
      const gone = [...this.#tracks].find(([, { last }]) => last !== undefined && addSeconds(last, this.#span) < now);
      if (!gone) return undefined;
      this.#tracks.delete(gone[0]);
    }
    const made = new Series(this.#span, this.#step);
    this.#tracks.set(key, made);
    return made;
  }
}
