import { lengthOf, type Span } from '../../reporting/period.ts';
import type { Room } from '../../room/room.ts';
import { addSeconds, type Millis, seconds } from '../../units.ts';
import { observeWith } from '../shared/observe.ts';
import type { ReportSources } from './sources.ts';

/** Instants of a rollout at which it is judged anew: each is asked for as `snapshot --at` is. */
const LOOKS = 8;

/** The room at instants of a period, by what the servers still have of them; the last is its end. */
export async function judgedRooms({ world, plan, servers, signal }: ReportSources, period: Span): Promise<Room[]> {
  const rooms: Room[] = [];
  for (const at of instantsIn(period)) {
    if (signal.aborted) break;
    // One after the other: each asks for all that was so then.
    const { room } = await observeWith(world, plan, servers, at, { of: 'look', charts: [] });
    rooms.push(room);
  }
  return rooms;
}

const instantsIn = (period: Span): Millis[] =>
  Array.from({ length: LOOKS }, (_, i) =>
    addSeconds(period.from, seconds(Math.round((lengthOf(period) * (i + 1)) / LOOKS))),
  );
