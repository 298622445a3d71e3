import type { Room } from '../../room/shown.ts';
import { promqlMatcher } from '../../text/promql.ts';
import { ringReason } from '../../wording/rings.ts';

/** An alert as one would paste it into a chat: what it is, then how to find it; null where it is no longer there. */
export function alertCopy(fingerprint: string, room: Room): string | null {
  const alert = room.alerts.list.find((a) => a.fingerprint === fingerprint);
  if (alert === undefined) return null;
  const labels = Object.entries(alert.labels).map(([name, value]) => promqlMatcher(name, value));
  const lines = [`${alert.tier} ${alert.name}: ${alert.summary}`, `{${labels.join(', ')}}`];
  if (alert.runbook !== null) lines.push(alert.runbook);
  return lines.join('\n');
}

/** A ring likewise. */
export function ringCopy(id: string, room: Room): string | null {
  const ring = room.rings.find((r) => r.id === id);
  return ring === undefined ? null : `${ring.id} (${ring.name}): ${ring.state}, ${ringReason(ring, room)}`;
}
