import type { Room } from '../../../room/shown.ts';
import { isSubject } from '../chart/subjects.ts';
import type { Facts } from './facts.ts';
import { measuredFacts } from './measured.ts';
import type { Incident } from './state.ts';
import { troubleFacts } from './troubles.ts';

/** All that is known of what an incident page is about; null where there is no such thing in the room any more. */
export const factsOf = (about: Incident, room: Room): Facts | null =>
  isSubject(about) ? measuredFacts(about, room) : troubleFacts(about, room);
