import type { Past } from '../../frames/track.ts';
import type { Limit } from '../../limits/limit.ts';
import type { PlannedSla } from '../../profile/plan/plan.ts';
import type { Query } from '../../profile/query.ts';
import { follow, type Seen, type Standing, standingAfter } from '../../slo/agreement.ts';
import type { CoveredWindow } from '../../slo/covered.ts';
import { type Millis, millis, type Seconds, type Unit } from '../../units.ts';
import { type Observed, type Reading, readScalar } from '../readings.ts';
import { judge, judgeReading } from '../rings/limits.ts';
import type { State } from '../state.ts';
import { readCovered } from './slos.ts';

/** A service level agreement as it stands. */
export interface RoomSla {
  readonly id: string;
  readonly label: string;
  readonly unit: Unit;
  /** Its target; near it from `warn` on. */
  readonly limit: Limit;
  readonly window: Seconds;
  /** For how much of its window there is data: its value is of that alone. */
  readonly covered: CoveredWindow;
  readonly recoverAfter: Seconds;
  /** The objective that is promised; null where it is a query of its own. */
  readonly slo: string | null;
  readonly expr: Query;
  readonly reading: Reading;
  /** `fail` until it was within its target for long enough. */
  readonly state: State;
  readonly standing: Standing;
}

/** All agreements, as their queries were answered and as far back as their past is kept. */
export const buildSlas = (planned: readonly PlannedSla[], observed: Observed): RoomSla[] =>
  planned.map((sla) => {
    const reading = readScalar(sla.expr, observed);
    const standing = standingOf(sla, reading, observed);
    const covered = readCovered(sla.covered, sla.window, observed);
    return { ...sla, covered, reading, standing, state: STATES[standing.kind] };
  });

const STATES: Readonly<Record<Standing['kind'], State>> = {
  kept: 'ok',
  near: 'warn',
  unknown: 'unknown',
  breached: 'fail',
  recovering: 'fail',
};

const SEEN: Readonly<Record<State, Seen['is']>> = { ok: 'within', warn: 'near', fail: 'beyond', unknown: 'unknown' };

/** What its past leads to, and what is known now. */
function standingOf({ expr, limit, recoverAfter }: PlannedSla, reading: Reading, { history }: Observed): Standing {
  const last = reading.known ? reading : reading.last;
  const track = history.track(expr);
  const before = last && track ? standingAfter(seenIn(track, last.at, limit), recoverAfter) : undefined;
  const now: Seen = { at: last?.at ?? millis(0), is: SEEN[judgeReading(reading, limit)] };
  return follow(before ?? { kind: 'unknown' }, now, recoverAfter);
}

/** What was seen at each step of a past, oldest first, up to an instant: closely where it is kept so, coarsely before. */
function* seenIn(track: Past, to: Millis, limit: Limit): Generator<Seen> {
  const { first, shapes } = track;
  if (first === undefined) return;
  // Finest first: a coarse one ends where a finer one begins.
  const starts = shapes.map(({ span }) => Math.max(first, to - span * 1000));
  for (const [i, { step }] of [...shapes.entries()].toReversed()) {
    const [start, end, width] = [starts[i] ?? first, starts[i - 1] ?? to, step * 1000];
    // On multiples of the step, so that the answer does not depend on when it is asked for.
    for (let at = Math.ceil(start / width) * width; at < end; at += width) {
      const value = track.at(millis(at));
      yield { at: millis(at), is: value === null ? 'unknown' : SEEN[judge(value, limit)] };
    }
  }
}
