import type { Direction, Reading, State } from '../room.ts';

/** A limit as profiles write it. Exactly one of the two sides is set when it limits anything. */
export interface LimitSpec {
  readonly at_most?: number | undefined;
  readonly at_least?: number | undefined;
  readonly warn?: number | undefined;
}

/** The side a limit is on, or null when it has none. */
export function directionOf(limit: LimitSpec): { readonly direction: Direction; readonly limit: number } | null {
  if (limit.at_most !== undefined) return { direction: 'at-most', limit: limit.at_most };
  if (limit.at_least !== undefined) return { direction: 'at-least', limit: limit.at_least };
  return null;
}

/** How a number stands against a limit; without a limit every number is fine, but NaN is none. */
export function judge(value: number, spec: LimitSpec): State {
  const side = directionOf(spec);
  if (!side) return Number.isNaN(value) ? 'unknown' : 'ok';
  // Nothing is known of NaN; an infinity on the good side is an overflow, not a good value.
  if (Number.isNaN(value)) return 'unknown';
  const beyond = (limit: number) => (side.direction === 'at-most' ? value > limit : value < limit);
  if (beyond(side.limit)) return 'fail';
  if (!Number.isFinite(value)) return 'unknown';
  return spec.warn !== undefined && beyond(spec.warn) ? 'warn' : 'ok';
}

/** The same for a reading: what is not known is unknown. */
export const judgeReading = (reading: Reading, spec: LimitSpec): State =>
  reading.known ? judge(reading.value, spec) : 'unknown';

const SEVERITY: Readonly<Record<State, number>> = { ok: 0, warn: 1, unknown: 2, fail: 3 };

/** The worst of several states; `ok` for none. */
export const worst = (states: readonly State[]): State =>
  states.reduce<State>((a, b) => (SEVERITY[b] > SEVERITY[a] ? b : a), 'ok');
