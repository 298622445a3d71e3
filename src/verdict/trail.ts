import { millis } from '../units.ts';
import type { TrailPoint } from './verdict.ts';

/** ln E over time in bounded memory: when full, every second point is dropped and points are taken half as often. */
export interface Trail {
  /** Rounds to a point. */
  every: number;
  rounds: number;
  points: { at: number; logE: number }[];
}

const POINTS = 512;

export const newTrail = (): Trail => ({ every: 1, rounds: 0, points: [] });

export function extendTrail(trail: Trail, at: number, logE: number): void {
  const last = trail.points.at(-1);
  if (last && trail.rounds % trail.every !== 0) {
    last.at = at;
    last.logE = logE;
  } else trail.points.push({ at, logE });
  trail.rounds += 1;
  if (trail.points.length <= POINTS) return;
  trail.points = trail.points.filter((_, i) => i % 2 === 1);
  trail.every *= 2;
  trail.rounds = trail.points.length * trail.every;
}

export const trailPoints = ({ points }: Trail): readonly TrailPoint[] =>
  points.map(({ at, logE }) => ({ at: millis(at), logE }));
