import { byDistance, type Distance } from '../../limits/distance.ts';
import type { Ring, State } from '../../room/shown.ts';

const WORST: readonly State[] = ['fail', 'unknown', 'warn', 'ok'];

/**
 * Rows from worst to best: by their states, and among those of one the farthest beyond its limit, or the nearest to it. Only one
 * that uses twice as much of its limit comes first, so that a room at rest stands still.
 */
export const worstFirst = <T extends { readonly state: State; readonly critical?: boolean }>(
  rows: readonly T[],
  distanceOf: (row: T) => Distance | null = () => null,
): T[] =>
  [...rows].sort(
    (a, b) =>
      WORST.indexOf(a.state) - WORST.indexOf(b.state) ||
      Number(b.critical ?? false) - Number(a.critical ?? false) ||
      byDistance(distanceOf(a), distanceOf(b)),
  );

/** The worst of some states; well without any. */
export const worstOf = (states: readonly State[]): State => {
  const there = new Set(states);
  return WORST.find((state) => there.has(state)) ?? 'ok';
};

/** How soon a state must be seen, the lowest first. */
export const urgency = ({ state }: { readonly state: State }): number => WORST.indexOf(state);

/** The same for a ring. */
export const ringUrgency = ({ state }: Pick<Ring, 'state'>): number =>
  state === 'failing' ? urgency({ state: 'fail' }) : state === 'unknown' ? urgency({ state: 'unknown' }) : WORST.length;

/**
 * The rows that are drawn where not all fit, in their own order, which of lists is worst first: the chosen one, the bad
 * ones, and then those nearest to the chosen.
 */
export function inView<T>(
  items: readonly T[],
  places: number,
  isChosen: (item: T) => boolean,
  rank: (item: T) => number,
): readonly T[] {
  if (items.length <= places) return items;
  const at = Math.max(0, items.findIndex(isChosen));
  const ranked = items
    .map((item, i) => ({ i, rank: isChosen(item) ? -1 : rank(item), far: Math.abs(i - at) }))
    .sort((a, b) => a.rank - b.rank || a.far - b.far || a.i - b.i);
  const kept = new Set(ranked.slice(0, Math.max(0, places)).map(({ i }) => i));
  return items.filter((_, i) => kept.has(i));
}
