import type { PlannedVerdict } from '../profile/plan.ts';
import { quote } from '../sources/text.ts';
import { requiredLabels } from '../text/promql.ts';
import { type Millis, type Seconds, seconds, secondsBetween } from '../units.ts';
import type { RawSeries, Side } from '../verdict/samples.ts';

/** What keeps a selector of the verdict from counting what it should. */
export interface SelectorFault {
  /** Nothing is matched; no counter of errors is; or what is matched are no counters. */
  readonly kind: 'NO_SERIES' | 'NO_ERROR_SERIES' | 'NOT_COUNTERS';
  /** One sentence. */
  readonly detail: string;
}

/** A pod is there, and discovered, after so long. */
const DISCOVERED: Seconds = seconds(300);
/** Without one error in so many requests of the baseline, a counter that nobody has seen is asked for in vain. */
const REQUESTS = 1000;
/**
 * What changes so often, and falls in so many of those changes, is no counter: no process begins anew so often. A few errors
 * in the life of each tell less.
 */
const CHANGES = { request: 20, bucket: 20, error: 100 } as const;
const FALLS = 0.2;
/** Series of one selector that are looked at. */
const WATCHED = 200;

/** How the series of one selector move. */
interface Motion {
  changes: number;
  falls: number;
  /** The newest sample of each series. */
  readonly last: Map<string, { at: number; value: number }>;
}

/**
 * Finds selectors that count something else than they should, or nothing: a name with a slip in it is answered like one
 * that has nothing to tell. Both versions are asked for by the same selector, so the baseline shows it.
 */
export class SelectorFaults {
  readonly #plan: Pick<PlannedVerdict, 'requests' | 'errors'>;
  readonly #heard = { baseline: false, candidate: false };
  #errorsHeard = false;
  /** Requests of the baseline that were seen to come. */
  #requests = 0;
  readonly #requestLabels = new Set<string>();
  readonly #motions = new Map<keyof typeof CHANGES, Motion>();

  constructor(plan: Pick<PlannedVerdict, 'requests' | 'errors'>) {
    this.#plan = plan;
  }

  hear({ key, labels, side, role, times, values }: RawSeries): void {
    if (role.kind === 'start' || times.length === 0) return;
    if (role.kind === 'error') this.#errorsHeard = true;
    if (role.kind === 'request') {
      this.#heard[side] = true;
      if (side === 'baseline') for (const name of Object.keys(labels)) this.#requestLabels.add(name);
    }
    if (side === 'candidate') return;
    const motion = this.#motions.get(role.kind) ?? { changes: 0, falls: 0, last: new Map() };
    this.#motions.set(role.kind, motion);
    if (!motion.last.has(key) && motion.last.size >= WATCHED) return;
    for (let i = 0; i < times.length; i += 1) {
      const [at, value] = [times[i] ?? 0, values[i] ?? 0];
      const before = motion.last.get(key);
      if (before && at <= before.at) continue;
      motion.last.set(key, { at, value });
      if (!before || value === before.value) continue;
      motion.changes += 1;
      if (value < before.value) motion.falls += 1;
      else if (role.kind === 'request') this.#requests += value - before.value;
    }
  }

  /** @param since when the stage began @param until everything up to then was heard; null where nothing is wrong */
  find(since: Millis, until: Millis): SelectorFault | null {
    for (const [kind, { changes, falls }] of this.#motions)
      if (changes >= CHANGES[kind] && falls >= FALLS * changes)
        return { kind: 'NOT_COUNTERS', detail: fallsText(kind, this.#plan) };
    if (secondsBetween(since, until) >= DISCOVERED)
      for (const side of ['baseline', 'candidate'] as const)
        if (!this.#heard[side])
          return { kind: 'NO_SERIES', detail: `no series matches ${named(this.#plan.requests, side)}` };
    return this.#errorsHeard ? null : this.#unseenErrors();
  }

  /** A counter of errors may begin with the first of them; but not where the label it is told by does not exist. */
  #unseenErrors(): SelectorFault | null {
    const { requests, errors } = this.#plan;
    const selector = named(errors, 'baseline');
    const [asked, known] = [requiredLabels(errors.baseline), requiredLabels(requests.baseline)];
    if (asked.metric !== null && asked.metric === known.metric) {
      const missing = asked.labels.find((name) => !this.#requestLabels.has(name));
      if (missing === undefined || !this.#heard.baseline) return null;
      return {
        kind: 'NO_ERROR_SERIES',
        detail: `${selector} matches nothing: no series of requests has a label ${quote(missing, 40)}`,
      };
    }
    if (this.#requests < REQUESTS) return null;
    return { kind: 'NO_ERROR_SERIES', detail: `${selector} matches nothing, of neither version` };
  }
}

const named = (pair: PlannedVerdict['requests'], side: Side): string => quote(pair[side], 80);

function fallsText(
  kind: keyof typeof CHANGES,
  { requests, errors }: Pick<PlannedVerdict, 'requests' | 'errors'>,
): string {
  const what =
    kind === 'bucket' ? 'the buckets of the histogram' : named(kind === 'error' ? errors : requests, 'baseline');
  return `${what} falls too often for a counter: a gauge, a rate, or two servers under one name?`;
}
