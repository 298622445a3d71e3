import type { Alerts, Ring, Room, RoomAlert } from '../room.ts';

/** What alerts say against going on with some rings. */
export interface AlertHold {
  /** P0 alerts that concern them and that nobody acknowledged, worst first. */
  readonly firing: readonly RoomAlert[];
  /** Why it is not known whether there are others; null when it is, and when nobody is asked for alerts. */
  readonly unknown: string | null;
}

/** What was last known is no word on now: a P0 alert that fired then neither fires for certain nor is it over. */
export function alertHold(room: Pick<Room, 'alerts' | 'sources'>, rings: readonly string[]): AlertHold {
  const { alerts } = room;
  if (!isWatched(room)) return { firing: [], unknown: null };
  const firing = concerning(alerts, rings).filter(({ tier, state }) => tier === 'P0' && state === 'firing');
  if (isCurrent(alerts)) return { firing, unknown: alerts.complete ? null : alerts.detail };
  const [last] = firing;
  return { firing: [], unknown: alerts.detail + (last ? `; last known: P0 ${last.name} fires` : '') };
}

/** Whether anybody is asked for alerts at all. */
export const isWatched = ({ sources }: Pick<Room, 'sources'>): boolean =>
  sources.some(({ kind }) => kind === 'alertmanager');

/** Whether what is listed is about now, though there may be more. */
export const isCurrent = ({ freshness }: Pick<Alerts, 'freshness'>): boolean =>
  freshness === 'ok' || freshness === 'partial';

/** Alerts that concern one of these rings. */
export const concerning = ({ list }: Pick<Alerts, 'list'>, rings: readonly string[]): readonly RoomAlert[] =>
  list.filter(({ concern }) => concern.rings.some((ring) => rings.includes(ring)));

/** The ring with what alerts hold it up by, where all else about it is ready. */
export function withHold(ring: Ring, room: Pick<Room, 'alerts' | 'sources'>): Ring {
  if (ring.state !== 'ready') return ring;
  const { firing, unknown } = alertHold(room, [ring.id]);
  const [first, ...more] = firing;
  if (!first && unknown === null) return ring;
  const held = first
    ? `P0 ${[first.name, ...(more.length > 0 ? [`and ${more.length} more`] : [])].join(' ')} fires`
    : '';
  return { ...ring, reason: `${held || 'alerts are not known'}, else ${ring.reason}` };
}
