import type { Room } from '../../room/shown.ts';
import type { Row } from '../core/rows.ts';
import type { ScreenState } from '../core/state.ts';
import { viewKind } from '../views/registry.ts';
import { panelKind } from './registry.ts';
import { pagePanels } from './selection.ts';

/** Every list that a filter typed now is about: that of the view on top, or those of the page. */
export function listsHere(state: ScreenState, room: Room): readonly (readonly Row[])[] {
  const view = state.views.at(-1);
  if (view === undefined)
    return pagePanels(room, state.page).map((panel) => panelKind(panel, room).rows(room, state.page));
  const rows = viewKind(view).rows?.(room);
  return rows === undefined ? [] : [rows];
}
