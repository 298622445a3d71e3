import { type Millis, millis } from '../../units.ts';
import type { Band } from '../statistics/confidence.ts';

/** ln E and the difference of errors over time in bounded memory: when full, every second point is dropped and points are taken half as often. */
export interface Trail {
  /** Rounds to a point. */
  every: number;
  rounds: number;
  points: { at: number; logE: number; difference: DifferenceAt | null }[];
}

/** The candidate − the baseline over the stage, and its confidence sequence. */
export interface DifferenceAt extends Band {
  readonly value: number;
}

/** One instant of a trail. */
export interface TrailPoint {
  readonly at: Millis;
  readonly logE: number;
  /** Of errors; null while nothing could be compared. */
  readonly difference: DifferenceAt | null;
}

const POINTS = 512;

export const newTrail = (): Trail => ({ every: 1, rounds: 0, points: [] });

export function extendTrail(trail: Trail, at: number, logE: number, difference: DifferenceAt | null = null): void {
  const last = trail.points.at(-1);
  if (last && trail.rounds % trail.every !== 0) {
    last.at = at;
    last.logE = logE;
    last.difference = difference;
  } else trail.points.push({ at, logE, difference });
  trail.rounds += 1;
  if (trail.points.length <= POINTS) return;
  trail.points = trail.points.filter((_, i) => i % 2 === 1);
  trail.every *= 2;
  trail.rounds = trail.points.length * trail.every;
}

export const trailPoints = ({ points }: Trail): readonly TrailPoint[] =>
  points.map(({ at, ...point }) => ({ at: millis(at), ...point }));
