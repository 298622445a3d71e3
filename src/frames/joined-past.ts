import { type Millis, millis } from '../units.ts';
import type { Past, Track, TrackShape } from './track.ts';

/**
 * The past of a query that is asked of several servers, of which one at a time has a number: as with the present, where two
 * have one, or one did not answer, it is not known.
 */
export class JoinedPast implements Past {
  readonly #tracks: readonly Track[];

  constructor(tracks: readonly Track[]) {
    this.#tracks = tracks;
  }

  get first(): Millis | undefined {
    const starts = this.#tracks.flatMap(({ first }) => first ?? []);
    return starts.length > 0 ? millis(Math.min(...starts)) : undefined;
  }

  get lastAboveZero(): Millis | undefined {
    const ends = this.#tracks.flatMap(({ lastAboveZero }) => lastAboveZero ?? []);
    return ends.length > 0 ? millis(Math.max(...ends)) : undefined;
  }

  valuesAboveZero(): ReadonlySet<number> {
    return new Set(this.#tracks.flatMap((track) => [...track.valuesAboveZero()]));
  }

  get shapes(): readonly TrackShape[] {
    return this.#tracks[0]?.shapes ?? [];
  }

  at(at: Millis): number | null {
    const told = this.#tracks.map((track) => track.told(at));
    return told.includes(null) ? null : only(told);
  }

  /** To be drawn: where one server tells, though others did not answer then, it is shown. */
  slice(from: Millis, to: Millis, columns: number): (number | null)[] {
    const all = this.#tracks.map((track) => track.slice(from, to, columns));
    return Array.from({ length: columns }, (_, column) => only(all.map((values) => values[column] ?? null)));
  }
}

/** The one number among these; null where there is none, or several. */
function only(values: readonly (number | null)[]): number | null {
  const numbers = values.filter((value) => value !== null && !Number.isNaN(value));
  return numbers.length === 1 ? (numbers[0] ?? null) : null;
}
