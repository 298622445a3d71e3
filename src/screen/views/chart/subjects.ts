import type { LogJump } from '../../../logs/jump.ts';
import type { Room } from '../../../room/shown.ts';
import type { Scene } from '../../../session/session.ts';
import { axisRange } from '../../core/axis.ts';
import { type Axis, WHOLE_AXIS } from '../../core/state.ts';
import { untilNow } from '../logs/jumps.ts';
import type { DetailInput } from '../shared/detail.ts';
import { check } from './check.ts';
import { infra } from './infra.ts';
import { metric } from './metric.ts';
import { panel } from './panel.ts';
import { sla } from './sla.ts';
import { slo } from './slo.ts';
import type { Subject, SubjectKindId } from './state.ts';
import type { Charted, Logged, SubjectKind } from './subject.ts';
import { traffic } from './traffic.ts';

/** Everything a chart can be of. */
const SUBJECTS: { readonly [K in SubjectKindId]: SubjectKind<Subject<K>> } = {
  metric,
  check,
  traffic,
  panel,
  slo,
  sla,
  infra,
};

/** What is drawn of a subject; null when it is no longer there. */
export const chartOf = <K extends SubjectKindId>(subject: Subject<K>, input: DetailInput): Charted | null =>
  SUBJECTS[subject.kind].chart(subject, input);

const loggedOf = <K extends SubjectKindId>(subject: Subject<K>, room: Room): Logged | null =>
  SUBJECTS[subject.kind].logs(subject, room);

/** Another line of a subject that has several. */
export const subjectMoved = <K extends SubjectKindId>(subject: Subject<K>, by: number, room: Room): Subject<K> =>
  SUBJECTS[subject.kind].move?.(subject, by, room) ?? subject;

/** Its query in the language of its source, to be copied. */
export const subjectCopy = <K extends SubjectKindId>(subject: Subject<K>, room: Room): string | null =>
  SUBJECTS[subject.kind].expr(subject, room);

/** The logs of a subject over the time of charts, where that was chosen; else over the last hour. */
export function subjectLogs(subject: Subject, { room, trends }: Scene, axis: Axis = WHOLE_AXIS): LogJump | null {
  const logged = loggedOf(subject, room);
  if (logged === null) return null;
  const { about, labels } = logged;
  const from = axis.span === null ? null : axisRange(axis, trends.since, room.at).from;
  return untilNow(room, about, labels, from);
}
