import { isDeepStrictEqual } from 'node:util';
import type { Room } from '../../../room/shown.ts';
import type { Safe } from '../../../text/safe.ts';
import type { Subject } from '../chart/state.ts';
import { standingOf, subjectsIn, toldOf } from '../chart/subjects.ts';

/** What else fails in the room: of so many at most each in a sentence, and how many more there are. */
export function othersFailing(
  subject: Subject | null,
  room: Room,
  most: number,
): { readonly told: readonly Safe[]; readonly more: number } {
  const failing = subjectsIn(room).filter((one) => standingOf(one, room) === 'fail');
  const others = failing.filter((one) => !isDeepStrictEqual(one, subject));
  const shown = others.length > most ? others.slice(0, most - 1) : others;
  return {
    told: shown.flatMap((one) => toldOf(one, room)?.sentence ?? []),
    more: others.length - shown.length,
  };
}
