import { DEFAULT_KEYMAP } from '../../src/screen/actions/registry.ts';
import { Compositor } from '../../src/screen/canvas/compositor.ts';
import { glyphsFor } from '../../src/screen/canvas/glyphs.ts';
import type { Look } from '../../src/screen/canvas/look.ts';
import { shippedThemes } from '../../src/screen/canvas/themes.ts';
import { initialState } from '../../src/screen/core/state.ts';
import { isBack } from '../../src/screen/core/viewing.ts';
import { Drawer } from '../../src/screen/draw-screen.ts';
import { layoutOf } from '../../src/screen/panels/layout-of.ts';
import { pagePanels } from '../../src/screen/panels/selection.ts';
import type { Scene } from '../../src/session/session.ts';

/** A panel as it stands on a screen of so many cells while it has the focus. */
export interface SeenPanel {
  readonly page: string;
  readonly panel: string;
  readonly size: string;
  /** What stands inside its border; null where it is not shown. */
  readonly inside: string | null;
}

const SIZES = [
  [140, 44],
  [80, 24],
] as const;

/** Every panel of every page, as somebody sees it who goes through all of them by key. */
export function walkThrough(scene: Scene): SeenPanel[] {
  const [theme] = shippedThemes(0);
  if (!theme) throw new Error('there is no theme');
  const look: Look = { theme, glyphs: glyphsFor(true), unicode: true, links: false, level: 0 };
  return scene.room.pages.flatMap(({ id }, page) =>
    pagePanels(scene.room, page).flatMap((panel) =>
      SIZES.map(([columns, rows]): SeenPanel => {
        const state = { ...initialState(theme.name), page, focus: panel };
        const layout = layoutOf(scene.room, state, columns, rows, isBack(scene.playback));
        const around = { keymap: DEFAULT_KEYMAP, themes: [], timeZone: 'UTC', operator: 'alice', readOnly: false };
        const blocks = new Drawer().draw({ scene, state, layout, logs: null, ...around }, look);
        const cells = new Compositor().compose(blocks, look, columns, rows);
        const place = layout.panels.find((one) => one.panel === panel);
        const inner = (from: number, length: number, border: boolean) =>
          border ? ([from + 1, from + length - 1] as const) : ([from, from + length] as const);
        const inside = place
          ? cells
              .slice(...inner(place.y, place.height, place.border))
              .map((row) =>
                row
                  .slice(...inner(place.x, place.width, place.border))
                  .map(({ text }) => text)
                  .join(''),
              )
              .join('\n')
          : null;
        return { page: id, panel, size: `${columns}×${rows}`, inside };
      }),
    ),
  );
}
