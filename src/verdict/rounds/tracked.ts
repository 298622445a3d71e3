import type { Mark, Role, Side } from '../counters/samples.ts';

/** Samples heard and not yet counted, oldest first; those before `head` are counted. */
export interface Pending {
  times: number[];
  values: number[];
  head: number;
}

/** A series' role; JSON has no Infinity, so null stands for the boundary of all requests. */
type TrackedRole = Exclude<Role, { kind: 'bucket' }> | { readonly kind: 'bucket'; readonly le: number | null };

/** A series between rounds: its last sample, and what is still to be counted. */
export interface TrackedSeries extends Pending {
  readonly key: string;
  readonly role: TrackedRole;
  /** Its values of the labels by which is counted, empty where it has none. */
  readonly by: readonly string[];
  /** The last sample that was counted; `time` is null before the first. */
  time: number | null;
  value: number;
  /** Where it stood before samples that are still to be counted, ascending. */
  marks: Mark[];
}

/** A target between rounds. Its series are sorted by key, so that the order they were heard in changes nothing. */
export interface TrackedTarget {
  readonly id: string;
  readonly side: Side;
  readonly series: TrackedSeries[];
  /** Distinct times of all its series' samples that are not yet counted. */
  times: number[];
  head: number;
  /** First and last scrape that was counted; null before the first. */
  first: number | null;
  last: number | null;
  /** The last distances of its scrapes, in milliseconds. */
  readonly gaps: number[];
  /** `process_start_time_seconds`, in milliseconds. */
  startedAt: number | null;
  /** The last scrape that found its process begun anew. */
  restartedAt: number | null;
  /** Requests that its process answered while it warmed up, which it has not outlived yet. */
  unripe: number;
  /** Half of its version for the placebo test. */
  half: 0 | 1;
}

export const newSeries = (key: string, role: Role, by: readonly string[]): TrackedSeries => ({
  key,
  by,
  role: role.kind === 'bucket' && role.le === Infinity ? { kind: 'bucket', le: null } : role,
  time: null,
  value: 0,
  marks: [],
  times: [],
  values: [],
  head: 0,
});

export const newTarget = (id: string, side: Side): TrackedTarget => ({
  id,
  side,
  series: [],
  times: [],
  head: 0,
  first: null,
  last: null,
  gaps: [],
  startedAt: null,
  restartedAt: null,
  unripe: 0,
  half: 0,
});

/** When the target was scraped next after what is counted; Infinity when that is not known yet. */
export const nextScrape = (target: TrackedTarget): number => target.times[target.head] ?? Infinity;

/** Its first scrape at `since` or later that is not counted yet; Infinity when it is not known. */
export function scrapeFrom({ times, head }: TrackedTarget, since: number): number {
  for (let i = head; i < times.length; i += 1) if ((times[i] ?? 0) >= since) return times[i] ?? 0;
  return Infinity;
}

/** Its last scrape up to `until` that is not counted yet; null without one. */
export function scrapeUpTo({ times, head }: TrackedTarget, until: number): number | null {
  let last: number | null = null;
  for (let i = head; i < times.length && (times[i] ?? 0) <= until; i += 1) last = times[i] ?? 0;
  return last;
}

/** The newest sample heard of a series; −Infinity before the first. */
export const newestHeard = (series: TrackedSeries): number => series.times.at(-1) ?? series.time ?? -Infinity;

/** The last mark between two samples; null without one. @param after null before the first sample */
export const markBetween = ({ marks }: TrackedSeries, after: number | null, until: number): Mark | null =>
  (marks.length > 0 && marks.findLast(({ at }) => at <= until && (after === null || at > after))) || null;

/** Adds the scrape times from index `since` on, ascending, to those not yet counted. The series of a target mostly share theirs: then nothing changes. */
export function addTimes(target: TrackedTarget, times: readonly number[], since: number): void {
  const known = target.times;
  let missing = false;
  let i = target.head;
  for (let k = since; k < times.length; k += 1) {
    const time = times[k] ?? 0;
    while (i < known.length && (known[i] ?? 0) < time) i += 1;
    if (known[i] === time) continue;
    if (i === known.length && !missing) known.push(time);
    else missing = true;
  }
  if (!missing) return;
  target.times = [...new Set([...known.slice(target.head), ...times.slice(since)])].sort((a, b) => a - b);
  target.head = 0;
}

/** Forgets what is counted. */
export function compact(target: TrackedTarget): void {
  if (target.head > 0) {
    if (target.head === target.times.length) target.times.length = 0;
    else target.times = target.times.slice(target.head);
    target.head = 0;
  }
  for (const series of target.series) {
    const { head, times, values, marks, time } = series;
    if (marks.length > 0) series.marks = marks.filter(({ at }) => time === null || at > time);
    if (head === 0) continue;
    series.head = 0;
    if (head === times.length) {
      times.length = 0;
      values.length = 0;
    } else {
      series.times = times.slice(head);
      series.values = values.slice(head);
    }
  }
}
