import type { LabelList } from './twin-labels.ts';

/** Which of the two versions a target runs. */
export type Side = 'baseline' | 'candidate';

/**
 * What a counter counts.
 * - `request`: requests, which are errors too when `error` (a `…_total` series with `status="500"`)
 * - `error`: errors alone, from a counter of their own; they are then a part of what the request series count
 * - `bucket`: requests that took at most `le` seconds (`Infinity` counts them all)
 * - `start`: not a counter, `process_start_time_seconds` of the target
 * - `cases`, `sum`: of the metric at that index, how many cases there were, and what they add up to: attempts and successes,
 *   matches and their revenue
 */
export type Role =
  | { readonly kind: 'request'; readonly error: boolean }
  | { readonly kind: 'error' }
  | { readonly kind: 'bucket'; readonly le: number }
  | { readonly kind: 'start' }
  | { readonly kind: 'cases' | 'sum'; readonly metric: number };

/** Tells roles apart but for the boundary of a bucket: a series may be asked for in several. */
export const roleName = (role: { readonly kind: Role['kind']; readonly metric?: number }): string =>
  role.metric === undefined ? role.kind : `${role.kind} ${role.metric}`;

/** Samples of one series as the server stored them, oldest first: never a rate, never a sum of series. */
export interface RawSeries {
  /** The series' identity: all its labels, always written in the same order. */
  readonly key: string;
  /** The labels themselves, but for `le`, which `role` tells. They say what is a copy or the continuation of what. */
  readonly labels: Readonly<Record<string, string>>;
  /** What was scraped: the pod or instance whose process counts. Unique within its side. */
  readonly target: string;
  readonly side: Side;
  readonly role: Role;
  /** Scrape times in milliseconds since the epoch, ascending. */
  readonly times: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

/** Where a counter stood before its first sample at `at` or later, whatever its last sample was. */
export interface Mark {
  readonly at: number;
  readonly value: number;
  /** It began at 0 then, as its created timestamp tells; otherwise another series of the same counter told the value. */
  readonly born: boolean;
}

/** Samples to be counted: those of one counter, of which no other series tells. */
export interface CounterSeries extends Omit<RawSeries, 'labels'> {
  /** As the process that counts would write them. */
  readonly labels: LabelList;
  /** Ascending. */
  readonly marks: readonly Mark[];
}
