import type { Millis } from '../../src/units.ts';
import type { Notification } from '../../stack/receiver.ts';

/** What one alert's page was told, in order of time: a page is open from a `firing` until the next `resolved`. */
export interface Told {
  readonly at: Millis;
  readonly status: 'firing' | 'resolved';
  readonly startsAt: Millis;
  readonly endsAt: Millis;
}

/** What the receiver was told of each alert, by switch. */
export function toldOf(notifications: readonly Notification[]): ReadonlyMap<string, readonly Told[]> {
  const all = notifications.flatMap(({ at, alerts }) =>
    alerts.map(({ labels, status, startsAt, endsAt }) => ({ id: labels.id ?? '', at, status, startsAt, endsAt })),
  );
  return Map.groupBy(
    all.toSorted((a, b) => a.at - b.at),
    ({ id }) => id,
  );
}

/** Whether a page is open at an instant. */
export const isPaging = (told: readonly Told[], at: Millis): boolean =>
  told.findLast((one) => one.at <= at)?.status === 'firing';
