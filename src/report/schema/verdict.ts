import { z } from 'zod';
import { metricSchema } from './metric.ts';

const instant = z.iso.datetime().describe('RFC 3339, UTC.');
const maybe = z.number().nullable();
const band = { lower: z.number(), upper: z.number() };

const rate = z.strictObject({
  requests: z.number(),
  events: z.number().describe('Errors, or requests slower than the boundary.'),
  rate: maybe,
  band: z.strictObject(band).nullable().describe('Confidence sequence of the rate: it may be watched.'),
});
const proportion = {
  baseline: rate,
  candidate: rate,
  difference: z
    .strictObject({ value: z.number(), ...band })
    .nullable()
    .describe('Candidate − baseline.'),
  surely: z
    .strictObject({ byChance: z.number(), byPods: maybe })
    .nullable()
    .describe(
      'By how much the candidate surely is worse since the trouble began: by chance, and if pods differ as well.',
    ),
  betweenPods: maybe.describe('Standard deviation between the baseline’s pods; null where too few tell.'),
  logE: z.number().describe('ln of the evidence that the candidate is worse.'),
  since: z
    .strictObject({
      from: instant,
      baseline: maybe,
      candidate: maybe,
      difference: maybe,
      pods: z.array(z.strictObject({ pod: z.string(), part: z.number() })),
      labels: z
        .array(
          z.strictObject({
            label: z.string(),
            values: z.array(z.strictObject({ value: z.string(), part: z.number() })),
            others: z.number().describe('What comes from all values that are not named.'),
            mix: z.number().describe('What comes from another mix of values alone, each being as in the baseline.'),
          }),
        )
        .describe('Of each label in `verdict.by`, the values that most comes from; parts of 1.'),
    })
    .nullable()
    .describe('Where the evidence comes from.'),
  dispersion: z.number().describe('φ by which the evidence is divided.'),
  margin: z.number().describe('Below what the difference has to be to pass.'),
  times: maybe.describe(
    'Below how many times the baseline’s rate it has to be as well; null where the difference alone decides.',
  ),
  passes: z.boolean(),
};
const interval = z
  .strictObject({ above: z.number(), upTo: maybe.describe('Null beyond the last boundary.') })
  .nullable();
const versions = z.strictObject({ baseline: z.number(), candidate: z.number() });

/** The numbers behind a verdict by what is counted. */
const judgedSchema = z.strictObject({
  data: z
    .enum([
      'OK',
      'NO_SERIES',
      'NO_TRAFFIC',
      'NO_ERROR_SERIES',
      'NOT_COUNTERS',
      'NO_BOUNDARY',
      'STALE',
      'QUERY_ERROR',
      'PARTIAL',
      'WAITING',
      'COUNTING',
      'DOWN',
    ])
    .describe('Only with OK is a pass possible.'),
  ring: z.string().nullable(),
  since: instant.describe('When the stage began.'),
  scrapeSeconds: maybe,
  podsUp: z.strictObject({ up: z.number(), down: z.number() }).nullable(),
  ailments: z
    .array(z.string())
    .describe('What is wrong with the candidate’s pods: down, missing or crashing. Nothing passes meanwhile.'),
  numbers: z
    .strictObject({
      state: z.enum(['FAIL', 'WARN', 'PASS', 'INCONCLUSIVE']),
      countedUntil: instant.nullable(),
      failedAt: instant.nullable(),
      logE: z.number().describe('ln of the whole evidence now; FAIL at failLogE, WARN at warnLogE.'),
      peakLogE: z.number(),
      warnLogE: z.number(),
      failLogE: z.number(),
      p: z.number().describe('Chance that a candidate no worse ever shows this much evidence.'),
      advisory: z.boolean().describe('The noise model does not hold: no bound on false alarms.'),
      approximate: z.boolean(),
      errors: z.strictObject(proportion),
      latency: z
        .strictObject({
          comparable: z.boolean(),
          boundaries: z.array(z.strictObject({ seconds: z.number(), ...proportion })),
          leftOutSeconds: z.array(z.number()),
          differsAtSeconds: maybe,
          quantiles: z.array(z.strictObject({ quantile: z.number(), baseline: interval, candidate: interval })),
          logE: z.number(),
          passes: z.boolean(),
        })
        .nullable(),
      metrics: z.array(metricSchema).describe('Ratios and means that are compared beside errors and latency.'),
      share: z.strictObject({
        state: z.enum(['as-configured', 'below', 'above', 'not-configured', 'unknown']),
        observed: maybe,
        configured: maybe,
        logE: z.number(),
      }),
      noise: z.strictObject({
        model: z.enum(['binomial', 'overdispersed']),
        words: z.string(),
        pods: z.number(),
        dispersion: z.number(),
        placeboLogE: z.number(),
      }),
      observedSeconds: z.number().describe('Time during which both versions had traffic.'),
      soakSeconds: z.number(),
      copiesBy: z
        .array(z.string())
        .describe('Labels by which series differ that tell the same counters: they are counted once.'),
      unlabelled: z.array(z.string()).describe('Labels in `verdict.by` that no series has.'),
      pods: versions,
      warming: versions.describe('Pods that began too recently to be compared.'),
      crashLooping: z.array(z.string()).describe('Pods of the candidate that kept restarting recently.'),
      gone: z
        .strictObject({ pods: z.number(), of: z.number(), since: instant })
        .nullable()
        .describe('Pods of the candidate that ended recently and were not replaced.'),
      restarts: versions,
      missing: z
        .strictObject({
          towards: z.enum(['PASS', 'FAIL']),
          requests: z.number(),
          needed: maybe,
          etaSeconds: maybe,
        })
        .nullable(),
    })
    .nullable()
    .describe('Null while nothing can be judged.'),
});

export const verdictSchema = z.strictObject({
  state: z.enum(['better', 'same', 'worse', 'inconclusive', 'unknown']),
  method: z
    .enum(['limits', 'e-process'])
    .describe('`limits`: newest values against limits, no statistics. `e-process`: by what is counted.'),
  level: z
    .enum(['ok', 'warn', 'fail', 'unknown'])
    .describe('What it means for the room: a warning comes before `worse`.'),
  sentence: z.string(),
  reasons: z.array(z.string()),
  judged: judgedSchema.nullable(),
});
export type VerdictSnapshot = z.infer<typeof verdictSchema>;
export type JudgedSnapshot = z.infer<typeof judgedSchema>;
