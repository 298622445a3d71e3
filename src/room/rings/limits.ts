import { isBeyond, type Limit, nearness } from '../../limits/limit.ts';
import type { Reading } from '../readings.ts';
import type { State } from '../state.ts';

/** How a number stands against a limit; without one every number is fine, but NaN is none. */
export function judge(value: number, limit: Limit | null): State {
  if (Number.isNaN(value)) return 'unknown';
  if (limit === null) return 'ok';
  if (isBeyond(value, limit)) return 'fail';
  // An infinity on the good side is an overflow, not a good value.
  if (!Number.isFinite(value)) return 'unknown';
  return nearness(value, limit) === null ? 'ok' : 'warn';
}

/** The same for a reading: what is not known is unknown. */
export const judgeReading = (reading: Reading, limit: Limit | null): State =>
  reading.known ? judge(reading.value, limit) : 'unknown';

const SEVERITY: Readonly<Record<State, number>> = { ok: 0, warn: 1, unknown: 2, fail: 3 };

/** Order of states, the worst first. */
export const bySeverity = (a: State, b: State): number => SEVERITY[b] - SEVERITY[a];

/** The worst of several states; `ok` for none. */
export const worst = (states: readonly State[]): State =>
  states.reduce<State>((a, b) => (SEVERITY[b] > SEVERITY[a] ? b : a), 'ok');
