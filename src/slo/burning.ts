import type { BurnPace } from './window.ts';

/**
 * The burn rate over one window: a number, no traffic, so that nothing was spent, or not known.
 */
export type Burn = { readonly of: 'rate'; readonly rate: number } | { readonly of: 'idle' | 'unknown' };

/** Both windows of one pace, and the rate that both must exceed for it to count. */
export interface BurnPair {
  readonly factor: number;
  readonly short: Burn;
  readonly long: Burn;
}

/** What two windows say together. `one`: one of them exceeds its rate, so that it began just now, or ends. */
export type Burning = 'both' | 'one' | 'no' | 'unknown';

const exceeds = (burn: Burn, factor: number): boolean => burn.of === 'rate' && burn.rate > factor;

/** What is not known of one window is not known of both, unless the other says enough. */
export function burning({ factor, short, long }: BurnPair): Burning {
  const over = [short, long].filter((burn) => exceeds(burn, factor)).length;
  if (over === 2) return 'both';
  if (short.of === 'unknown' || long.of === 'unknown') return 'unknown';
  return over === 1 ? 'one' : 'no';
}

/** How an objective stands. */
export type SloState = 'ok' | 'warn' | 'fail' | 'unknown';

/** Why: the first that holds, worst first. */
export type SloBecause =
  | { readonly kind: 'budget-gone' }
  | { readonly kind: 'burns'; readonly pace: BurnPace }
  /** Neither the budget nor a burn rate that is not known can be called well. */
  | { readonly kind: 'budget-unknown' }
  | { readonly kind: 'burn-unknown'; readonly pace: BurnPace }
  | { readonly kind: 'burns-on-one'; readonly pace: BurnPace }
  | { readonly kind: 'kept' };

/**
 * How an objective stands by what is left of its budget and by how fast it is spent. It fails when the budget is gone or
 * burns fast, and warns when it burns slowly, or over one window of a pair.
 * @param left share of the budget; null where it is not known
 */
export function judgeSlo(
  left: number | null,
  { fast, slow }: Readonly<Record<BurnPace, Burning>>,
): { readonly state: SloState; readonly because: SloBecause } {
  if (left !== null && left <= 0) return { state: 'fail', because: { kind: 'budget-gone' } };
  if (fast === 'both') return { state: 'fail', because: { kind: 'burns', pace: 'fast' } };
  if (left === null) return { state: 'unknown', because: { kind: 'budget-unknown' } };
  if (fast === 'unknown') return { state: 'unknown', because: { kind: 'burn-unknown', pace: 'fast' } };
  if (slow === 'unknown') return { state: 'unknown', because: { kind: 'burn-unknown', pace: 'slow' } };
  if (slow === 'both') return { state: 'warn', because: { kind: 'burns', pace: 'slow' } };
  if (fast === 'one') return { state: 'warn', because: { kind: 'burns-on-one', pace: 'fast' } };
  if (slow === 'one') return { state: 'warn', because: { kind: 'burns-on-one', pace: 'slow' } };
  return { state: 'ok', because: { kind: 'kept' } };
}
