import { z } from 'zod';
import { dictionary } from '../dictionary.ts';
import type { RoomAlert } from '../room/room.ts';
import type { Millis } from '../units.ts';
import { ackSchema, claimSchema, lapsedSchema, toAck, toClaim, toLapsed } from './snapshot-acks.ts';
import {
  attributionSchema,
  clocksSchema,
  concernSchema,
  toAttribution,
  toClocks,
  toConcern,
} from './snapshot-incidents.ts';

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
    labels: dictionary(z.string(), z.string()),
    ack: ackSchema,
    lapsed: lapsedSchema,
    claim: claimSchema,
    attribution: attributionSchema,
    concern: concernSchema,
    clocks: clocksSchema,
  }),
);

export function toAlert(alert: RoomAlert, now: Millis): z.infer<typeof alertsSchema>[number] {
  const { fingerprint, name, severity, tier, state, startsAt, age, summary, runbook, labels, mutedBy } = alert;
  return {
    fingerprint,
    name,
    severity,
    tier,
    state,
    ...(mutedBy && { mutedBy: [...mutedBy] }),
    startsAt: new Date(startsAt).toISOString(),
    ageSeconds: age,
    summary,
    ...(runbook !== null && { runbook }),
    labels: { ...labels },
    ack: toAck(alert),
    lapsed: toLapsed(alert, now),
    claim: toClaim(alert),
    attribution: toAttribution(alert),
    concern: toConcern(alert),
    clocks: toClocks(alert),
  };
}
