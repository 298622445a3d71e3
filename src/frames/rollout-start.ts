import { type Millis, millis } from '../units.ts';
import type { Frame } from './frame.ts';

/** Follows when the rollout reached where it stands: the latest of the times at which its parts began. */
export class RolloutStart {
  readonly #queries: readonly string[];
  readonly #known = new Map<string, Millis>();

  constructor(queries: readonly string[]) {
    this.#queries = queries;
  }

  /** Null while no part has begun. A query that fails leaves what was known of it. */
  observe(queries: Frame['queries'], now: Millis): Millis | null {
    for (const expr of this.#queries) {
      const outcome = queries[expr];
      if (!outcome?.ok) continue;
      const value = outcome.value.samples.length === 1 ? outcome.value.samples[0]?.value : undefined;
      if (value !== undefined && value > 0) this.#known.set(expr, millis(Math.min(Math.round(value * 1000), now)));
      else this.#known.delete(expr);
    }
    const starts = [...this.#known.values()];
    return starts.length > 0 ? millis(Math.max(...starts)) : null;
  }
}
