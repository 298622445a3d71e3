import { type Safe, safe } from '../text/safe.ts';

/** A number as text in the unit of what is limited: "200 MB". */
export type InUnit = (value: number) => Safe;

/** The signs of limits, as a terminal can draw them. */
export interface LimitSigns {
  readonly atMost: Safe;
  readonly atLeast: Safe;
  /** Between the ends of a band. */
  readonly to: Safe;
}

/** From where on a value is near its limit: above a number, or below it. */
export interface Nearness {
  readonly side: 'above' | 'below';
  readonly from: number;
}

/** A value beyond a limit is over what is allowed, or short of what is required. */
export type Side = 'over' | 'short';

/** A value that what is within a limit lies above or below. */
export interface LimitLevel {
  readonly value: number;
  readonly keeps: 'above' | 'below';
}

/** What limits are told by in files: one number, or the two ends of a span. */
export type LimitNumbers = { readonly limit: number } | { readonly limits: [low: number, high: number] };

/** All that is to be known of one kind of limit but how files have it: what it says of a value, how it is told and drawn. */
export interface LimitKind<L extends { readonly kind: string }> {
  /** Its key in the profile. */
  readonly key: string;
  /** Its numbers as snapshots and the journal have them, beside `direction`. */
  numbers(limit: L): LimitNumbers;
  /** Whether a number, which may be infinite, does not keep it. */
  isBeyond(limit: L, value: number): boolean;
  /** Of a value that keeps it: whether it is near, and on which side; null when it is not. */
  nearness(limit: L, value: number): Nearness | null;
  /** "at most 200 MB" */
  words(limit: L, inUnit: InUnit): Safe;
  /** Its numbers alone: "200 MB", "40 % to 60 %" */
  extent(limit: L, inUnit: InUnit): Safe;
  /** "at most 200 MB is allowed" */
  demand(limit: L, inUnit: InUnit): Safe;
  /** "≤ 200 MB", in 12 cells where the numbers are not unusually long. */
  signs(limit: L, signs: LimitSigns, inUnit: InUnit): Safe;
  /** Where it ends: a value beside it must not look the same by rounding when it is not. */
  bounds(limit: L): readonly number[];
  /** Of what it allows, the part that a value uses: 0 where it is far from the limit, 1 at it; `isShare`: of values that are 1 at most. */
  used(limit: L, value: number, isShare: boolean): number;
  /** On which side a value beyond it is. */
  side(limit: L, value: number): Side;
  /** Lines that charts draw. */
  levels(limit: L): readonly LimitLevel[];
  /** The value at which a bar is full. */
  full(limit: L): number;
  /** The same limit with a warning where a part of what it allows, 0–1, is used; `isShare`: of values that are 1 at most. */
  warnedAt(limit: L, part: number, isShare: boolean): L;
  /** The limit whose end is where this one warns; null where it does not. */
  warning(limit: L): L | null;
  /** PromQL that holds where a value, given as such, is beyond it. */
  query(limit: L, value: string): string;
}

/**
 * The part that a value uses of what is allowed at most, by its size: nothing where there is none of it. Where less than
 * nothing is allowed it is the other way round, and the value is that of which enough must be there.
 */
export function usedOf(value: number, most: number): number {
  if (most < 0) return value >= 0 ? Infinity : most / value;
  if (value <= 0) return 0;
  return most === 0 ? Infinity : value / most;
}

/** A number without what floats add to it. */
export const exact = (value: number): number => Number(value.toPrecision(12));

/** Two values as a span; a unit that both have is said once: "40–60 %". */
export function spanText(low: Safe, high: Safe, to: Safe): Safe {
  const unit = unitOf(high);
  const first = unit !== '' && unitOf(low) === unit ? low.slice(0, -unit.length) : low;
  return safe(`${first}${to}${high}`);
}

const unitOf = (text: Safe): string => /(?: \S+|\/s)$/.exec(text)?.[0] ?? '';
