import type { TrackShape } from '../../frames/track.ts';
import type { PlannedSite } from '../../profile/plan/plan.ts';
import { ALL_SERVERS, type Query } from '../../profile/query.ts';
import { addSeconds, type Millis, millis, type Seconds, seconds } from '../../units.ts';
import type { Observed } from '../readings.ts';
import type { Check } from './checks.ts';
import { judge } from './limits.ts';

export interface Soak {
  /** Time since deployment during which every check was known and passed. */
  readonly elapsed: Seconds;
  readonly required: Seconds;
  /** Time since deployment during which the clock stood still, as far back as it is looked for: twice the soak. */
  readonly pausedFor: Seconds;
  /** Set while the clock stands still. */
  readonly paused?: SoakPause;
}

export interface SoakPause {
  /** The oldest instant it is known to have stood still from. */
  readonly since: Millis;
  readonly because: PauseBecause;
}

/** What holds the clock up: a check of the ring that fails or is not known, by its id, or what the verdict says. */
export type PauseBecause =
  | { readonly kind: 'check'; readonly check: string; readonly silence: Silence | null }
  | { readonly kind: 'verdict' };

/** Prometheus never answered, or not since an instant. */
type Silence = { readonly error: string } | { readonly since: Millis };

/**
 * How long the ring has soaked: the time since its deployment during which every check was known and passed, counted in
 * the steps its history is kept in. The clock stands still while a check fails or is unknown.
 */
export function measureSoak(
  ring: Pick<PlannedSite, 'checks'> & { readonly soak: Seconds | null },
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
  const { now } = observed.moment;
  // Beyond twice the soak nothing can change the answer, and the history ends there.
  const from = Math.max(deployedAt, now - 2000 * ring.soak);
  let passed = 0;
  let until: number = now;
  let lastPassed: number | null = null;
  for (const { span, step } of coarsest(tracks.map(({ track }) => track?.shapes ?? []))) {
    const start = Math.max(from, now - span * 1000);
    const stretch = passedBetween(start, until, step * 1000, passedAt);
    passed += stretch.passed;
    lastPassed ??= stretch.last;
    until = Math.min(until, start);
  }
  const because = pausedBy(checks, observed);
  return {
    elapsed: seconds(Math.min(passed / 1000, ring.soak)),
    required: ring.soak,
    pausedFor: seconds(Math.max(0, now - from - passed) / 1000),
    ...(because !== null && { paused: { since: millis(lastPassed ?? from), because } }),
  };
}

/** What holds the clock up now, a failure before what is not known; null when it runs. */
function pausedBy(checks: readonly Check[], observed: Observed): PauseBecause | null {
  const failing = checks.find((check) => check.state === 'fail');
  if (failing) return { kind: 'check', check: failing.id, silence: null };
  const unknown = checks.find((check) => check.state === 'unknown');
  if (!unknown) return null;
  const { id, reading, expr } = unknown;
  const old = !reading.known && (reading.reason === 'stale' || reading.reason === 'waiting');
  return { kind: 'check', check: id, silence: old ? prometheusSilence(expr, observed) : null };
}

/** Why the Prometheus that is asked, of several the first, has no current data; null while it does. */
function prometheusSilence({ source, server }: Query, { history, moment, staleAfter }: Observed): Silence | null {
  const one = source === 'prometheus' && server !== undefined && server !== ALL_SERVERS ? { server } : {};
  const feed = history.source({ source: 'prometheus', ...one })?.feed;
  if (feed?.state === 'failed') return { error: feed.error.message };
  if (feed?.state !== 'ok' && feed?.state !== 'stale') return null;
  return moment.isOver(addSeconds(feed.at, staleAfter)) ? { since: feed.at } : null;
}

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
