import type { TrackShape } from '../../frames/track.ts';
import type { PlannedRing } from '../../profile/plan/plan.ts';
import { formatAge } from '../../text/format.ts';
import { type Millis, millis, type Seconds, seconds, secondsBetween } from '../../units.ts';
import type { Observed } from '../readings.ts';
import type { Check, Soak, SoakPause } from '../room.ts';
import { failureText, ignoranceText } from './check-text.ts';
import { judge } from './limits.ts';

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
      const state = value === null ? 'unknown' : judge(value, check.limit);
      return state === 'ok' || state === 'warn';
    });
  // Beyond twice the soak nothing can change the answer, and the history ends there.
  const from = Math.max(deployedAt, observed.now - 2000 * ring.soak);
  let passed = 0;
  let until: number = observed.now;
  let lastPassed: number | null = null;
  for (const { span, step } of coarsest(tracks.map(({ track }) => track?.shapes ?? []))) {
    const start = Math.max(from, observed.now - span * 1000);
    const stretch = passedBetween(start, until, step * 1000, passedAt);
    passed += stretch.passed;
    lastPassed ??= stretch.last;
    until = Math.min(until, start);
  }
  const why = pausedBy(checks, observed);
  return {
    elapsed: seconds(Math.min(passed / 1000, ring.soak)),
    required: ring.soak,
    pausedFor: seconds(Math.max(0, observed.now - from - passed) / 1000),
    ...(why !== null && { paused: { since: millis(lastPassed ?? from), why } }),
  };
}

/** What holds the clock up now, a failure before what is not known; null when it runs. */
function pausedBy(checks: readonly Check[], observed: Observed): string | null {
  const failing = checks.find((check) => check.state === 'fail');
  if (failing) return failureText(failing);
  const unknown = checks.find((check) => check.state === 'unknown');
  if (!unknown) return null;
  const { reading } = unknown;
  const old = !reading.known && (reading.reason === 'stale' || reading.reason === 'waiting');
  return `${unknown.label} unknown: ${(old && prometheusSilence(observed)) || ignoranceText(unknown)}`;
}

/** "Prometheus has not answered for 2m"; null while it does. */
function prometheusSilence({ history, now, staleAfter }: Observed): string | null {
  const feed = history.sources.find(({ kind }) => kind === 'prometheus')?.feed;
  if (feed?.state === 'failed') return `Prometheus has not answered: ${feed.error.message}`;
  if (feed?.state !== 'ok' && feed?.state !== 'stale') return null;
  const age = secondsBetween(feed.at, now);
  return age > staleAfter ? `Prometheus has not answered for ${formatAge(age)}` : null;
}

/** "paused 4m ago: memory is 212 MB, at most 200 MB is allowed" */
export const pauseText = ({ since, why }: SoakPause, now: Millis): string =>
  `paused ${formatAge(secondsBetween(since, now))} ago: ${why}`;

/** The shapes that suit all tracks: checks of one ring may be kept in different ones when other rings share them. */
function coarsest(shapes: readonly (readonly TrackShape[])[]): readonly TrackShape[] {
  return shapes.reduce((a, b) => ((b.at(-1)?.step ?? 0) > (a.at(-1)?.step ?? 0) ? b : a), []);
}

/**
 * Milliseconds of [from, until] that lie before a passing point of the grid, or between the last one and the end; and
 * where the last of them ends, null when there are none.
 */
function passedBetween(from: number, until: number, step: number, passedAt: (at: Millis) => boolean) {
  let passed = 0;
  let last: number | null = null;
  let end = until;
  // On multiples of the step, so that the answer does not depend on when it is asked for.
  for (let at = Math.ceil(until / step) * step; at > from; at -= step) {
    const start = Math.max(from, at - step);
    if (start < end && passedAt(millis(Math.min(at, until)))) {
      passed += end - start;
      last ??= end;
    }
    end = Math.min(end, start);
  }
  return { passed, last };
}

/** Since when and why the clock stands still; one that is over has nothing left to stand still in. */
export const standsStill = <P>({
  elapsed,
  required,
  paused,
}: Omit<Soak, 'paused'> & { readonly paused?: P }): P | undefined => (elapsed < required ? paused : undefined);

/** Soak time left. */
export const soakLeft = (soak: Soak): Seconds => seconds(Math.max(0, soak.required - soak.elapsed));
