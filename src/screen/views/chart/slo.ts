import { labelsAsked } from '../../../logs/jump.ts';
import type { Room, RoomSlo } from '../../../room/shown.ts';
import { formatAgainst, formatDuration, formatValue } from '../../../text/format.ts';
import { type Safe, safe } from '../../../text/safe.ts';
import { sloText } from '../../../wording/slos.ts';
import { run } from '../../canvas/runs.ts';
import { stateMark } from '../../panels/parts.ts';
import { alertNaming } from '../incident/stage.ts';
import type { Subject } from './state.ts';
import type { SubjectKind } from './subject.ts';

const sloOf = (subject: Subject<'slo'>, { slos }: Room): RoomSlo | undefined =>
  slos.find(({ id }) => id === subject.slo);

/** "99.1 % were good over 30d, at least 99.9 % are promised" */
const objectiveText = ({ good, objective, window }: RoomSlo): readonly Safe[] =>
  good === null
    ? []
    : [
        safe(
          `${formatAgainst(good, objective, 'ratio')} were good over ${formatDuration(window)}, the objective is at least ${formatValue(objective, 'ratio')}`,
        ),
      ];

/** What is left of the error budget of an objective. */
export const slo: SubjectKind<Subject<'slo'>> = {
  all: ({ slos }) => slos.map(({ id }) => ({ kind: 'slo', slo: id })),
  standing: (subject, room) => sloOf(subject, room)?.state ?? null,
  told(subject, room) {
    const found = sloOf(subject, room);
    if (found === undefined) return null;
    return {
      title: found.label,
      sentence: sloText(found, room.at),
      more: [
        ...objectiveText(found),
        ...(found.recorded ? [] : [safe('Its past is not kept: it is not among the recording rules')]),
      ],
      alert: alertNaming(room, ['slo', found.id]),
    };
  },
  watched: () => null,
  chart(subject, { room, glyphs }) {
    const found = sloOf(subject, room);
    if (found === undefined) return null;
    const { label, state, expr, recorded } = found;
    return {
      title: label,
      unit: 'ratio',
      limit: null,
      curves: [{ expr, line: 'candidate' }],
      more: { min: 0, max: 1 },
      ...(!recorded && { isNow: true }),
      facts: [
        [stateMark(state, glyphs), run(` ${sloText(found, room.at)}`, state === 'ok' ? 'text' : state)],
        [run(recorded ? '' : 'its past is not kept: it is not among the recording rules', 'dim')],
      ],
    };
  },
  expr: (subject, room) => sloOf(subject, room)?.expr.text ?? null,
  logs(subject, room) {
    const found = sloOf(subject, room);
    return found === undefined ? null : { about: found.label, labels: labelsAsked(found.burns.fast.long.expr.text) };
  },
};
