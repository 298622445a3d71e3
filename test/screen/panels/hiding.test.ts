import { describe, expect, test } from 'vitest';
import { makeSafe } from '../../../src/room/safe.ts';
import { initialState, type ScreenState } from '../../../src/screen/core/state.ts';
import { layoutOf } from '../../../src/screen/panels/layout-of.ts';
import { visibleIds } from '../../../src/screen/panels/selection.ts';
import { boardScene } from '../boards/board-rooms.ts';
import { picture } from '../picture.ts';
import { sceneOf, spike, team } from '../rooms.ts';

const SCENES = { spike: sceneOf(makeSafe(spike)), team: sceneOf(makeSafe(team)), boards: boardScene() };
const FILTERS = ['mem', 'cache', 'a text that no row of any panel has in it, and that is long', 'state=fail'];

/** Panels that hide rows and do not say how many. */
function silent(scene: (typeof SCENES)['spike'], state: ScreenState, columns: number, rows: number) {
  const { room } = scene;
  const lines = picture(scene, state, { columns, rows }).split('\n');
  return layoutOf(room, state, columns, rows).panels.flatMap(({ panel, x, y, width }) => {
    const all = visibleIds(panel, room, state.page, '').length;
    const hidden = all - visibleIds(panel, room, state.page, state.filter).length;
    const title = lines[y]?.slice(x, x + width) ?? '';
    return hidden === 0 || title.includes(`hides ${hidden}`) ? [] : [{ panel, title }];
  });
}

describe.each(Object.entries(SCENES))('a filter in the room "%s"', (_, scene) => {
  test.each([
    [200, 60],
    [140, 44],
    [100, 30],
    [80, 24],
    [60, 16],
    [40, 12],
  ])('is told with what it hides in the title of each panel, at %d×%d', (columns, rows) => {
    const faults = scene.room.pages.flatMap((_, page) =>
      FILTERS.flatMap((filter) => silent(scene, { ...initialState('dark'), page, filter }, columns, rows)),
    );
    expect(faults).toEqual([]);
  });
});
