import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PANELS, type PanelId } from '../../../src/profile/schema/panels.ts';
import { makeSafe } from '../../../src/room/safe.ts';
import { computeLayout, type Layout, type LayoutRequest } from '../../../src/screen/canvas/layout.ts';
import type { Rect } from '../../../src/screen/canvas/rect.ts';
import { placedPanels } from '../../../src/screen/panels/layout-of.ts';
import { healthy } from '../rooms.ts';

/** How many things a room shows. */
interface Contents {
  readonly rings: number;
  readonly metrics: number;
  readonly infra: number;
  readonly groups: number;
}

/** So many of each of `items`, whichever they are. */
const many = <T>(items: readonly T[], count: number): T[] =>
  Array.from({ length: count }, (_, i) => items[i % items.length]).filter((item) => item !== undefined);

function roomOf({ rings, metrics, infra, groups }: Contents) {
  const { comparison } = healthy;
  return makeSafe({
    ...healthy,
    rings: many(healthy.rings, rings),
    comparison: comparison && { ...comparison, metrics: many(comparison.metrics, metrics) },
    infra: many(healthy.infra, infra).map((item, i) => ({ ...item, group: `group ${i % Math.max(1, groups)}` })),
  });
}

const request = (
  columns: number,
  rows: number,
  {
    panels = PANELS,
    contents = { rings: 3, metrics: 4, infra: 10, groups: 3 },
    ...more
  }: Partial<Omit<LayoutRequest, 'panels'>> & { panels?: readonly PanelId[]; contents?: Contents } = {},
): LayoutRequest => ({
  columns,
  rows,
  panels: placedPanels(panels, roomOf(contents), { page: 0, filter: '', focus: 'rings' }),
  focus: 'rings',
  fullScreen: false,
  ...more,
});

/** A picture with one letter a cell: H header, ! headline, F footer, a panel by its initial. One row stands for two. */
function picture(layout: Layout): string {
  const grid = Array.from({ length: layout.rows }, () => Array.from({ length: layout.columns }, () => ' '));
  const paint = ({ x, y, width, height }: Rect, letter: string) => {
    for (let row = y; row < y + height; row += 1)
      for (let column = x; column < x + width; column += 1) {
        const line = grid[row];
        if (line !== undefined) line[column] = letter;
      }
  };
  paint(layout.header, 'H');
  paint(layout.headline, '!');
  paint(layout.footer, 'F');
  for (const place of layout.panels) paint(place, place.panel.charAt(0));
  return grid.map((line) => line.filter((_, i) => i % 4 === 0).join('')).join('\n');
}

const rectangles = (layout: Layout): Rect[] =>
  [layout.header, layout.headline, ...layout.panels, layout.footer].filter((r) => r.width > 0 && r.height > 0);

const overlap = (a: Rect, b: Rect) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

describe('the layout', () => {
  test.each([
    [140, 44],
    [100, 30],
    [80, 24],
    [40, 12],
  ])('draws %i×%i as decided', (columns, rows) => {
    expect(picture(computeLayout(request(columns, rows)))).toMatchSnapshot();
  });

  const anyRequest = fc
    .record({
      columns: fc.nat(260),
      rows: fc.nat(90),
      panels: fc.subarray([...PANELS]),
      contents: fc.record({ rings: fc.nat(9), metrics: fc.nat(12), infra: fc.nat(60), groups: fc.nat(8) }),
      fullScreen: fc.boolean(),
    })
    .chain((r) => fc.record({ ...wrap(r), focus: fc.constantFrom(null, ...r.panels) }));

  const requestOf = ({ columns, rows, ...more }: { columns: number; rows: number } & Parameters<typeof request>[2]) =>
    request(columns, rows, more);

  test('keeps every rectangle inside the terminal and apart from the others', () => {
    fc.assert(
      fc.property(anyRequest, (r) => {
        const layout = computeLayout(requestOf(r));
        const all = rectangles(layout);
        for (const rect of all) {
          expect(rect.x).toBeGreaterThanOrEqual(0);
          expect(rect.y).toBeGreaterThanOrEqual(0);
          expect(rect.x + rect.width).toBeLessThanOrEqual(r.columns);
          expect(rect.y + rect.height).toBeLessThanOrEqual(r.rows);
        }
        all.forEach((a, i) => {
          for (const b of all.slice(i + 1)) expect(overlap(a, b)).toBe(false);
        });
      }),
      { numRuns: 500 },
    );
  });

  test('never drops the panel with the focus while there are panels', () => {
    fc.assert(
      fc.property(anyRequest, (r) => {
        const { panels } = computeLayout(requestOf(r));
        if (panels.length > 0 && r.focus !== null) expect(panels.map((p) => p.panel)).toContain(r.focus);
      }),
    );
  });

  test('gives a bordered panel at least one row inside its border', () => {
    fc.assert(
      fc.property(anyRequest, (r) => {
        for (const place of computeLayout(requestOf(r)).panels)
          expect(place.height).toBeGreaterThanOrEqual(place.border && !place.folded ? 3 : 1);
      }),
    );
  });

  test.each([
    [140, 44, 2 + 9 + 3],
    [100, 30, 2 + 18 + 3],
  ])('gives infra the rows it needs before the journal where nothing rolls out, at %d×%d', (columns, rows, needed) => {
    const contents = { rings: 0, metrics: 0, infra: 18, groups: 3 };
    const { panels } = computeLayout(request(columns, rows, { panels: ['alerts', 'infra', 'journal'], contents }));
    expect(panels.find(({ panel }) => panel === 'infra')?.height).toBeGreaterThanOrEqual(needed);
    expect(panels.map(({ panel }) => panel)).toContain('journal');
  });

  test('is one line with the worst thing on a terminal too small for anything else', () => {
    const layout = computeLayout(request(30, 4));
    expect(rectangles(layout)).toEqual([{ x: 0, y: 0, width: 30, height: 1 }]);
    expect(layout.headline.height).toBe(1);
  });

  test('gives one row to the headline and all between it and the footer to the panels, at any size', () => {
    for (const [columns, rows] of [
      [300, 80],
      [200, 60],
      [140, 44],
      [80, 24],
    ] as const) {
      const { headline, body } = computeLayout(request(columns, rows));
      expect([headline.height, body.y, body.height]).toEqual([1, 2, rows - 3]);
    }
  });

  test('gives the whole body to the panel on the full screen', () => {
    const layout = computeLayout(request(100, 30, { fullScreen: true, focus: 'alerts' }));
    expect(layout.panels).toEqual([{ ...layout.body, panel: 'alerts', detail: 'full', border: true, folded: false }]);
  });
});

function wrap<T extends object>(record: T): { [K in keyof T]: fc.Arbitrary<T[K]> } {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, fc.constant(value)])) as {
    [K in keyof T]: fc.Arbitrary<T[K]>;
  };
}
