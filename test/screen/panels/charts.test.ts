import { expect, test } from 'vitest';
import { queryKey } from '../../../src/profile/query.ts';
import { chartsOf, pagesOf } from '../../../src/room/pages.ts';
import { makeSafe } from '../../../src/room/safe.ts';
import { glyphsFor } from '../../../src/screen/canvas/glyphs.ts';
import { loadTheme } from '../../../src/screen/canvas/themes.ts';
import { renderRoomToString } from '../../../src/screen/still.ts';
import { PLANS, seen } from '../../profile/plan/seeded-world.ts';

const theme = await loadTheme('dark', 0);

test.each(PLANS)(
  'a page of %s draws the past of what it is said to draw, and looks the same without the rest',
  async (_, plan) => {
    const whole = await seen(plan, { of: 'all' }, 77);
    for (const { id } of pagesOf(plan)) {
      const charts = chartsOf(plan, id);
      const less = await seen(plan, { of: 'look', charts }, 77);
      const said = new Set(charts.map(queryKey));
      const sliced = new Set<ReturnType<typeof queryKey>>();
      const draw = ({ scene }: typeof whole, columns: number, rows: number) =>
        renderRoomToString(
          {
            ...scene,
            room: makeSafe(scene.room),
            trends: {
              since: scene.trends.since,
              sliceOf: (...slice) => scene.trends.sliceOf(...slice),
              slice(expr, ...range) {
                sliced.add(queryKey(expr));
                return scene.trends.slice(expr, ...range);
              },
            },
          },
          { columns, rows, level: 3, theme, glyphs: glyphsFor(true), unicode: true, timeZone: 'UTC', page: id },
        );
      for (const [columns, rows] of [
        [200, 60],
        [140, 44],
        [80, 24],
      ] as const)
        expect(draw(less, columns, rows)).toBe(draw(whole, columns, rows));
      expect([...sliced].filter((key) => !said.has(key))).toEqual([]);
    }
  },
);
