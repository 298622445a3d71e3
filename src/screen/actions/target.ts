import type { Ring, Room, RoomAlert } from '../../room/shown.ts';
import type { About } from '../core/kinds.ts';
import type { ScreenState } from '../core/state.ts';
import { panelKind } from '../panels/registry.ts';
import { selection } from '../panels/selection.ts';
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

/** The alert an act on alerts means. */
export function targetAlert(state: ScreenState, room: Room): RoomAlert | undefined {
  const { alert } = aboutHere(state, room);
  return alert === undefined ? undefined : room.alerts.list.find(({ fingerprint }) => fingerprint === alert);
}
