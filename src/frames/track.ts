import { type Millis, millis, type Seconds, seconds } from '../units.ts';
import { Series } from './series.ts';

/** Points a recent past holds at most: more than any terminal has columns. */
const FINE_POINTS = 1440;
/**
 * Points a coarse series holds at most, below the 11,000 Prometheus gives: two weeks, for a soak of one, come 242 s apart,
 * which a rate over five minutes leaves no hole between.
 */
const COARSE_POINTS = 5000;

/** How a query's past is kept: closely over the recent past, and where a soak needs more, coarsely beyond. */
export interface TrackShape {
  readonly span: Seconds;
  readonly step: Seconds;
}

/** The series a trend of that span needs: one as fine as the refresh, and a coarse one when it reaches further. */
export function trackShapes(span: Seconds, history: Seconds, refresh: Seconds): TrackShape[] {
  const step = seconds(Math.max(refresh, Math.ceil(history / FINE_POINTS)));
  const coarse = seconds(Math.ceil(span / COARSE_POINTS));
  if (coarse <= step) return [{ span: seconds(Math.max(span, history)), step }];
  return [
    { span: history, step },
    { span, step: coarse },
  ];
}

/** What is looked at of a query's past. */
export type Past = Pick<Track, 'first' | 'lastAboveZero' | 'valuesAboveZero' | 'shapes' | 'at' | 'slice'>;

/** One query's past in one or two resolutions. */
export class Track {
  /** Finest first. */
  readonly #series: readonly { readonly shape: TrackShape; readonly points: Series }[];

  constructor(shapes: readonly TrackShape[]) {
    this.#series = shapes.map((shape) => ({ shape, points: new Series(shape.span, shape.step) }));
  }

  get first(): Millis | undefined {
    const starts = this.#series.flatMap(({ points }) => points.first ?? []);
    return starts.length > 0 ? (Math.min(...starts) as Millis) : undefined;
  }

  /** The newest instant at which its value was above zero, as far back as it is kept. */
  get lastAboveZero(): Millis | undefined {
    const ends = this.#series.flatMap(({ points }) => points.lastAboveZero ?? []);
    return ends.length > 0 ? (Math.max(...ends) as Millis) : undefined;
  }

  /** Every value above zero that it is known to have had, as far back as it is kept, in no order. */
  valuesAboveZero(): ReadonlySet<number> {
    return new Set(this.#series.flatMap(({ points }) => points.valuesAboveZero()));
  }

  append(at: Millis, value: number): void {
    const [fine, coarse] = this.#series;
    fine?.points.append(at, value);
    if (!coarse) return;
    // On the grid of the range queries, so that a room that has run for days says what one just started does.
    const width = coarse.shape.step * 1000;
    coarse.points.append(millis(Math.floor(at / width) * width), value);
  }

  /** Puts the answer of a range query with that step where it belongs. */
  merge(points: readonly (readonly [Millis, number])[], step: Seconds): void {
    this.#series.find(({ shape }) => shape.step === step)?.points.merge(points);
  }

  /** How it is kept, finest first. */
  get shapes(): readonly TrackShape[] {
    return this.#series.map(({ shape }) => shape);
  }

  /** The value that stood at an instant, or null: what is closely kept has no hole bridged by what is coarsely kept. */
  at(at: Millis): number | null {
    const [fine, coarse] = this.#series;
    if (fine?.points.first !== undefined && at >= fine.points.first) return fine.points.at(at);
    return coarse?.points.at(at, 0.5) ?? null;
  }

  /** What was answered at an instant: no number where there was none, null where nothing was. */
  told(at: Millis): number | null {
    const [fine, coarse] = this.#series;
    if (fine?.points.first !== undefined && at >= fine.points.first) return fine.points.told(at);
    return coarse?.points.told(at, 0.5) ?? null;
  }

  /** `columns` means over an even division of [from, to], each from the finest series that knows that part. */
  slice(from: Millis, to: Millis, columns: number): (number | null)[] {
    const [fine = [], coarse] = this.#series.map(({ points }) => points.slice(from, to, columns));
    return coarse ? fine.map((value, i) => value ?? coarse[i] ?? null) : fine;
  }
}
