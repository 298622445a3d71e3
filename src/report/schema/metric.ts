import { z } from 'zod';
import { UNITS } from '../../units.ts';

const instant = z.iso.datetime();
const maybe = z.number().nullable();
const metricSide = z.strictObject({
  cases: z.number(),
  sum: z.number(),
  value: maybe,
  band: z.strictObject({ lower: z.number(), upper: z.number() }).nullable(),
});
/** A ratio or a mean of both versions. */
export const metricSchema = z.strictObject({
  id: z.string(),
  label: z.string(),
  unit: z.enum(UNITS),
  kind: z.enum(['ratio', 'mean']),
  worse: z.enum(['lower', 'higher']),
  baseline: metricSide,
  candidate: metricSide,
  difference: z
    .strictObject({ value: z.number(), lower: maybe, upper: maybe })
    .nullable()
    .describe('Candidate − baseline; null where nothing bounds it.'),
  surely: z
    .strictObject({ byChance: z.number(), byPods: maybe })
    .nullable()
    .describe('By how much the candidate surely is worse since the trouble began.'),
  logE: z.number(),
  since: z
    .strictObject({
      from: instant,
      baseline: maybe,
      candidate: maybe,
      pods: z.array(z.strictObject({ pod: z.string(), part: z.number() })),
    })
    .nullable(),
  margin: z.number().describe('It passes when it surely is worse by less than this.'),
  silentSince: instant.nullable().describe('No more cases have come since: it does not pass.'),
  passes: z.boolean(),
});
