import type { Room } from '../../room/shown.ts';
import { computeLayout, type Layout } from '../canvas/layout.ts';
import { pageInfra, pagePanels } from '../core/rows.ts';
import type { ScreenState } from '../core/state.ts';
import { focusedPanel } from '../core/world.ts';

/** The layout of a room on a terminal of so many cells; an empty one before the first frame. */
export function layoutOf(room: Room | undefined, state: ScreenState, columns: number, rows: number): Layout {
  const infra = room === undefined ? [] : pageInfra(room, state.page);
  const contents = {
    rings: room?.rings.length ?? 0,
    metrics: room?.comparison?.metrics.length ?? 0,
    infra: infra.length,
    groups: new Set(infra.map(({ group }) => group)).size,
  };
  const panels = room === undefined ? [] : pagePanels(room, state.page);
  const focus = room === undefined ? null : focusedPanel(state, room);
  return computeLayout({ columns, rows, panels, contents, focus, fullScreen: state.fullScreen });
}
