import type { Millis } from '../units.ts';

/** Why a value is not known. Each has its own words on screen. */
export type UnknownReason =
  | 'waiting' // not asked yet
  | 'no-series' // the query answered nothing
  | 'not-a-number' // 0/0: no traffic, usually
  | 'ambiguous' // more than one series where one was expected
  | 'partial' // the server warned that part of the data may be missing
  | 'stale' // the last answer is too old to stand for now
  | 'query-error';

/** A number that may not be known. A stale one keeps the last value to be drawn dim, a partial one that of the part. */
export type Reading =
  | {
      readonly known: true;
      readonly value: number;
      readonly at: Millis;
      readonly aging: boolean;
    }
  | {
      readonly known: false;
      readonly reason: UnknownReason;
      /** One sentence. */
      readonly detail: string;
      readonly last?: { readonly value: number; readonly at: Millis };
    };
