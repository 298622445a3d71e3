import type { Query } from '../../profile/query.ts';
import { type Seconds, seconds } from '../../units.ts';

/** A range selector, "[5m]", without a subquery's step. */
const RANGE = /\[((?:\d+(?:ms|[smhdwy]))+)(?::[^\]]*)?\]/g;
const PART = /(\d+)(ms|[smhdwy])/g;
const LENGTHS = new Map(Object.entries({ ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400, w: 604_800, y: 31_536_000 }));

const lengthOf = (range: string): number =>
  [...range.matchAll(PART)].reduce((sum, [, count, unit = '']) => sum + Number(count) * (LENGTHS.get(unit) ?? 0), 0);

/**
 * Over how long back queries take their rates. Null where they differ, or say nothing of it: two numbers of one thing
 * may differ by nothing but this.
 */
export function windowOfQueries(exprs: readonly Query[]): Seconds | null {
  const windows = new Set(
    exprs.flatMap(({ text }) => [...text.matchAll(RANGE)].map(([, range = '']) => lengthOf(range))),
  );
  const [only] = windows;
  return windows.size === 1 && only !== undefined ? seconds(only) : null;
}

/** The window that most of some things are asked over, each by its queries; the first of several, null of none. */
export function usualWindow(things: readonly (readonly Query[])[]): Seconds | null {
  const counts = new Map<Seconds, number>();
  for (const exprs of things) {
    const window = windowOfQueries(exprs);
    if (window !== null) counts.set(window, (counts.get(window) ?? 0) + 1);
  }
  return [...counts].reduce<[Seconds | null, number]>((most, one) => (one[1] > most[1] ? one : most), [null, 0])[0];
}
