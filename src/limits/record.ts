import { z } from 'zod';
import { FORMS } from './forms.ts';
import type { LimitNumbers } from './kind.ts';
import { KINDS, kindOf, type Limit } from './limit.ts';

/*
 * Limits as snapshots and the journal have them: numbers in base units, and `direction`, which is the name of their kind.
 */

/** Fields for the numbers. */
export const limitNumbersFields = {
  limit: z.number().optional().describe('Of a limit that is one number.'),
  limits: z.tuple([z.number(), z.number()]).optional().describe('Of a limit that is two, the lower one first.'),
};

export const direction = z.enum(Object.keys(KINDS) as Limit['kind'][]);

export const limitNumbers = (limit: Limit): LimitNumbers => kindOf(limit).numbers(limit);

/** The limit with what it warns at. */
export const limitRecord = (limit: Limit) => ({
  direction: limit.kind,
  ...limitNumbers(limit),
  ...(limit.warn !== undefined && { warn: limit.warn }),
});

/** Reads it back. */
export const recordedLimit = z.union(Object.values(FORMS).map(({ inRecord }) => inRecord));
