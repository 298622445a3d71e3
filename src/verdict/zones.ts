import { own } from '../own.ts';
import type { RawSeries, Side } from './samples.ts';
import type { TrackedTarget } from './tracked.ts';

/** In which zone each pod is, as a label of its series tells. */
export class Zones {
  readonly #label: string | null;
  readonly #of: Map<string, string>;

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
    for (const { side, target, labels } of batch) {
      const zone = own(labels, this.#label);
      if (zone !== undefined) this.#of.set(nameOf(side, target), zone);
    }
  }

  /** Empty where no label tells. */
  of({ side, id }: TrackedTarget): string {
    return this.#of.get(nameOf(side, id)) ?? '';
  }

  /** Forgets all but these. */
  keep(targets: readonly TrackedTarget[]): void {
    const kept = new Set(targets.map(({ side, id }) => nameOf(side, id)));
    for (const name of this.#of.keys()) if (!kept.has(name)) this.#of.delete(name);
  }
}

/** By version and target, as JSON can hold it. */
export type ZonesState = readonly (readonly [string, string])[];

const nameOf = (side: Side, target: string) => `${side} ${target}`;
