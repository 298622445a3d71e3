import type { Ring } from '../rings/rings.ts';
import type { SourceStatus } from '../sources.ts';
import type { State } from '../state.ts';
import type { RoomAlert } from './alert.ts';
import type { Alerts } from './alerts.ts';

/** What of the room says whether alerts hold anything up. */
export interface AlertRoom {
  readonly alerts: Alerts;
  readonly sources: readonly SourceStatus[];
}

/** What alerts say against going on with some rings. */
export interface AlertHold {
  /** P0 alerts that concern them and that nobody acknowledged, worst first. */
  readonly firing: readonly RoomAlert[];
  /** Set where it is not known whether there are others; null when it is, and when nobody is asked for alerts. */
  readonly unknown: AlertsUnknown | null;
}

/** Not all alerts are known: the listing says why. */
export interface AlertsUnknown {
  /** The name of a P0 that fired when alerts were last known. */
  readonly last: string | null;
}

/** What was last known is no word on now: a P0 alert that fired then neither fires for certain nor is it over. */
export function alertHold(room: AlertRoom, rings: readonly string[]): AlertHold {
  const { alerts } = room;
  if (!isWatched(room)) return { firing: [], unknown: null };
  const firing = concerning(alerts, rings).filter(({ tier, state }) => tier === 'P0' && state === 'firing');
  if (isCurrent(alerts)) return { firing, unknown: alerts.complete ? null : { last: null } };
  return { firing: [], unknown: { last: firing[0]?.name ?? null } };
}

/** Whether anybody is asked for alerts at all. */
export const isWatched = ({ sources }: Pick<AlertRoom, 'sources'>): boolean =>
  sources.some(({ kind }) => kind === 'alertmanager');

/** Whether what is listed is about now, though there may be more. */
export const isCurrent = ({ freshness }: Pick<Alerts, 'freshness'>): boolean =>
  freshness === 'ok' || freshness === 'partial';

/** Alerts that concern one of these rings. */
export const concerning = ({ list }: Pick<Alerts, 'list'>, rings: readonly string[]): readonly RoomAlert[] =>
  list.filter(({ concern }) => concern.rings.some((ring) => rings.includes(ring)));

/** The ring with what alerts and budgets hold it up by, where all else about it is ready. */
export function withHold(ring: Ring, room: AlertRoom): Ring {
  if (ring.state !== 'ready') return ring;
  const { firing, unknown } = alertHold(room, [ring.id]);
  const budgetsThat = (are: State) => ring.budgets.filter(({ state }) => state === are).map(({ label }) => label);
  const [budgets, unread] = [budgetsThat('fail'), budgetsThat('unknown')];
  if (firing.length === 0 && unknown === null && budgets.length === 0 && unread.length === 0) return ring;
  return { ...ring, hold: { firing: firing.map(({ name }) => name), budgets, unread } };
}
