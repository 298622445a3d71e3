import { type Query, type QueryKey, queryKey } from '../profile/query.ts';
import type { InstantResult } from '../sources/prometheus/types.ts';
import { addSeconds, type Millis, millis, seconds } from '../units.ts';
import type { Frame } from './frame.ts';
import { isWhole } from './raw/raw.ts';

/** The instant that a query for a Unix time in seconds tells; null when it tells none. */
export function startOf({ samples }: InstantResult): Millis | null {
  const value = samples.length === 1 ? samples[0]?.value : undefined;
  return value !== undefined && value > 0 && Number.isFinite(value) ? millis(Math.round(value * 1000)) : null;
}

const DAY = 86_400;
const OLDEST = seconds(20 * 365 * DAY);

/** Whether a rollout can have begun then: no flag, and no time in another unit than seconds, is one. */
export function isPlausible(start: Millis, now: Millis): boolean {
  const { from, to } = plausibleAt(start);
  return from <= now && now <= to;
}

/** When one looks that finds a start plausible. */
export const plausibleAt = (start: Millis): { readonly from: Millis; readonly to: Millis } => ({
  from: addSeconds(start, seconds(-DAY)),
  to: addSeconds(start, OLDEST),
});

/** Follows when the rollout reached where it stands: the latest of the times at which its parts began. */
export class RolloutStart {
  readonly #queries: readonly QueryKey[];
  readonly #known = new Map<QueryKey, Millis>();

  constructor(queries: readonly Query[]) {
    this.#queries = queries.map(queryKey);
  }

  /** Null while no part has begun. A query that fails, or is answered in part, leaves what was known of it. */
  observe(queries: Frame['queries'], now: Millis): Millis | null {
    const answers = new Map(queries.map(({ expr, outcome }) => [queryKey(expr), outcome]));
    for (const key of this.#queries) {
      const outcome = answers.get(key);
      if (!outcome?.ok || !isWhole({ outcome })) continue;
      const start = startOf(outcome.value);
      if (start !== null && start <= now && isPlausible(start, now)) this.#known.set(key, start);
      else this.#known.delete(key);
    }
    const starts = [...this.#known.values()];
    return starts.length > 0 ? millis(Math.max(...starts)) : null;
  }
}
