import type { PlannedBurn, PlannedSlo } from '../../profile/plan/plan.ts';
import type { Query } from '../../profile/query.ts';
import { asLeft, burnRate, goodOf, timeLeft } from '../../slo/budget.ts';
import { type Burn, type Burning, burning, judgeSlo, type SloBecause } from '../../slo/burning.ts';
import { type CoveredWindow, isSeenWhole } from '../../slo/covered.ts';
import { BURN_WINDOWS, type BurnPace } from '../../slo/window.ts';
import { type Seconds, seconds } from '../../units.ts';
import { type Observed, type Reading, readScalar } from '../readings.ts';
import type { State } from '../state.ts';

/** How fast the budget is spent over one window. */
export interface WindowBurn {
  readonly window: Seconds;
  /** For the ratio of errors. */
  readonly expr: Query;
  /** The ratio of errors, 0–1. */
  readonly errors: Reading;
  /** How many times faster than allowed; null where it is not known, or there was no traffic. */
  readonly rate: number | null;
  /** Nothing was asked of the service, so nothing was spent. */
  readonly idle: boolean;
}

/** Both windows of a pace, and what they say together. */
export interface PaceBurn {
  /** Beyond it, over both windows, the budget burns. */
  readonly factor: number;
  readonly short: WindowBurn;
  readonly long: WindowBurn;
  readonly burning: Burning;
}

/** A service level objective as it stands. */
export interface RoomSlo {
  readonly id: string;
  readonly label: string;
  /** Share that must be good, 0–1. */
  readonly objective: number;
  readonly window: Seconds;
  /** For how much of its window there is data: what is told of it is of that alone. */
  readonly covered: CoveredWindow;
  readonly state: State;
  readonly because: SloBecause;
  /** Share of the error budget that is left: 1 of all, less than 0 where more than it was spent. */
  readonly left: Reading;
  /** Share of what was good over the window, 0–1; null where it is not known. */
  readonly good: number | null;
  /**
   * Time until the budget is gone at the rate of the last hour; null where that is not known, also for want of data for the
   * whole window, or not within the window.
   */
  readonly runsOut: Seconds | null;
  readonly burns: Readonly<Record<BurnPace, PaceBurn>>;
  /** For what is left of the budget; its past is kept where `recorded`. */
  readonly expr: Query;
  readonly recorded: boolean;
}

/** All objectives, as their queries were answered. */
export const buildSlos = (planned: readonly PlannedSlo[], observed: Observed): RoomSlo[] =>
  planned.map((slo) => buildSlo(slo, observed));

function buildSlo(
  { id, label, objective, window, left: expr, recorded, burns, covered: coverage }: PlannedSlo,
  observed: Observed,
): RoomSlo {
  const left = readLeft(expr, objective, observed);
  const paces = {
    fast: paceOf('fast', burns.fast, objective, observed),
    slow: paceOf('slow', burns.slow, objective, observed),
  };
  const known = left.known ? left.value : null;
  const covered = readCovered(coverage, window, observed);
  const isWhole = covered === null || isSeenWhole(covered, window);
  return {
    id,
    label,
    objective,
    window,
    covered,
    ...judgeSlo(known, { fast: paces.fast.burning, slow: paces.slow.burning }),
    left,
    good: known === null ? null : goodOf(known, objective),
    runsOut: isWhole ? timeLeft(known, paces.fast.long.idle ? 0 : paces.fast.long.rate, window) : null,
    burns: paces,
    expr,
    recorded,
  };
}

/** For how much of a window there is data; less than a second is no answer to that. */
export function readCovered(coverage: Query, window: Seconds, observed: Observed): CoveredWindow {
  const reading = readScalar(coverage, observed);
  return reading.known && reading.value >= 1 ? seconds(Math.min(reading.value, window)) : null;
}

function readLeft(expr: Query, objective: number, observed: Observed): Reading {
  const reading = readScalar(expr, observed);
  if (!reading.known) return reading;
  const value = asLeft(reading.value, objective);
  return value === null ? { known: false, reason: 'not-a-number' } : { ...reading, value };
}

function paceOf(pace: BurnPace, { factor, short, long }: PlannedBurn, objective: number, observed: Observed): PaceBurn {
  const windows = BURN_WINDOWS[pace];
  const both = {
    short: windowBurn(short, windows.short, objective, observed),
    long: windowBurn(long, windows.long, objective, observed),
  };
  return { factor, ...both, burning: burning({ factor, short: burnOf(both.short), long: burnOf(both.long) }) };
}

function windowBurn(expr: Query, window: Seconds, objective: number, observed: Observed): WindowBurn {
  const errors = readScalar(expr, observed);
  const idle = !errors.known && errors.reason === 'not-a-number';
  return { window, expr, errors, rate: errors.known ? burnRate(errors.value, objective) : null, idle };
}

const burnOf = ({ rate, idle }: WindowBurn): Burn =>
  rate === null ? { of: idle ? 'idle' : 'unknown' } : { of: 'rate', rate };
