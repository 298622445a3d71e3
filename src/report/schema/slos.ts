import { z } from 'zod';
import { UNITS } from '../../units.ts';
import { direction, limitNumbersFields } from './limit.ts';

const state = z.enum(['ok', 'warn', 'fail', 'unknown']);
const instant = z.iso.datetime().describe('RFC 3339, UTC.');
const maybe = z.number().nullable();
const reason = z.string().optional().describe('Why the value is unknown.');
const covered = z
  .number()
  .nullable()
  .describe(
    'For how much of the window there is data, which is all that its numbers are of; null where that is not known.',
  );

const burn = z.strictObject({
  factor: z.number().describe('Beyond it, over both windows, the budget burns.'),
  burning: z.enum(['both', 'one', 'no', 'unknown']).describe('Over which of the windows it does.'),
  windows: z.array(
    z.strictObject({
      seconds: z.number(),
      errors: maybe.describe('Ratio of errors, 0–1.'),
      rate: maybe.describe('How many times faster than allowed they come.'),
      idle: z.boolean().describe('Nothing was asked of the service, so nothing was spent.'),
      reason,
    }),
  ),
});

/** Objectives, where the profile has any. */
export const slosSchema = z
  .array(
    z.strictObject({
      id: z.string(),
      label: z.string(),
      objective: z.number().describe('Share that must be good, 0–1.'),
      windowSeconds: z.number(),
      coveredSeconds: covered,
      state,
      sentence: z.string(),
      good: maybe.describe('Share of what was good over the window, 0–1.'),
      budgetLeft: maybe.describe('Share of the error budget that is left; below 0 where more than it was spent.'),
      runsOutSeconds: maybe.describe(
        'Until it is gone, at the rate of the last hour; null where not within the window.',
      ),
      burn: z.strictObject({ fast: burn, slow: burn }),
      reason,
    }),
  )
  .optional()
  .describe('Service level objectives; absent where the profile has none.');

/** Agreements, where the profile has any. */
export const slasSchema = z
  .array(
    z.strictObject({
      id: z.string(),
      label: z.string(),
      slo: z.string().nullable().describe('The objective that is promised; null where it is a query of its own.'),
      windowSeconds: z.number(),
      coveredSeconds: covered,
      unit: z.enum(UNITS),
      value: maybe,
      ...limitNumbersFields,
      direction,
      state,
      standing: z
        .enum(['kept', 'near', 'breached', 'recovering', 'unknown'])
        .describe('`recovering`: within its target again, and not for long enough.'),
      since: instant.optional().describe('Of what is broken: since when, as far back as is known.'),
      recoveredAt: instant.optional().describe('When it counts as kept again, should it stay within its target.'),
      sentence: z.string(),
      reason,
    }),
  )
  .optional()
  .describe('Service level agreements; absent where the profile has none.');

export type SlosSnapshot = NonNullable<z.infer<typeof slosSchema>>;
export type SlasSnapshot = NonNullable<z.infer<typeof slasSchema>>;
