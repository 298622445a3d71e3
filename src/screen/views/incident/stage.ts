import { own } from '../../../own.ts';
import type { Room, RoomAlert } from '../../../room/shown.ts';
import type { Labels } from '../../../sources/prometheus/types.ts';
import { type Safe, safe } from '../../../text/safe.ts';
import { sanitiseLine } from '../../../text/sanitise.ts';

/** The ring that the rollout has reached. */
export function ringInStage({ comparison, rings }: Pick<Room, 'comparison' | 'rings'>): string | null {
  const judged = rings.find(({ id }) => id === comparison?.verdict.judged?.ring)?.id ?? null;
  const reached = rings.findLast(({ deployedAt, validated }) => deployedAt !== null && validated === null);
  // What was rolled back is the stage until another begins: the candidate may run there still.
  return judged ?? reached?.id ?? rings.findLast(({ state }) => state === 'rolled-back')?.id ?? null;
}

/** The same as a place. */
export const stageOf = (room: Room): readonly Safe[] => {
  const ring = room.rings.find(({ id }) => id === ringInStage(room));
  return ring === undefined ? [] : [safe(`ring ${ring.id}`)];
};

const isFiring = ({ state }: RoomAlert): boolean => state === 'firing';

/** The worst alert that fires for the candidate. */
export const candidateAlert = ({ alerts }: Pick<Room, 'alerts'>): RoomAlert | null =>
  alerts.list.find((alert) => isFiring(alert) && alert.attribution.on === 'candidate') ?? null;

/** The worst alert that fires and has a label with such a value. */
export const alertNaming = ({ alerts }: Room, [name, value]: readonly [string, string]): RoomAlert | null =>
  alerts.list.find((alert) => isFiring(alert) && own(alert.labels, name) === value) ?? null;

/** Labels that many things have, and that tell no machine or part from another. */
const COMMON: ReadonlySet<string> = new Set(['severity', 'system', 'env', 'environment', 'cluster', 'alertname']);

/** The worst alert that fires for the same machine, or part: with a label of the thing's, and none that says otherwise. */
export function alertLike({ alerts }: Room, labels: Labels): RoomAlert | null {
  const named = Object.entries(labels).filter(([name]) => !COMMON.has(name));
  const isLike = (alert: RoomAlert): boolean => {
    const shared = named.filter(([name]) => own(alert.labels, name) !== undefined);
    return shared.length > 0 && shared.every(([name, value]) => own(alert.labels, name) === sanitiseLine(value));
  };
  return alerts.list.find((alert) => isFiring(alert) && isLike(alert)) ?? null;
}
