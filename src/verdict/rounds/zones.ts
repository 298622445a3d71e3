import { own } from '../../own.ts';
import type { RawSeries, Side } from '../counters/samples.ts';
import type { TrackedTarget } from './tracked.ts';

/**
 * In which zone each pod is, as a label of its series tells: the first that was scraped, so that it does not matter when one
 * looked. A pod that is moved under the same name stays where it was met.
 */
export class Zones {
  readonly #label: string | null;
  readonly #of: Map<string, Met>;

  /** @param label null: none tells @param state as `state` gave it */
  constructor(label: string | null, state: ZonesState = []) {
    this.#label = label;
    this.#of = new Map(state);
  }

  get state(): ZonesState {
    return [...this.#of];
  }

  hear(batch: readonly RawSeries[]): void {
    if (this.#label === null) return;
    for (const { side, target, labels, times } of batch) {
      const zone = own(labels, this.#label);
      const at = times[0];
      if (zone === undefined || at === undefined) continue;
      const known = this.#of.get(nameOf(side, target));
      if (!known || at < known.at || (at === known.at && zone < known.zone))
        this.#of.set(nameOf(side, target), { zone, at });
    }
  }

  /** Empty where no label tells. */
  of({ side, id }: TrackedTarget): string {
    return this.#of.get(nameOf(side, id))?.zone ?? '';
  }

  /** Forgets all but these. */
  keep(targets: readonly TrackedTarget[]): void {
    const kept = new Set(targets.map(({ side, id }) => nameOf(side, id)));
    for (const name of this.#of.keys()) if (!kept.has(name)) this.#of.delete(name);
  }
}

/** A pod's zone, and when it was scraped there first. */
interface Met {
  readonly zone: string;
  readonly at: number;
}

/** By version and target, as JSON can hold it. */
export type ZonesState = readonly (readonly [string, Met])[];

const nameOf = (side: Side, target: string) => `${side} ${target}`;
