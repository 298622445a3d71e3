import type { Ring, Room, RoomAlert } from '../../../room/shown.ts';
import { safe } from '../../../text/safe.ts';
import type { Line } from '../../canvas/runs.ts';
import { actLines, actsForRing } from '../incident/acts.ts';
import { aroundRing } from '../incident/around.ts';
import type { Facts } from '../incident/facts.ts';
import type { DetailInput } from '../shared/detail.ts';

/** The worst alert that fires for a ring. */
export const alertOfRing = (ring: string, { alerts }: Pick<Room, 'alerts'>): RoomAlert | null =>
  alerts.list.find(({ state, concern }) => state === 'firing' && concern.rings.some((id) => id === ring)) ?? null;

/**
 * Who is on it, what is new in the logs, how the traffic is against the plan, and what can be done, in so many rows at
 * most: where these do not hold all, first of all what can be done, then why other acts cannot.
 */
export function besideLines(ring: Ring, check: string | undefined, rows: number, input: DetailInput): readonly Line[] {
  const facts = factsOf(ring, check, input.room);
  const acts = actsForRing(facts, input);
  const [few, all] = [1, Infinity].map((most) => actLines(acts, input, most));
  const doing = [all, few].find((lines) => lines !== undefined && lines.length <= rows) ?? [];
  const around: Line[] = [];
  for (const part of aroundRing(facts, input))
    if (around.length + part.length + doing.length <= rows) around.push(...part);
  const parts = [around, doing].filter(({ length }) => length > 0);
  const gaps = around.length + doing.length + parts.length + 1 <= rows;
  return gaps ? [[], ...parts.flatMap((part) => [...part, []])] : parts.flat();
}

function factsOf(ring: Ring, check: string | undefined, room: Room): Facts {
  const runs = ring.deployedAt !== null || ring.state === 'rolled-back';
  return {
    title: safe(ring.id),
    state:
      ring.state === 'failing' || ring.state === 'rolled-back' ? 'fail' : ring.state === 'unknown' ? 'unknown' : 'ok',
    sentence: safe(''),
    more: [],
    gauge: null,
    since: null,
    places: [],
    subject: check === undefined ? null : { kind: 'check', ring: ring.id, check },
    alert: alertOfRing(ring.id, room),
    isOfServers: false,
    ring: runs && ring.validated === null ? ring.id : null,
  };
}
