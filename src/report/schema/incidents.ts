import { z } from 'zod';
import { partialDictionary } from '../../dictionary.ts';

/** The parts of the snapshot that tell of incidents: where alerts come from, their clocks, who is on call, how it went. */

const instant = z.iso.datetime().describe('RFC 3339, UTC.');
const maybe = z.number().nullable();

export const attributionSchema = z.strictObject({
  since: z.enum(['before', 'new', 'unknown']).describe('Against the deployment of `ring`.'),
  on: z.enum(['candidate', 'baseline', 'both', 'infrastructure', 'unknown']),
  ring: z.string().nullable().describe('The ring it is about, else the one rolling out.'),
  text: z.string(),
});

export const concernSchema = z
  .strictObject({
    about: z.enum(['ring', 'candidate', 'baseline', 'both', 'infrastructure', 'system']),
    rings: z.array(z.string()).describe('The rings it concerns: an unacknowledged P0 holds these up.'),
    text: z.string(),
  })
  .describe('What it is about by its labels and the profile.');

const clock = {
  limitSeconds: z.number(),
  due: instant,
  leftSeconds: z.number().describe('Negative beyond the limit; of a clock that is met, as it stood then.'),
  state: z.enum(['running', 'met', 'overdue']),
};

export const clocksSchema = z
  .strictObject({
    respond: z.strictObject(clock).nullable(),
    escalate: z
      .strictObject({
        ...clock,
        to: z.string(),
        who: z.string().describe('The person behind `to` where that is known.'),
        called: z.strictObject({ to: z.string(), who: z.string(), at: instant }).nullable(),
      })
      .nullable(),
    resolve: z.strictObject(clock).nullable(),
  })
  .describe('Each is null where the tier has no such limit or nobody waits.');

export const onCallSchema = z
  .strictObject({
    primary: z.string().nullable(),
    backup: z.string().nullable(),
    until: instant.nullable(),
    next: z.string().nullable(),
    source: z.enum(['rotation', 'calendar']),
    ageSeconds: maybe.describe('Of the calendar; null for a rotation.'),
    stale: z.boolean(),
    error: z.string().nullable(),
  })
  .nullable()
  .describe('Null when the profile does not say who is on call.');

const tally = z.strictObject({
  count: z.int(),
  open: z.int(),
  closed: z.int(),
  answered: z.int(),
  mttaSeconds: maybe,
  mttrSeconds: maybe,
});

export const incidentsSchema = z
  .strictObject({
    windowSeconds: z.number(),
    total: tally.nullable().describe('Null when it is not known: `detail` says why.'),
    byTier: partialDictionary(z.enum(['P0', 'P1', 'P2', 'P3']), tally),
    detail: z.string(),
  })
  .nullable()
  .describe('Null when alerts are not watched.');

export type AttributionSnapshot = z.infer<typeof attributionSchema>;
export type ConcernSnapshot = z.infer<typeof concernSchema>;
export type ClocksSnapshot = z.infer<typeof clocksSchema>;
export type OnCallSnapshot = z.infer<typeof onCallSchema>;
export type IncidentsSnapshot = z.infer<typeof incidentsSchema>;
