import type { LogJump } from '../../../logs/jump.ts';
import type { Room, State } from '../../../room/shown.ts';
import type { Scene } from '../../../session/session.ts';
import { axisRange } from '../../core/axis.ts';
import { type Axis, WHOLE_AXIS } from '../../core/state.ts';
import type { Told } from '../incident/facts.ts';
import { untilNow } from '../logs/jumps.ts';
import type { DetailInput } from '../shared/detail.ts';
import { check } from './check.ts';
import { infra } from './infra.ts';
import { metric } from './metric.ts';
import { panel } from './panel.ts';
import { sla } from './sla.ts';
import { slo } from './slo.ts';
import type { Subject, SubjectKindId } from './state.ts';
import type { Charted, Logged, SubjectKind, Watched } from './subject.ts';
import { traffic } from './traffic.ts';

/** Everything a chart can be of: what rolls out, then what it stands on, then what was promised. */
const SUBJECTS: { readonly [K in SubjectKindId]: SubjectKind<Subject<K>> } = {
  metric,
  check,
  traffic,
  infra,
  panel,
  slo,
  sla,
};

/** Whether it can be charted. */
export const isSubject = (about: { readonly kind: string }): about is Subject => Object.hasOwn(SUBJECTS, about.kind);

/** Everything in a room that can be charted, and runs. */
export const subjectsIn = (room: Room): readonly Subject[] =>
  Object.values(SUBJECTS).flatMap<Subject>(({ all }) => all(room));

/** How a subject stands; null when it is no longer there. */
export const standingOf = <K extends SubjectKindId>(subject: Subject<K>, room: Room): State | null =>
  SUBJECTS[subject.kind].standing(subject, room);

/** What the page of an incident tells of a subject; null when it is no longer there. */
export const toldOf = <K extends SubjectKindId>(subject: Subject<K>, room: Room): Told | null =>
  SUBJECTS[subject.kind].told(subject, room);

/** What tells of a subject at any time whether it was as it should be; null where nothing does. */
export const watchedOf = <K extends SubjectKindId>(subject: Subject<K>, room: Room): Watched | null =>
  SUBJECTS[subject.kind].watched(subject, room);

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
