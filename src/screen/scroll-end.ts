import { insideOf } from './canvas/frame.ts';
import type { ScreenState } from './core/state.ts';
import type { World } from './core/world.ts';
import type { DialogSurroundings } from './dialogs/kind.ts';
import { dialogKind } from './dialogs/registry.ts';
import { dialogArea, dialogsFit } from './dialogs/shared/area.ts';
import { drawView, type ViewSurroundings } from './views/draw-view.ts';

/** What is drawn, apart from the state of the screen, which says how far it is scrolled. */
export type Surroundings = Omit<DialogSurroundings & ViewSurroundings, 'state' | 'logs'> & Pick<World, 'logs'>;

/** How far what lies on top scrolls, in lines. */
export function scrollEnd(state: ScreenState, around: Surroundings): number {
  const { layout, glyphs, unicode, logs } = around;
  const { dialog } = state;
  if (dialog !== null) {
    if (!dialogsFit(layout)) return 0;
    const kind = dialogKind(dialog);
    const inside = insideOf(dialogArea(layout, kind.isWide ?? false));
    return kind.draw?.(dialog, { ...inside, glyphs, unicode }, { ...around, state })?.end ?? 0;
  }
  const view = state.views.at(-1);
  return view === undefined ? 0 : (drawView(view, { ...around, state, logs: logs?.scene }).end ?? 0);
}
