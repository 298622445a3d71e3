import { z } from 'zod';
import { KINDS, type Limit } from '../../limits/limit.ts';

/** Fields for the numbers of a limit. */
export const limitNumbersFields = {
  limit: z.number().optional().describe('Of a limit that is one number.'),
  limits: z.tuple([z.number(), z.number()]).optional().describe('Of a limit that is two, the lower one first.'),
};

/** The name of its kind. */
export const direction = z.enum(Object.keys(KINDS) as Limit['kind'][]);
