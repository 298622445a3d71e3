import { labelsAsked } from '../../../logs/jump.ts';
import type { Room, RoomSla } from '../../../room/shown.ts';
import { slaText } from '../../../wording/slos.ts';
import { run } from '../../canvas/runs.ts';
import { stateMark } from '../../panels/parts.ts';
import { gaugeOf } from '../incident/gauge.ts';
import { alertNaming } from '../incident/stage.ts';
import type { Subject } from './state.ts';
import { type SubjectKind, watchedBy } from './subject.ts';

const slaOf = (subject: Subject<'sla'>, { slas }: Room): RoomSla | undefined =>
  slas.find(({ id }) => id === subject.sla);

/** What was promised, and what is. */
export const sla: SubjectKind<Subject<'sla'>> = {
  all: ({ slas }) => slas.map(({ id }) => ({ kind: 'sla', sla: id })),
  standing: (subject, room) => slaOf(subject, room)?.state ?? null,
  told(subject, room) {
    const found = slaOf(subject, room);
    if (found === undefined) return null;
    const { id, label, standing } = found;
    return {
      title: label,
      sentence: slaText(found, room.at),
      gauge: gaugeOf(found),
      since: 'since' in standing ? standing.since : null,
      alert: alertNaming(room, ['sla', id]),
    };
  },
  watched(subject, room) {
    const found = slaOf(subject, room);
    return found ? watchedBy({ expr: found.expr }, found.limit) : null;
  },
  chart(subject, { room, glyphs }) {
    const found = slaOf(subject, room);
    if (found === undefined) return null;
    const { label, unit, limit, state, expr } = found;
    return {
      title: label,
      unit,
      limit,
      curves: [{ expr, line: 'candidate' }],
      facts: [[stateMark(state, glyphs), run(` ${slaText(found, room.at)}`, state === 'ok' ? 'text' : state)]],
    };
  },
  expr: (subject, room) => slaOf(subject, room)?.expr.text ?? null,
  logs(subject, room) {
    const found = slaOf(subject, room);
    return found === undefined ? null : { about: found.label, labels: labelsAsked(found.expr.text) };
  },
};
