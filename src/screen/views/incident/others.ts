import { isDeepStrictEqual } from 'node:util';
import { queryKey } from '../../../profile/query.ts';
import type { Check, Room } from '../../../room/shown.ts';
import type { Safe } from '../../../text/safe.ts';
import { checkSentence } from '../../../wording/incident.ts';
import type { Subject } from '../chart/state.ts';
import { standingOf, subjectsIn, toldOf } from '../chart/subjects.ts';

/** What else fails in the room, each in a sentence: a check that is the same in several rings once, with all of them. */
export function othersFailing(subject: Subject | null, room: Room): readonly Safe[] {
  const others = subjectsIn(room).filter((one) => standingOf(one, room) === 'fail' && !isDeepStrictEqual(one, subject));
  const alike = Map.groupBy(others, (one) => {
    const check = checkOf(one, room);
    return check === null ? one : keyOf(check);
  });
  return [...alike.values()].flatMap((same) => {
    const [first] = same;
    const check = first === undefined ? null : checkOf(first, room);
    const rings = same.flatMap((one) => (one.kind === 'check' ? [one.ring] : []));
    if (check !== null && rings.length > 1) return [checkSentence(check, rings, room.at)];
    return first === undefined ? [] : (toldOf(first, room)?.sentence ?? []);
  });
}

const checkOf = (subject: Subject, { rings }: Room): Check | null =>
  subject.kind === 'check'
    ? (rings.find(({ id }) => id === subject.ring)?.checks.find(({ id }) => id === subject.check) ?? null)
    : null;

/** Checks of one key ask the same, have the same answer, and are held against the same limit. */
const keyOf = ({ label, expr, limit, reading, region }: Check): string =>
  JSON.stringify([label, queryKey(expr), limit, reading.known ? reading.value : reading.reason, region?.id]);
