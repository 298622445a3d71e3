import { describe, expect, test } from 'vitest';
import { DEFAULT_KEYMAP } from '../../../src/screen/actions/registry.ts';
import type { Block } from '../../../src/screen/canvas/block.ts';
import { Compositor } from '../../../src/screen/canvas/compositor.ts';
import { glyphsFor } from '../../../src/screen/canvas/glyphs.ts';
import { SHIPPED } from '../../../src/screen/canvas/shipped-themes.ts';
import { loadTheme } from '../../../src/screen/canvas/themes.ts';
import { Drawer } from '../../../src/screen/draw-screen.ts';
import { layoutOf } from '../../../src/screen/panels/layout-of.ts';
import type { Style } from '../../../src/terminal/cells.ts';
import { hands } from '../hands.ts';
import { healthy, sceneOf, spike } from '../rooms.ts';
import { contrast } from './vision.ts';

const [COLUMNS, ROWS] = [140, 44];

const KEYS: readonly (readonly string[])[] = [
  [],
  ['v'],
  ['?'],
  ['t'],
  ['1', 'enter'],
  ['2', 'enter'],
  ['4', 'enter'],
  ['4', 'a'],
  ['1', 'right', 'V'],
  ['/', 'v'],
];

const look = { glyphs: glyphsFor(true), unicode: true, links: false, level: 3 } as const;

/** Screens, as they are before anything has a colour. */
const screens = await Promise.all(
  [healthy, spike].flatMap((room) =>
    KEYS.map(async (keys): Promise<readonly Block[]> => {
      const [scene, state] = [sceneOf(room), hands(room).press(...keys)];
      const layout = layoutOf(scene.room, state, COLUMNS, ROWS);
      const around = { scene, state, layout, keymap: DEFAULT_KEYMAP, themes: [...SHIPPED.keys()], timeZone: 'UTC' };
      const theme = await loadTheme('dark', 3);
      return new Drawer().draw({ ...around, operator: 'alice', readOnly: false, logs: null }, { ...look, theme });
    }),
  ),
);

/** The colour of 24 bits in what switches a style on; null: the terminal's own. */
function colourOf({ codes }: Style, which: 38 | 48): string | null {
  const numbers = codes.map(({ code }) => code.slice('\u001b['.length, -'m'.length).split(';').map(Number));
  const found = numbers.find(([kind, depth]) => kind === which && depth === 2)?.slice(2);
  return found === undefined ? null : `#${found.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

describe.each([...SHIPPED])('in %s', (name, { ground }) => {
  test('every letter and digit that stands on a screen is read', async () => {
    const theme = await loadTheme(name, 3);
    const styles = new Map<string, { readonly style: Style; readonly row: string }>();
    for (const blocks of screens)
      for (const row of new Compositor().compose(blocks, { ...look, theme }, COLUMNS, ROWS))
        for (const { text, style } of row)
          if (!styles.has(style.key) && /[\p{L}\p{N}]/u.test(text))
            styles.set(style.key, { style, row: row.map((cell) => cell.text).join('') });
    const grounds = [ground?.from, ground?.to].filter((one) => one !== undefined);
    expect(grounds).toHaveLength(2);
    for (const { style, row } of styles.values()) {
      const [ink, area] = [colourOf(style, 38), colourOf(style, 48)];
      if (ink === null && area === null) continue;
      if (ink === null) throw new Error(`the terminal's own text stands on an area: ${row}`);
      for (const behind of area === null ? grounds : [area])
        expect(contrast(ink, behind), `${ink} on ${behind}: ${row}`).toBeGreaterThanOrEqual(4.5);
    }
  });
});
