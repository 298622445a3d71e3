import type { Room } from '../../../room/shown.ts';
import { worstRow } from '../chart/panel-rows.ts';
import type { Subject } from '../chart/state.ts';
import { standingOf } from '../chart/subjects.ts';

/** A thing with the row of it that is not well: what draws its rows together is entered by any of them. */
export function troubledRow(subject: Subject, { panels }: Pick<Room, 'panels'>): Subject {
  const panel = subject.kind === 'panel' ? panels.find(({ key }) => key === subject.panel) : undefined;
  if (subject.kind !== 'panel' || panel?.content.type !== 'timeseries') return subject;
  const own = panel.content.series.find(({ id }) => id === subject.row);
  return own?.state === 'ok' ? { ...subject, row: worstRow(panel) } : subject;
}

/** Whether a thing is as it should be; what is no longer in the room is not known to be. */
export const isWell = (subject: Subject, room: Room): boolean => (standingOf(subject, room) ?? 'ok') === 'ok';
