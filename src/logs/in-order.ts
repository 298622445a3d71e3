import type { LogLine } from '../sources/loki/types.ts';
import type { Nanos } from '../units.ts';

/** Index of the first of the lines, which are in the order of their time, that is not before `at`. */
export function indexAt(lines: readonly LogLine[], at: Nanos): number {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const line = lines[middle];
    if (line && line.at < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Lines from `from` on and before `to`. */
export const linesBetween = (lines: readonly LogLine[], from: Nanos, to: Nanos): readonly LogLine[] =>
  lines.slice(indexAt(lines, from), indexAt(lines, to));

/** Sorts by time; lines of one time keep their order. */
export const byTime = (a: LogLine, b: LogLine): number => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0);
