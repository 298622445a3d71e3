import type { Outcome } from '../../sources/error.ts';
import type { Labels, RawResult } from '../../sources/prometheus/types.ts';
import type { Millis } from '../../units.ts';

/** Stored samples of one selector: what was asked for, and what came. */
export interface RawAnswer {
  /** Whose samples they are, as queries of it have it; absent: the first Prometheus'. */
  readonly server?: string;
  readonly selector: string;
  /** Where the wanted past begins. Another instant than before: what came earlier no longer belongs to it. */
  readonly since: Millis;
  /** It holds the samples with `from` < time ≤ `to`, and late ones of before; none that an earlier answer held, and none
   *  at all when it is partial: the same is then asked for again. */
  readonly from: Millis;
  readonly to: Millis;
  readonly outcome: Outcome<RawResult>;
}

/** Whether there is an answer that nothing may be missing from. */
export const isWhole = ({ outcome }: { readonly outcome: Outcome<{ readonly partial?: true }> }): boolean =>
  outcome.ok && outcome.value.partial !== true;

/** Whether some selector was answered, though not yet up to the frame's own time: there is more to be had at once. */
export const isBehind = ({ at, raw = [] }: { readonly at: Millis; readonly raw?: readonly RawAnswer[] }): boolean =>
  [...new Map(raw.map((answer) => [`${answer.server ?? ''} ${answer.selector}`, answer])).values()].some(
    (answer) => isWhole(answer) && answer.to < at,
  );

/** A series' identity as text. */
export const makeSeriesKey = (labels: Labels): string => JSON.stringify(Object.entries(labels).sort(byName));

const knownKeys = new WeakMap<Labels, string>();

/** The same, made once for each object: the samples of a series come with the same one each time. */
export function seriesKey(labels: Labels): string {
  const known = knownKeys.get(labels);
  if (known !== undefined) return known;
  const key = makeSeriesKey(labels);
  knownKeys.set(labels, key);
  return key;
}

const byName = ([a]: readonly [string, string], [b]: readonly [string, string]) => (a < b ? -1 : a > b ? 1 : 0);
