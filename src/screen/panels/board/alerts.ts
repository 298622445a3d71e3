import { countsOf } from '../../../room/alerts/alerts.ts';
import type { Alerts } from '../../../room/shown.ts';
import { once } from '../../core/once.ts';
import { alerts as everyAlert } from '../alerts.ts';
import type { BoardKind, Content } from './kind.ts';

/** The room's alerts without those that the matchers do not fit. What is over, and what receivers heard of it, is told where all are. */
const fitting = once((alerts: Alerts) =>
  once((content: Content<'alerts'>): Alerts => {
    const wanted = new Set(content.alerts);
    const list = alerts.list.filter(({ fingerprint }) => wanted.has(fingerprint));
    return { ...alerts, list, ended: [], counts: countsOf(list) };
  }),
);

const { copy, about, hints, reads, open, logs, quiet } = everyAlert;

/** Alerts that matchers fit, as the panel of all of them has them. */
export const alerts: BoardKind<'alerts', keyof typeof reads> = {
  least: { width: 30, height: 4 },
  good: { width: 70, height: 9 },
  inOneRow: true,
  tellsState: true,
  reads,
  rows: ({ content }, room) => everyAlert.rows({ ...room, alerts: fitting(room.alerts)(content) }, 0),
  draw({ content }, input) {
    const { room } = input;
    const { badge, lines } = everyAlert.draw({
      ...input,
      room: { ...room, alerts: fitting(room.alerts)(content), incidents: null },
    });
    return { badges: [badge], lines };
  },
  ...(quiet && {
    quiet: ({ content }, room, glyphs) =>
      quiet({ ...room, alerts: fitting(room.alerts)(content), incidents: null }, 0, glyphs),
  }),
  open: (_, id) => open(id),
  copy: (_, id, room) => copy(id, room),
  ...(logs && { logs: (_, id, scene) => logs(id, scene) }),
  ...(about && { about }),
  hints,
};
