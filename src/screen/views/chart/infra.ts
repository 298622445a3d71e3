import { labelsAsked } from '../../../logs/jump.ts';
import type { InfraItem, Room } from '../../../room/shown.ts';
import { safe } from '../../../text/safe.ts';
import { run } from '../../canvas/runs.ts';
import { infraKey } from '../../panels/page.ts';
import { limitText, stateMark } from '../../panels/parts.ts';
import { newestRuns } from './now.ts';
import type { Subject } from './state.ts';
import type { SubjectKind } from './subject.ts';

const itemOf = ({ row }: Subject<'infra'>, room: Room): InfraItem | undefined =>
  room.infra.find((one) => infraKey(one) === row);

/** A row of the infrastructure. */
export const infra: SubjectKind<Subject<'infra'>> = {
  chart(subject, input) {
    const item = itemOf(subject, input.room);
    if (item === undefined) return null;
    const { glyphs } = input;
    const { limit, unit } = item;
    return {
      title: safe(`${item.group} ${glyphs.becomes} ${item.label}`),
      unit,
      limit,
      curves: [{ expr: item.expr, line: 'candidate' }],
      facts: [
        [
          stateMark(item.state, glyphs),
          run(' '),
          ...newestRuns(item.reading, unit, input),
          run(limit === null ? '' : `   limit ${limitText({ limit, unit }, glyphs)}`, 'dim'),
        ],
      ],
    };
  },
  expr: (subject, room) => itemOf(subject, room)?.expr.text ?? null,
  logs(subject, room) {
    const item = itemOf(subject, room);
    if (item === undefined) return null;
    return { about: `${item.group} ${item.label}`, labels: { ...labelsAsked(item.expr.text), ...item.exactLabels } };
  },
};
