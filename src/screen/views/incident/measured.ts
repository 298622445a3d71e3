import type { Room } from '../../../room/shown.ts';
import type { Subject } from '../chart/state.ts';
import { standingOf, toldOf } from '../chart/subjects.ts';
import type { Facts } from './facts.ts';

/** All that is known of a thing that is measured; null where it is no longer in the room. */
export function measuredFacts(about: Subject, room: Room): Facts | null {
  const told = toldOf(about, room);
  const state = standingOf(about, room);
  if (told === null || state === null) return null;
  return {
    state,
    more: [],
    gauge: null,
    since: null,
    places: [],
    subject: about,
    alert: null,
    ring: null,
    isOfServers: false,
    ...told,
  };
}
