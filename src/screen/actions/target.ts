import type { Ring, Room, RoomAlert } from '../../room/shown.ts';
import type { About } from '../core/kinds.ts';
import type { ScreenState } from '../core/state.ts';
import { panelKind } from '../panels/registry.ts';
import { atHeadline, selection } from '../panels/selection.ts';
import { viewInForce } from '../views/incident/worst.ts';
import { viewKind } from '../views/registry.ts';

/** What acts are about: what is in view, else the headline's finding or what is selected, whichever has the focus. */
function aboutHere(state: ScreenState, room: Room): About {
  const view = viewInForce(state, room);
  if (view !== undefined) return viewKind(view).about?.(view, room) ?? {};
  const chosen = selection(state, room);
  return (chosen && panelKind(chosen.panel, room).about?.(chosen.id)) ?? {};
}

/** The ring an act on rings means. */
export function targetRing(state: ScreenState, room: Room): Ring | undefined {
  const { ring } = aboutHere(state, room);
  return ring === undefined ? undefined : room.rings.find(({ id }) => id === ring);
}

/** While keys go to the headline and it is about no ring: the one whose turn it is. The dialog names it, and has its name typed. */
export const ringInTurn = (state: ScreenState, room: Room): Ring | undefined =>
  byHeadline(
    state,
    room,
    room.rings.find(({ state }) => state !== 'validated'),
  );

/** The same of taking back: the ring that was validated last. */
export const lastValidated = (state: ScreenState, room: Room): Ring | undefined =>
  byHeadline(
    state,
    room,
    room.rings.findLast(({ state }) => state === 'validated'),
  );

const byHeadline = (state: ScreenState, room: Room, ring: Ring | undefined): Ring | undefined =>
  state.views.length === 0 && atHeadline(state, room) ? ring : undefined;

/** Alerts of the ring that an act means, the worst first; none where it means no ring. */
export function ringAlerts(state: ScreenState, room: Room): readonly RoomAlert[] {
  const { ring } = aboutHere(state, room);
  return ring === undefined ? [] : room.alerts.list.filter(({ concern }) => concern.rings.some((id) => id === ring));
}

/** Whether the page of one thing is open: acts are about its alert, and about none where none fires for it. */
export const isOnIncident = ({ views }: Pick<ScreenState, 'views'>): boolean => views.at(-1)?.kind === 'incident';

/** The alert an act on alerts means. */
export function targetAlert(state: ScreenState, room: Room): RoomAlert | undefined {
  const { alert } = aboutHere(state, room);
  return alert === undefined ? undefined : room.alerts.list.find(({ fingerprint }) => fingerprint === alert);
}
