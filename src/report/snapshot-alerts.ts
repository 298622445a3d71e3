import { runbookFile } from '../room/alerts/runbook.ts';
import type { Room, RoomAlert } from '../room/room.ts';
import { secondsBetween } from '../units.ts';
import type { AlertSnapshot } from './schema/alerts.ts';
import { toAck, toClaim, toLapsed } from './snapshot-acks.ts';
import { toAttribution, toClocks, toConcern } from './snapshot-incidents.ts';

/** An alert in the published form. */
export function toAlert(alert: RoomAlert, { at: now, runbooks }: Pick<Room, 'at' | 'runbooks'>): AlertSnapshot {
  const { fingerprint, name, severity, tier, state, startsAt, summary, runbook, labels, mutedBy } = alert;
  const file = runbookFile(alert, runbooks);
  return {
    fingerprint,
    name,
    severity,
    tier,
    state,
    ...(mutedBy && { mutedBy: [...mutedBy] }),
    startsAt: new Date(startsAt).toISOString(),
    ageSeconds: secondsBetween(startsAt, now),
    summary,
    ...(runbook !== null && { runbook }),
    ...(file !== null && { runbookFile: file }),
    labels: { ...labels },
    ack: toAck(alert),
    lapsed: toLapsed(alert, now),
    claim: toClaim(alert),
    attribution: toAttribution(alert),
    concern: toConcern(alert),
    clocks: toClocks(alert, now),
  };
}
