import { keepPlaces } from './roster.ts';
import type { Rows } from './spread.ts';

/** How much the values of single cases scatter, learnt from each pod against itself; as JSON can hold it. */
export interface Scatter {
  squares: number;
  degrees: number;
  /** The same of late. */
  readonly recent: { squares: number; degrees: number };
  /** What each pod counted when it last counted any, by place in the roster. */
  readonly n: number[];
  readonly e: number[];
}

export const newScatter = (): Scatter => ({
  squares: 0,
  degrees: 0,
  recent: { squares: 0, degrees: 0 },
  n: [],
  e: [],
});

/** From so many pairs of rounds on the scatter is known well enough to bet on it. */
const ENOUGH = 8;
/** What of late is worth less by so much in each round. */
const FADING = 0.95;

/**
 * Adds one round: a pod's mean against its own of the round before, (m − m')²/(1/n + 1/n'), whose mean is σ² of one case (von Neumann
 * et al. 1941). That pods differ, and that all drift, hardly shows in it; what shakes a pod for a round does.
 */
export function learnScatter(scatter: Scatter, { pods, places, requests, events }: Rows): void {
  const { recent } = scatter;
  recent.squares *= FADING;
  recent.degrees *= FADING;
  for (let i = 0; i < pods; i += 1) {
    const n = requests[i] ?? 0;
    if (n <= 0) continue;
    const e = events[i] ?? 0;
    const place = places[i] ?? 0;
    const before = scatter.n[place] ?? 0;
    if (before > 0) {
      const off = e / n - (scatter.e[place] ?? 0) / before;
      const square = off ** 2 / (1 / n + 1 / before);
      scatter.squares += square;
      scatter.degrees += 1;
      recent.squares += square;
      recent.degrees += 1;
    }
    for (let next = scatter.n.length; next <= place; next += 1) for (const sums of [scatter.n, scatter.e]) sums.push(0);
    scatter.n[place] = n;
    scatter.e[place] = e;
  }
}

/** σ² of one case, over all time or of late, whichever is greater; null while too little is known. */
export function varianceOf({ squares, degrees, recent }: Scatter): number | null {
  if (degrees < ENOUGH) return null;
  const late = recent.degrees < ENOUGH ? 0 : recent.squares / recent.degrees;
  return Math.max(squares / degrees, late);
}

/** Forgets all pods but those at these places. */
export function keepScatter({ n, e }: Scatter, places: readonly number[]): void {
  keepPlaces(n, places);
  keepPlaces(e, places);
}
