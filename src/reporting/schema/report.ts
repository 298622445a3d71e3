import { z } from 'zod';
import { REPORT_SECTIONS } from '../../profile/schema/reports.ts';
import { direction, limitNumbersFields } from '../../report/schema/limit.ts';
import { UNITS } from '../../units.ts';
import { asked, askedRange, covered, instant, lengthFields, maybe, unknown } from './parts.ts';
import { rolloutSchema } from './rollout.ts';

/** What a report says, as `--format json` prints it; the other formats are drawn of the same. */

export const resultSchema = z.enum(['PASS', 'FAIL', 'UNKNOWN']);

export const figureSchema = z
  .strictObject({
    id: z.string(),
    label: z.string(),
    section: z.enum(REPORT_SECTIONS),
    unit: z.enum(UNITS),
    value: maybe.describe('In base units, as the server answered; null when not known: `unknown` says why.'),
    unknown,
    asked,
    covered,
    target: z.strictObject({ direction, ...limitNumbersFields }).nullable(),
    result: resultSchema
      .nullable()
      .describe('Null without a target. A period that is known in part alone passes nothing.'),
    isNear: z.boolean().describe('Within its target, and beyond what `warn` says, which is 90 % of it in `slas`.'),
    before: z
      .strictObject({ value: maybe, unknown, asked, covered })
      .nullable()
      .describe('The same over the period before.'),
    change: maybe.describe('Value − the value before; null unless both periods are known.'),
    trend: z
      .strictObject({
        asked: askedRange,
        points: z
          .array(z.tuple([z.number(), maybe]))
          .describe('Unix time in seconds at the end of each step, and what the query has over that step.'),
        peak: z
          .strictObject({ from: instant, to: instant, value: z.number() })
          .nullable()
          .describe('The step at which it was highest, or lowest; null unless that was asked for.'),
      })
      .nullable(),
  })
  .meta({ id: 'Figure' });

const tally = {
  count: z.int().describe('Incidents that fired within the period; at least so many where it is covered in part.'),
  open: z.int().describe('Of them, those that were not over at its end.'),
  answered: z.int(),
  totalSeconds: z.number().describe('What they lasted within the period, together.'),
  mtta: z.strictObject(lengthFields).describe('Mean time to the first answer, of those that the journal has one of.'),
  mttr: z.strictObject(lengthFields).describe('Mean length of those that ended in the period.'),
  mtbf: z
    .strictObject(lengthFields)
    .describe('Time of the period that is known and in which none of them fired, for each of them.'),
};

const incident = z.strictObject({
  tier: z.enum(['P0', 'P1', 'P2', 'P3']),
  name: z.string(),
  labels: z.array(z.tuple([z.string(), z.string()])),
  from: instant,
  isFromBefore: z.boolean().describe('It fired already when the record that was read begins, or goes on after a gap.'),
  to: instant.nullable().describe('Null while it fired at the end of the period.'),
  isEndSeen: z.boolean().describe('False where the server has no samples right after it: it may have gone on.'),
  seconds: z.number(),
  answeredAt: instant.nullable(),
  answeredBy: z.string().nullable(),
  onCall: z.string().nullable().describe('Who was on call when it began, where that is known.'),
});

const incidentsSchema = z.strictObject({
  asked,
  unknown,
  covered,
  levels: z.array(z.strictObject({ tier: z.enum(['P0', 'P1', 'P2', 'P3']), name: z.string(), ...tally })),
  list: z.array(incident),
  unlisted: z.int().describe('Incidents beyond those that are listed.'),
  notes: z.array(z.string()),
});

const deploymentsSchema = z.strictObject({
  counted: figureSchema.nullable().describe('By the query of the profile.'),
  rings: z
    .array(
      z.strictObject({
        ring: z.string(),
        asked: askedRange,
        unknown,
        at: z.array(instant).describe('When it was deployed within the period.'),
      }),
    )
    .describe("By each ring's `deployed`."),
  acts: z
    .array(z.strictObject({ at: instant, act: z.string(), ring: z.string(), by: z.string(), result: z.string() }))
    .nullable()
    .describe('Validations, revocations and requests, as the journal has them; null when it cannot be read.'),
});

export const reportSchema = z.strictObject({
  schemaVersion: z.literal(1).describe('Grows when a reader of the previous one would be wrong.'),
  kind: z.enum(['daily', 'weekly', 'monthly', 'sla', 'rollout']),
  profile: z.strictObject({ id: z.string(), name: z.string(), environment: z.string() }),
  generatedAt: instant,
  period: z.strictObject({
    title: z.string(),
    from: instant,
    to: instant.describe('Its end, which does not belong to it.'),
    seconds: z.number(),
    timeZone: z.string(),
  }),
  coverage: z.strictObject({ asked: askedRange, covered, unknown }).describe('How much of the period Prometheus has.'),
  result: resultSchema.nullable().describe('Of all targets: FAIL when one fails, else UNKNOWN when one is not known.'),
  figures: z.array(figureSchema),
  slas: z.array(figureSchema).describe('What was agreed: each passes or fails.'),
  incidents: incidentsSchema,
  deployments: deploymentsSchema,
  onCall: z.strictObject({
    shifts: z.array(
      z.strictObject({ from: instant, to: instant, primary: z.string().nullable(), backup: z.string().nullable() }),
    ),
    unknown,
  }),
  rollout: rolloutSchema.nullable().describe('The account of a rollout; null in other reports.'),
});

export type Report = z.infer<typeof reportSchema>;
export type Figure = z.infer<typeof figureSchema>;
export type Incident = z.infer<typeof incident>;
export type IncidentsReport = z.infer<typeof incidentsSchema>;
export type DeploymentsReport = z.infer<typeof deploymentsSchema>;

/** The JSON Schema of a report (draft 2020-12). */
export const reportJsonSchema = () => ({ title: 'ringdeck report', ...z.toJSONSchema(reportSchema) });
