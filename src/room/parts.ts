import type { Millis } from '../units.ts';
import { Moment } from './moment.ts';
import { isSame } from './share.ts';

interface Kept<T> {
  readonly value: T;
  readonly causes: readonly unknown[];
  readonly moment: Moment;
}

/** A part of rooms that follow each other: it stays the same object while what it is made of does, and no instant it waits for has come. */
export class Part<T> {
  #kept: Kept<T> | undefined;

  /**
   * The part as it is at an instant.
   * @param causes all it is made of but the time, compared by identity
   * @param make given the part as it was before
   */
  at(now: Millis, causes: readonly unknown[], make: (moment: Moment, before: T | undefined) => T): T {
    const kept = this.#kept;
    if (kept?.moment.holdsAt(now) && isSame(kept.causes, causes)) return kept.value;
    const moment = new Moment(now);
    const value = make(moment, kept?.value);
    this.#kept = { value, causes, moment };
    return value;
  }
}

/** The same for a list, item by item: of ten thousand that wait for ten thousand instants, the few whose instant came are made anew. */
export class EachPart<A, B> {
  #causes: readonly unknown[] = [];
  #kept: readonly (Kept<B> & { readonly of: A })[] = [];
  #values: readonly B[] = [];

  at(now: Millis, items: readonly A[], causes: readonly unknown[], make: (item: A, moment: Moment) => B): readonly B[] {
    const known = isSame(this.#causes, causes) ? this.#kept : [];
    const kept = items.map((item, i) => {
      const before = known[i];
      if (before?.of === item && before.moment.holdsAt(now)) return before;
      const moment = new Moment(now);
      return { value: make(item, moment), of: item, causes, moment };
    });
    this.#causes = causes;
    if (isSame(kept, this.#kept)) return this.#values;
    this.#kept = kept;
    this.#values = kept.map(({ value }) => value);
    return this.#values;
  }
}
