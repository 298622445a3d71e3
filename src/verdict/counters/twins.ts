import type { Member } from './member.ts';
import { bears, type Difference, type LabelList } from './twin-labels.ts';

/** So many events have to agree before copies are told of. */
const PROVEN = 20;

/** Two values of some labels by which copies were found to differ. */
interface Pair {
  readonly difference: Difference;
  /** Labels to be named. */
  readonly names: readonly string[];
  /** Events in which such copies agreed. */
  events: number;
}

/** As JSON can hold it. */
export interface TwinsState {
  readonly pairs: readonly Pair[];
}

/** By which labels the copies of series differ: what was found on one pod holds on all. */
export class Twins {
  readonly #pairs: Map<string, Pair>;

  constructor(state?: TwinsState) {
    this.#pairs = new Map(structuredClone(state?.pairs ?? []).map((pair) => [keyOf(pair.difference), pair]));
  }

  /** Not a copy. */
  get state(): TwinsState {
    return { pairs: [...this.#pairs.values()] };
  }

  /** Labels by which copies differ, as they are told to people: those that were proven. */
  get names(): readonly string[] {
    const proven = [...this.#pairs.values()].filter(({ events }) => events >= PROVEN);
    return [...new Set(proven.flatMap(({ names }) => names))].sort();
  }

  knows = (difference: Difference): boolean => this.#pairs.has(keyOf(difference));

  note(difference: Difference, names: readonly string[]): void {
    const key = keyOf(difference);
    if (!this.#pairs.has(key)) this.#pairs.set(key, { difference: oriented(difference), names, events: 0 });
  }

  agree(difference: Difference, events: number): void {
    const pair = this.#pairs.get(keyOf(difference));
    if (pair) pair.events += events;
  }

  /** What was found was none, unless others have proven it. */
  doubt(difference: Difference): void {
    const key = keyOf(difference);
    if ((this.#pairs.get(key)?.events ?? 0) < PROVEN) this.#pairs.delete(key);
  }

  /** Whether a series is on one side of a proven pair and one of the others on the other side. */
  isHalf(labels: LabelList, others: readonly LabelList[]): boolean {
    return [...this.#pairs.values()].some(({ difference, events }) => {
      if (events < PROVEN || difference.length === 0) return false;
      const back = reversed(difference);
      return [difference, back].some(
        (way) => bears(labels, way) && others.some((other) => bears(other, reversed(way))),
      );
    });
  }
}

/** Labels by which two series differ, as they are told to people. */
export const namesOf = (difference: Difference, one: Member, other: Member): readonly string[] =>
  difference.length > 0 ? difference.map(([name]) => name) : [...new Set([...one.exported, ...other.exported])];

const reversed = (difference: Difference): Difference => difference.map(([name, a, b]) => [name, b, a]);

/** The same for either way round. */
function oriented(difference: Difference): Difference {
  const back = reversed(difference);
  return JSON.stringify(difference) <= JSON.stringify(back) ? difference : back;
}

const keyOf = (difference: Difference): string => JSON.stringify(oriented(difference));
