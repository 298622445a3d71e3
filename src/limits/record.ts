import type { LimitNumbers } from './kind.ts';
import { kindOf, type Limit } from './limit.ts';

/*
 * Limits as snapshots and the journal have them: numbers in base units, and `direction`, which is the name of their kind.
 */

/** The numbers alone. */
export const limitNumbers = (limit: Limit): LimitNumbers => kindOf(limit).numbers(limit);

/** The limit with what it warns at. */
export const limitRecord = (limit: Limit) => ({
  direction: limit.kind,
  ...limitNumbers(limit),
  ...(limit.warn !== undefined && { warn: limit.warn }),
});
