import { labelsAsked } from '../../../logs/jump.ts';
import type { Room, RoomAlert } from '../../../room/shown.ts';
import { safe } from '../../../text/safe.ts';
import { checkSentence } from '../../../wording/incident.ts';
import { run } from '../../canvas/runs.ts';
import { limitText, stateMark } from '../../panels/parts.ts';
import { gaugeOf } from '../incident/gauge.ts';
import { placesOf } from '../incident/places.ts';
import { isMany, newestRuns } from './now.ts';
import type { Subject } from './state.ts';
import { type SubjectKind, watchedBy } from './subject.ts';

function checkOf(subject: Subject<'check'>, { rings }: Room) {
  const ring = rings.find(({ id }) => id === subject.ring);
  const check = ring?.checks.find(({ id }) => id === subject.check);
  return ring === undefined || check === undefined ? null : { ring, check };
}

/** A check of a ring. */
export const check: SubjectKind<Subject<'check'>> = {
  all: ({ rings }) =>
    rings
      .filter(({ deployedAt, state }) => deployedAt !== null || state === 'rolled-back')
      .flatMap(({ id: ring, checks }) => checks.map(({ id }) => ({ kind: 'check', ring, check: id }) as const)),
  standing: (subject, room) => checkOf(subject, room)?.check.state ?? null,
  told(subject, room) {
    const found = checkOf(subject, room);
    if (found === null) return null;
    const { ring, check } = found;
    const isOfRing = ({ state, concern }: RoomAlert) => state === 'firing' && concern.rings.includes(ring.id);
    return {
      title: safe(`${ring.id}: ${check.label}`),
      sentence: checkSentence(check, [ring.id], room.at),
      gauge: gaugeOf(check),
      more: check.critical ? [safe('It is critical: the ring may not go on while it fails')] : [],
      places: [
        safe(`ring ${ring.id}`),
        ...(check.region ? [safe(`region ${check.region.id}`)] : []),
        ...placesOf(labelsAsked(check.expr.text)),
      ],
      alert: room.alerts.list.find(isOfRing) ?? null,
      ring: ring.id,
    };
  },
  watched(subject, room) {
    const found = checkOf(subject, room);
    return found && watchedBy({ expr: found.check.expr }, found.check.limit);
  },
  chart(subject, input) {
    const found = checkOf(subject, input.room);
    if (found === null) return null;
    const { ring, check } = found;
    const { glyphs } = input;
    return {
      title: safe(`${ring.id} ${glyphs.becomes} ${check.label}`),
      unit: check.unit,
      limit: check.limit,
      curves: [{ expr: check.expr, line: 'candidate' }],
      ...(isMany(check.reading) && { isNow: true }),
      facts: [
        [
          stateMark(check.state, glyphs),
          run(' '),
          ...newestRuns(check.reading, check.unit, input),
          run(`   limit ${limitText(check, glyphs)}`, 'dim'),
        ],
      ],
    };
  },
  expr: (subject, room) => checkOf(subject, room)?.check.expr.text ?? null,
  logs(subject, room) {
    const found = checkOf(subject, room);
    if (found === null) return null;
    const { ring, check } = found;
    return { about: `${ring.id} ${check.label}`, labels: { ring: ring.id, ...labelsAsked(check.expr.text) } };
  },
};
