import { z } from 'zod';
import { dictionary } from '../../dictionary.ts';
import { SOURCE_KINDS } from '../../sources/kinds.ts';
import { UNITS } from '../../units.ts';
import { endedAcksSchema, silencesSchema } from './acks.ts';
import { alertsSchema } from './alerts.ts';
import { incidentsSchema, onCallSchema } from './incidents.ts';
import { direction, limitNumbersFields } from './limit.ts';
import { panelsSchema } from './panels.ts';
import { patternsSchema } from './patterns.ts';
import { slasSchema, slosSchema } from './slos.ts';
import { verdictSchema } from './verdict.ts';

const state = z.enum(['ok', 'warn', 'fail', 'unknown']);
const unit = z.enum(UNITS);
const instant = z.iso.datetime().describe('RFC 3339, UTC.');
const maybe = z.number().nullable();
const reason = z.string().optional().describe('Why the value is unknown.');

const ringState = z.enum([
  'waiting',
  'deploying',
  'soaking',
  'ready',
  'validated',
  'failing',
  'unknown',
  'rolled-back',
]);
const soak = z
  .strictObject({
    elapsedSeconds: z.number(),
    requiredSeconds: z.number(),
    pausedSeconds: z.number().describe('Time during which the clock stood still.'),
    paused: z.string().optional().describe('Set while it stands still: since when and why.'),
  })
  .nullable();
const check = z.strictObject({
  id: z.string(),
  label: z.string(),
  state,
  value: maybe,
  unit,
  ...limitNumbersFields,
  direction,
  critical: z.boolean(),
  region: z.string().optional().describe('Of a ring in several regions: in which it is checked.'),
  reason,
});

/** The snapshot contract. Numbers are in base units (seconds, bytes, ratios 0–1); unknown is null with a reason. */
export const snapshotSchema = z.strictObject({
  schemaVersion: z.literal(1),
  at: instant,
  profile: z.string(),
  state,
  headline: z.string().describe('The worst finding in one sentence, or that all is well.'),
  sources: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.enum(SOURCE_KINDS),
      state: z
        .enum(['ok', 'partial', 'stale', 'failed', 'waiting'])
        .describe('`partial`: it answers, but not everything, or with refusals alone.'),
      ageSeconds: maybe,
      latencyMs: maybe,
      error: z.string().optional().describe('What came instead of an answer, or of some of them.'),
    }),
  ),
  rings: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      state: ringState,
      reason: z.string(),
      validated: z
        .strictObject({
          by: z.string(),
          at: instant.nullable(),
          note: z.string().optional(),
          override: z.string().optional().describe('Why it was validated against what stood against it.'),
          approvedBy: z.string().optional().describe('The second operator.'),
        })
        .nullable(),
      approvals: z.union([z.literal(1), z.literal(2)]).describe('Operators it takes to validate it.'),
      approval: z
        .strictObject({
          by: z.string(),
          at: instant,
          expiresAt: instant,
          note: z.string().optional(),
          override: z.string().optional(),
        })
        .nullable()
        .describe('A validation asked for that waits for a second operator.'),
      soak,
      checks: z.array(check),
      budgets: z
        .array(check)
        .optional()
        .describe('What must be left of error budgets before it may be deployed to; absent where nothing must.'),
      regions: z
        .strictObject({
          pass: z.int().describe('How many must pass.'),
          cancelOnFail: z
            .boolean()
            .describe('One that fails, or is not known, holds the ring up though enough others pass.'),
          list: z.array(
            z.strictObject({
              id: z.string().describe('The id of its Prometheus among `sources`.'),
              state: ringState,
              reason: z.string(),
              deployedAt: instant.nullable(),
              soak,
            }),
          ),
        })
        .optional()
        .describe('How the ring stands in each of its regions; absent where it has none.'),
    }),
  ),
  comparison: z
    .strictObject({
      baseline: z.string(),
      candidate: z.string(),
      metrics: z.array(
        z.strictObject({
          id: z.string(),
          label: z.string(),
          unit,
          baseline: maybe,
          candidate: maybe,
          delta: maybe,
          state,
          reason,
        }),
      ),
      limits: z
        .strictObject({ state, sentence: z.string(), reasons: z.array(z.string()) })
        .describe('The newest values against their limits, beside the verdict.'),
      verdict: verdictSchema,
    })
    .nullable(),
  traffic: z
    .strictObject({
      state,
      reason: z.string(),
      shares: dictionary(z.string(), maybe),
      planned: maybe.optional(),
      requestsPerSecond: dictionary(z.string(), maybe),
    })
    .nullable(),
  patterns: patternsSchema,
  alerts: alertsSchema,
  alertsFreshness: z.strictObject({
    state: z
      .enum(['ok', 'partial', 'stale', 'unknown'])
      .describe('An empty list means no alerts only when this is `ok`.'),
    detail: z.string(),
  }),
  endedAcks: endedAcksSchema,
  silences: silencesSchema,
  onCall: onCallSchema,
  incidents: incidentsSchema,
  presence: z
    .array(z.strictObject({ by: z.string(), host: z.string(), kind: z.enum(['terminal', 'wall']), since: instant }))
    .nullable()
    .describe('Who has a room open on the same ring store; null when that is not known.'),
  infra: z.array(
    z.strictObject({
      group: z.string(),
      id: z.string(),
      label: z.string(),
      value: maybe,
      unit,
      state,
      ...limitNumbersFields,
      reason,
    }),
  ),
  panels: panelsSchema.describe('Panels of boards: those that the profile makes itself.'),
  slos: slosSchema,
  slas: slasSchema,
});

export type Snapshot = z.infer<typeof snapshotSchema>;

/** The snapshot's JSON Schema (draft 2020-12). */
export const snapshotJsonSchema = () => ({ title: 'ringdeck snapshot', ...z.toJSONSchema(snapshotSchema) });
