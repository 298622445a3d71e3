import type { TrackShape } from '../frames/track.ts';
import type { PlannedRing } from '../profile/plan.ts';
import { type Millis, millis, type Seconds, seconds } from '../units.ts';
import { judge } from './limits.ts';
import type { Observed } from './readings.ts';
import type { Check, Soak } from './room.ts';

/**
 * How long the ring has soaked: the time since its deployment during which every check was known and passed, counted in
 * the steps its history is kept in. The clock stands still while a check fails or is unknown.
 */
export function measureSoak(
  ring: PlannedRing,
  checks: readonly Check[],
  deployedAt: Millis,
  observed: Observed,
): Soak | null {
  if (ring.soak === null) return null;
  const tracks = ring.checks.map((check) => ({ check, track: observed.history.track(check.expr) }));
  const passedAt = (at: Millis) =>
    tracks.every(({ check, track }) => {
      const value = track?.at(at) ?? null;
      return value !== null && (judge(value, check) === 'ok' || judge(value, check) === 'warn');
    });
  // Beyond twice the soak nothing can change the answer, and the history ends there.
  const from = Math.max(deployedAt, observed.now - 2000 * ring.soak);
  let passed = 0;
  let until: number = observed.now;
  for (const { span, step } of coarsest(tracks.map(({ track }) => track?.shapes ?? []))) {
    const start = Math.max(from, observed.now - span * 1000);
    passed += passedBetween(start, until, step * 1000, passedAt);
    until = Math.min(until, start);
  }
  const blocker = checks.find((check) => check.state === 'fail') ?? checks.find((check) => check.state === 'unknown');
  return {
    elapsed: seconds(Math.min(passed / 1000, ring.soak)),
    required: ring.soak,
    ...(blocker && { paused: `${blocker.label} ${blocker.state === 'fail' ? 'fails' : 'is unknown'}` }),
  };
}

/** The shapes that suit all tracks: checks of one ring may be kept in different ones when other rings share them. */
function coarsest(shapes: readonly (readonly TrackShape[])[]): readonly TrackShape[] {
  return shapes.reduce((a, b) => ((b.at(-1)?.step ?? 0) > (a.at(-1)?.step ?? 0) ? b : a), []);
}

/** Milliseconds of [from, until] that lie before a passing point of the grid, or between the last one and the end. */
function passedBetween(from: number, until: number, step: number, passedAt: (at: Millis) => boolean): number {
  let passed = 0;
  let end = until;
  // On multiples of the step, so that the answer does not depend on when it is asked for.
  for (let at = Math.ceil(until / step) * step; at > from; at -= step) {
    const start = Math.max(from, at - step);
    if (start < end && passedAt(millis(Math.min(at, until)))) passed += end - start;
    end = Math.min(end, start);
  }
  return passed;
}

/** Soak time left. */
export const soakLeft = (soak: Soak): Seconds => seconds(Math.max(0, soak.required - soak.elapsed));
