import { keepPlaces } from './roster.ts';
import type { Rows } from './spread.ts';

/** How much the values of single cases scatter, learnt from each pod against itself; as JSON can hold it. */
export interface Scatter {
  squares: number;
  degrees: number;
  /** What each pod counted when it last counted any, by place in the roster. */
  readonly n: number[];
  readonly e: number[];
}

export const newScatter = (): Scatter => ({ squares: 0, degrees: 0, n: [], e: [] });

/** From so many pairs of rounds on the scatter is known well enough to bet on it. */
const ENOUGH = 8;

/**
 * Adds one round: a pod's mean against its own of the round before, (m − m')²/(1/n + 1/n'), whose mean is σ² of one case (von Neumann
 * et al. 1941). That pods differ, and that all drift, hardly shows in it; what shakes a pod for a round does.
 */
export function learnScatter(scatter: Scatter, { pods, places, requests, events }: Rows): void {
  for (let i = 0; i < pods; i += 1) {
    const n = requests[i] ?? 0;
    if (n <= 0) continue;
    const e = events[i] ?? 0;
    const place = places[i] ?? 0;
    const before = scatter.n[place] ?? 0;
    if (before > 0) {
      const off = e / n - (scatter.e[place] ?? 0) / before;
      scatter.squares += off ** 2 / (1 / n + 1 / before);
      scatter.degrees += 1;
    }
    for (let next = scatter.n.length; next <= place; next += 1) for (const sums of [scatter.n, scatter.e]) sums.push(0);
    scatter.n[place] = n;
    scatter.e[place] = e;
  }
}

/** σ² of one case; null while too little is known. */
export const varianceOf = ({ squares, degrees }: Scatter): number | null =>
  degrees < ENOUGH ? null : squares / degrees;

/** Forgets all pods but those at these places. */
export function keepScatter({ n, e }: Scatter, places: readonly number[]): void {
  keepPlaces(n, places);
  keepPlaces(e, places);
}
