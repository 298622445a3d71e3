/**
 * Base units as branded numbers, so that a value cannot be converted twice: everything inside ringdeck is in
 * seconds, bytes, ratios 0–1 and events per second; only `text/format.ts` turns them into text.
 */
declare const brand: unique symbol;
type Branded<Name extends string, Base = number> = Base & { readonly [brand]: Name };

export type Seconds = Branded<'seconds'>;
export type Ratio = Branded<'ratio'>;
export type PerSecond = Branded<'per-second'>;
export type Bytes = Branded<'bytes'>;
/** A point in time: milliseconds since the Unix epoch. */
export type Millis = Branded<'millis'>;
/** A point in time: nanoseconds since the Unix epoch. No float can hold them, so they are never made from one but by milliseconds. */
export type Nanos = Branded<'nanos', bigint>;

export const seconds = (n: number): Seconds => n as Seconds;
export const ratio = (n: number): Ratio => n as Ratio;
export const perSecond = (n: number): PerSecond => n as PerSecond;
export const bytes = (n: number): Bytes => n as Bytes;
export const millis = (n: number): Millis => n as Millis;
export const nanos = (n: bigint): Nanos => n as Nanos;

export const nanosOf = (at: Millis): Nanos => nanos(BigInt(Math.round(at)) * 1_000_000n);
/** Cut to the whole millisecond. */
export const millisOf = (at: Nanos): Millis => millis(Number(at / 1_000_000n));

/** Time between two instants, in seconds; negative when `to` lies before `from`. */
export const secondsBetween = (from: Millis, to: Millis): Seconds => seconds((to - from) / 1000);
export const addSeconds = (at: Millis, by: Seconds): Millis => millis(at + by * 1000);

/** The unit of a query's result as profiles name it. `factor` is a dimensionless multiple (×), `score` a rating; the last are currencies. */
export const UNITS = [
  'ratio',
  'seconds',
  'bytes',
  'bytes-per-second',
  'per-second',
  'count',
  'score',
  'factor',
  'eur',
  'usd',
  'gbp',
] as const;
export type Unit = (typeof UNITS)[number];
