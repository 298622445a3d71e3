import { z } from 'zod';
import { atLeastOf } from './at-least.ts';
import { atMostOf } from './at-most.ts';
import { betweenOf } from './between.ts';
import type { Limit } from './limit.ts';

/** What is said of a `warn` that would not come before the limit. */
const WARN_SIDE = { message: 'warn must be on the good side of the limit', path: ['warn'] };

/** A `warn` of one number. */
const oneWarn = z.number({ error: 'expected one number' }).optional();

/** Two numbers, the lower one first. */
const band = (name: string) => {
  const message = `expected two numbers, the lower one first, as in ${name}: [40, 60]`;
  return z.tuple([z.number(), z.number()], { error: message }).refine(([low, high]) => low < high, { message });
};

/** Each kind's fields in the profile, read together with `warn`. */
export const FORMS: { readonly [K in Limit['kind']]: z.ZodType<Extract<Limit, { readonly kind: K }>> } = {
  'at-most': z
    .object({ at_most: z.number(), warn: oneWarn })
    .refine(({ at_most, warn = at_most }) => warn <= at_most, WARN_SIDE)
    .transform(({ at_most, warn }) => atMostOf(at_most, warn)),
  'at-least': z
    .object({ at_least: z.number(), warn: oneWarn })
    .refine(({ at_least, warn = at_least }) => warn >= at_least, WARN_SIDE)
    .transform(({ at_least, warn }) => atLeastOf(at_least, warn)),
  between: z
    .object({ between: band('between'), warn: band('warn').optional() })
    .refine(({ between: [low, high], warn = [low, high] }) => low <= warn[0] && warn[1] <= high, WARN_SIDE)
    .transform((given) => betweenOf(given.between, given.warn)),
};
