import { describe, expect, test } from 'vitest';
import type { Room } from '../../src/room/room.ts';
import { makeSafe } from '../../src/room/safe.ts';
import { DEFAULT_KEYMAP } from '../../src/screen/actions/registry.ts';
import type { Block } from '../../src/screen/canvas/block.ts';
import { glyphsFor } from '../../src/screen/canvas/glyphs.ts';
import type { PanelPlace } from '../../src/screen/canvas/layout.ts';
import type { Look } from '../../src/screen/canvas/look.ts';
import { type Line, lineWidth } from '../../src/screen/canvas/runs.ts';
import { loadTheme } from '../../src/screen/canvas/themes.ts';
import { initialState, type ScreenState } from '../../src/screen/core/state.ts';
import { Drawer } from '../../src/screen/draw-screen.ts';
import { layoutOf } from '../../src/screen/panels/layout-of.ts';
import type { Scene } from '../../src/session/session.ts';
import { boardScene } from './boards/board-rooms.ts';
import { crowded, deaf, differing, failing, JUDGED, machines, paired, ready } from './golden-rooms.ts';
import { hostile, ROOMS, sceneOf } from './rooms.ts';
import { eachTapeScene } from './tape-scenes.ts';

/*
 * What a panel has to say is cut only where it has no row left for it, at any size and in whatever room.
 */

const SIZES = [
  [300, 80],
  [220, 50],
  [200, 60],
  [160, 34],
  [140, 44],
  [126, 38],
  [110, 60],
  [100, 30],
  [96, 26],
  [80, 60],
  [80, 24],
  [70, 18],
] as const;

const look: Look = {
  theme: await loadTheme('dark', 0),
  glyphs: glyphsFor(true),
  unicode: true,
  links: false,
  level: 0,
};

/** A panel in which something is cut, and the row that nothing stands in. */
interface Fault {
  readonly panel: string;
  readonly cut: string;
}

/** The upper border of a panel, as it is drawn. */
const titleOf = (blocks: readonly Block[], { x, y }: PanelPlace): string =>
  blocks
    .filter(({ at }) => at.x === x + 2 && at.y === y && at.height === 1)
    .map(({ lines }) => textOf(lines[0] ?? []))
    .join('');

const bodyOf = (lines: readonly Line[]): string => lines.map((line) => textOf(line).trim()).join(' ');

/** What is left of a title that is cut, without the number before it. */
const namePart = (title: string): string => title.trim().replace(/^\d /, '').replace(/….*$/s, '').trim();

/** The lines of a panel as they are drawn, and the cells they have. */
function inside(blocks: readonly Block[], { x, y, width, height }: PanelPlace) {
  const found = blocks.find(({ at }) => at.x === x + 2 && at.y === y + 1 && at.height === height - 2);
  if (found === undefined) throw new Error('the panel is not drawn');
  return { lines: found.lines.slice(0, height - 2), rows: height - 2, cells: width - 3 };
}

const textOf = (line: Line): string => line.map(({ text }) => text).join('');

/** What is cut in the panels of a page although they have an empty row. */
function faultsOf(scene: Scene, state: ScreenState, [columns, rows]: readonly [number, number]): readonly Fault[] {
  const layout = layoutOf(scene.room, state, columns, rows);
  const around = { scene, state, layout, keymap: DEFAULT_KEYMAP, themes: ['dark'], timeZone: 'UTC' };
  const blocks = new Drawer().draw({ ...around, operator: 'alice', readOnly: false, logs: null }, look);
  return layout.panels
    .filter(({ border, folded }) => border && !folded)
    .flatMap((place) => {
      const { lines, rows: height, cells } = inside(blocks, place);
      const isFree = lines.length < height || lines.some((line) => textOf(line).trim() === '');
      const cut = lines.find((line) => lineWidth(line) > cells || textOf(line).includes('…'));
      if (!isFree) return [];
      // A title for which the border has no room may stand below it.
      const title = titleOf(blocks, place);
      const isTold = bodyOf(lines).includes(namePart(title));
      const faults = [...(cut === undefined ? [] : [textOf(cut)]), ...(title.includes('…') && !isTold ? [title] : [])];
      return faults.map((text) => ({ panel: place.panel, cut: text }));
    });
}

const rooms: Readonly<Record<string, Room>> = {
  ...Object.fromEntries(Object.entries(ROOMS).filter(([, room]) => room !== hostile)),
  ...JUDGED,
  ...{ crowded, deaf, differing, failing, machines, paired, ready },
};

const scenes: Readonly<Record<string, Scene>> = {
  ...Object.fromEntries(Object.entries(rooms).map(([name, room]) => [name, sceneOf(makeSafe(room))])),
  boards: boardScene(),
  'broken boards': boardScene(['latency']),
};

describe.each(Object.keys(scenes))('in the room "%s"', (name) => {
  test('no word is cut above an empty row', () => {
    const scene = scenes[name];
    if (scene === undefined) throw new Error('there is no such room');
    const faults = scene.room.pages.flatMap(({ id }, page) =>
      SIZES.flatMap((size) =>
        faultsOf(scene, { ...initialState('dark'), page }, size).map((fault) => ({
          page: id,
          size: size.join('×'),
          ...fault,
        })),
      ),
    );
    expect(faults).toEqual([]);
  });
});

/** Sizes at which the demos are looked at: wide, narrow, and with more rows than are wanted. */
const TAPE_SIZES = [
  [140, 44],
  [100, 30],
  [80, 60],
] as const;

test('no word of any demo is cut above an empty row, whenever it is looked at', { timeout: 60_000 }, async () => {
  const faults: object[] = [];
  await eachTapeScene([0.5, 1], ({ demo, share, scene }) => {
    for (const [page, { id }] of scene.room.pages.entries())
      for (const size of TAPE_SIZES)
        for (const fault of faultsOf(scene, { ...initialState('dark'), page }, size))
          faults.push({ demo, share, page: id, size: size.join('×'), ...fault });
  });
  expect(faults).toEqual([]);
});
