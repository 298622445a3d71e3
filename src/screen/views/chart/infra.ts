import type { Limit } from '../../../limits/limit.ts';
import { labelsAsked } from '../../../logs/jump.ts';
import type { InfraItem, Room } from '../../../room/shown.ts';
import { safe } from '../../../text/safe.ts';
import { infraSentence } from '../../../wording/incident.ts';
import { run } from '../../canvas/runs.ts';
import { infraKey } from '../../panels/page.ts';
import { limitText, stateMark } from '../../panels/parts.ts';
import { gaugeOf } from '../incident/gauge.ts';
import { placesOf } from '../incident/places.ts';
import { alertLike } from '../incident/stage.ts';
import { isMany, newestRuns } from './now.ts';
import type { Subject } from './state.ts';
import { type SubjectKind, watchedBy } from './subject.ts';

const itemOf = ({ row }: Subject<'infra'>, room: Room): InfraItem | undefined =>
  room.infra.find((one) => infraKey(one) === row);

const labelsOf = ({ expr, exactLabels }: InfraItem) => ({ ...labelsAsked(expr.text), ...exactLabels });

const UP: Limit = { kind: 'at-least', least: 1 };

/** A row of the infrastructure. */
export const infra: SubjectKind<Subject<'infra'>> = {
  all: (room) => room.infra.map((item) => ({ kind: 'infra', row: infraKey(item) })),
  standing: (subject, room) => itemOf(subject, room)?.state ?? null,
  told(subject, room) {
    const item = itemOf(subject, room);
    if (item === undefined) return null;
    const labels = labelsOf(item);
    return {
      title: safe(`${item.group}: ${item.label}`),
      sentence: infraSentence(item, room.at),
      gauge: item.show === 'up' ? null : gaugeOf(item),
      places: placesOf(labels),
      alert: alertLike(room, labels),
    };
  },
  watched(subject, room) {
    const item = itemOf(subject, room);
    return item ? watchedBy({ expr: item.expr }, item.limit ?? (item.show === 'up' ? UP : null)) : null;
  },
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
      ...(isMany(item.reading) && { isNow: true }),
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
    return { about: `${item.group} ${item.label}`, labels: labelsOf(item) };
  },
};
