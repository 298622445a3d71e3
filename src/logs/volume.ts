import type { RangeResult } from '../sources/prometheus/types.ts';
import { type Millis, millis, millisOf, type Seconds, seconds } from '../units.ts';
import { LEVELS, type Level, levelOf } from './level.ts';
import type { KeptLine } from './line.ts';

export type LevelCounts = Readonly<Partial<Record<Level, number>>>;

/** How many lines there were of each level, over time. */
export interface Volume {
  readonly from: Millis;
  readonly to: Millis;
  /** Buckets of one length from `from` on. */
  readonly step: Seconds;
  readonly buckets: readonly LevelCounts[];
  /** Whether the server counted every line, or only those at hand were. */
  readonly counted: 'by the server' | 'at hand';
}

/** Buckets a volume is asked in, at most. */
const BUCKETS = 120;

/** The length of a bucket, in whole seconds. */
export const volumeStep = (from: Millis, to: Millis): Seconds =>
  seconds(Math.max(1, Math.ceil((to - from) / 1000 / BUCKETS)));

/** Ends of a window where Loki counts: it asks a range at multiples of its step, whatever start it is given. */
export function volumeWindow(from: Millis, to: Millis, step: Seconds): { readonly from: Millis; readonly to: Millis } {
  const length = step * 1000;
  return { from: millis(Math.floor(from / length) * length), to: millis(Math.ceil(to / length) * length) };
}

/**
 * The metric query that counts the lines of a log query by level. Loki 3 detects levels itself. A line that a parser cannot
 * read is one all the same, and a comment at the end of the query ends with its line.
 */
export const volumeQuery = (query: string, step: Seconds): string =>
  `sum by (detected_level) (count_over_time(${query}\n| drop __error__, __error_details__ [${step}s]))`;

const emptyBuckets = (from: Millis, to: Millis, step: Seconds): Partial<Record<Level, number>>[] =>
  Array.from({ length: Math.max(1, Math.ceil((to - from) / 1000 / step)) }, () => ({}));

/** What the server answered: the value at an instant counts the bucket that ends there. */
export function volumeOf({ series }: RangeResult, from: Millis, to: Millis, step: Seconds): Volume {
  const buckets = emptyBuckets(from, to, step);
  for (const { labels, points } of series) {
    const level = levelOf(labels.detected_level) ?? 'unknown';
    for (const [at, value] of points) {
      const bucket = buckets[Math.round((at - from) / 1000 / step) - 1];
      if (bucket && Number.isFinite(value)) bucket[level] = (bucket[level] ?? 0) + value;
    }
  }
  return { from, to, step, buckets, counted: 'by the server' };
}

/** The same from lines at hand. */
export function volumeAtHand(lines: Iterable<KeptLine>, from: Millis, to: Millis, step: Seconds): Volume {
  const buckets = emptyBuckets(from, to, step);
  for (const { at, level } of lines) {
    const bucket = buckets[Math.floor((millisOf(at) - from) / 1000 / step)];
    if (bucket) bucket[level] = (bucket[level] ?? 0) + 1;
  }
  return { from, to, step, buckets, counted: 'at hand' };
}

/** Lines of each level in all buckets. */
export const totalsOf = ({ buckets }: Volume): LevelCounts =>
  Object.fromEntries(LEVELS.map((level) => [level, buckets.reduce((sum, counts) => sum + (counts[level] ?? 0), 0)]));

const overlap = (begin: number, end: number, from: number, to: number): number =>
  Math.max(0, Math.min(end, to) - Math.max(begin, from));

/** Lines of each level in `columns` columns that divide the time of a volume evenly. */
export function columnsOf({ from, to, step, buckets }: Volume, columns: number): readonly LevelCounts[] {
  const width = (to - from) / Math.max(1, columns);
  const shares: Partial<Record<Level, number>>[] = Array.from({ length: Math.max(0, columns) }, () => ({}));
  for (const [i, counts] of buckets.entries()) {
    const begin = i * step * 1000;
    const end = Math.min(begin + step * 1000, to - from);
    const first = Math.min(columns - 1, Math.floor(begin / width));
    const last = Math.max(first, Math.min(columns - 1, Math.ceil(end / width) - 1));
    for (let column = first; column <= last; column += 1) {
      const share = shares[column];
      const part = overlap(begin, end, column * width, (column + 1) * width) / Math.max(1, end - begin);
      if (share && part > 0)
        for (const [level, count] of Object.entries(counts) as [Level, number][])
          share[level] = (share[level] ?? 0) + count * part;
    }
  }
  return shares;
}
