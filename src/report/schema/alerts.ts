import { z } from 'zod';
import { dictionary } from '../../dictionary.ts';
import { ackSchema, claimSchema, lapsedSchema } from './acks.ts';
import { attributionSchema, clocksSchema, concernSchema } from './incidents.ts';

const instant = z.iso.datetime().describe('RFC 3339, UTC.');

/** The alerts of the snapshot. */
export const alertsSchema = z.array(
  z.strictObject({
    fingerprint: z.string(),
    name: z.string(),
    severity: z.string(),
    tier: z.enum(['P0', 'P1', 'P2', 'P3']),
    state: z.enum(['firing', 'acknowledged', 'silenced', 'inhibited', 'muted']),
    mutedBy: z
      .array(z.string())
      .optional()
      .describe('Names of the time intervals in which Alertmanager tells nobody of it.'),
    startsAt: instant,
    ageSeconds: z.number(),
    summary: z.string(),
    runbook: z.string().optional(),
    runbookFile: z.string().optional().describe('Markdown beside the profile that is named as its runbook.'),
    labels: dictionary(z.string(), z.string()),
    ack: ackSchema,
    lapsed: lapsedSchema,
    claim: claimSchema,
    attribution: attributionSchema,
    concern: concernSchema,
    clocks: clocksSchema,
  }),
);

export type AlertSnapshot = z.infer<typeof alertsSchema>[number];
