import type { Room, State } from '../../../room/shown.ts';
import { urgency } from '../../core/worst.ts';
import { infraKey } from '../../panels/page.ts';
import type { Subject } from '../chart/state.ts';
import { rowsOf, worstRow } from './worst.ts';

/** A thing with the row of it that is not well: what draws its rows together is entered by any of them. */
export function troubledRow(subject: Subject, { panels }: Pick<Room, 'panels'>): Subject {
  const panel = subject.kind === 'panel' ? panels.find(({ key }) => key === subject.panel) : undefined;
  if (subject.kind !== 'panel' || panel?.content.type !== 'timeseries') return subject;
  const own = panel.content.series.find(({ id }) => id === subject.row);
  return own?.state === 'ok' ? { ...subject, row: worstRow(panel) } : subject;
}

/** Whether a thing is as it should be; what is no longer in the room is not known to be. */
export const isWell = (subject: Subject, room: Room): boolean => (standingOf(subject, room) ?? 'ok') === 'ok';

/** How a thing that can be charted stands; null where there is no such thing in the room any more. */
export function standingOf(subject: Subject, room: Room): State | null {
  const { comparison, rings, traffic, infra, slos, slas, panels } = room;
  switch (subject.kind) {
    case 'metric':
      return comparison?.metrics.find(({ id }) => id === subject.metric)?.state ?? null;
    case 'check':
      return rings.find(({ id }) => id === subject.ring)?.checks.find(({ id }) => id === subject.check)?.state ?? null;
    case 'traffic':
      return traffic?.state ?? null;
    case 'infra':
      return infra.find((item) => infraKey(item) === subject.row)?.state ?? null;
    case 'slo':
      return slos.find(({ id }) => id === subject.slo)?.state ?? null;
    case 'sla':
      return slas.find(({ id }) => id === subject.sla)?.state ?? null;
    case 'panel': {
      const panel = panels.find(({ key }) => key === subject.panel);
      if (panel === undefined) return null;
      const rows = rowsOf(panel.content);
      // What draws its rows together is entered as a whole.
      const own = panel.content.type === 'timeseries' ? rows.toSorted((a, b) => urgency(a) - urgency(b))[0] : undefined;
      return (own ?? rows.find(({ id }) => id === subject.row))?.state ?? panel.state;
    }
  }
}
