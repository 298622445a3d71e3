import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byStaying, type GridPanel, type GridRow, placeGrid } from '../../../src/screen/canvas/grid.ts';
import { computeLayout } from '../../../src/screen/canvas/layout.ts';
import type { Rect } from '../../../src/screen/canvas/rect.ts';

const stat = { least: { width: 14, height: 3 }, good: { width: 22, height: 6 } };
const series = { least: { width: 26, height: 5 }, good: { width: 48, height: 10 } };

const panel = (id: string, more: Partial<GridPanel> = {}): GridPanel => ({
  panel: `api/${id}`,
  weight: 1,
  priority: 5,
  urgency: 3,
  needs: () => null,
  inOneRow: true,
  quiet: false,
  ...stat,
  ...more,
});

const row = (panels: readonly GridPanel[], weight = 1): GridRow => ({ weight, panels });
const many = (count: number, more: Partial<GridPanel> = {}, name = 'p') =>
  Array.from({ length: count }, (_, i) => panel(`${name}${i}`, more));

const at = (width: number, height: number): Rect => ({ x: 0, y: 1, width, height });
const idsOf = (places: readonly { readonly panel: string }[]) => places.map(({ panel }) => panel.slice(4));

const overlap = (a: Rect, b: Rect) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
const area = (rects: readonly Rect[]) => rects.reduce((sum, { width, height }) => sum + width * height, 0);

const anyPanel = fc.record({
  weight: fc.constantFrom(0.5, 1, 2, 3),
  priority: fc.integer({ min: 1, max: 9 }),
  urgency: fc.nat(3),
  inOneRow: fc.boolean(),
  quiet: fc.boolean(),
  rows: fc.option(fc.integer({ min: 1, max: 40 })),
  kind: fc.constantFrom(stat, series),
});

const anyBoard = fc
  .array(fc.record({ weight: fc.constantFrom(0.5, 1, 2, 5), panels: fc.array(anyPanel, { maxLength: 40 }) }), {
    minLength: 1,
    maxLength: 8,
  })
  .map((rows) =>
    rows.map(
      ({ weight, panels }, r): GridRow => ({
        weight,
        panels: panels.map(({ kind, rows, ...more }, i) => panel(`${r}-${i}`, { ...more, ...kind, needs: () => rows })),
      }),
    ),
  );

/** A board, one of its panels that has the focus or none, and a terminal. */
const anyScreen = fc
  .record({ rows: anyBoard, columns: fc.integer({ min: 20, max: 300 }), height: fc.integer({ min: 5, max: 100 }) })
  .chain((screen) =>
    fc.record({
      rows: fc.constant(screen.rows),
      columns: fc.constant(screen.columns),
      height: fc.constant(screen.height),
      focus: fc.constantFrom(null, ...screen.rows.flatMap(({ panels }) => panels.map(({ panel }) => panel))),
    }),
  );

describe('the grid of a board', () => {
  test('keeps every panel inside the terminal, apart from the others and no smaller than it may be, at any size', () => {
    fc.assert(
      fc.property(anyScreen, ({ rows, columns, height, focus }) => {
        const { body, panels } = computeLayout({
          columns,
          rows: height,
          panels: [],
          board: rows,
          focus,
          fullScreen: false,
        });
        const all = new Map(rows.flatMap((one) => one.panels.map((p) => [p.panel, p])));
        for (const place of panels) {
          expect(place.x).toBeGreaterThanOrEqual(body.x);
          expect(place.y).toBeGreaterThanOrEqual(body.y);
          expect(place.x + place.width).toBeLessThanOrEqual(body.x + body.width);
          expect(place.y + place.height).toBeLessThanOrEqual(body.y + body.height);
          expect(place.width).toBeGreaterThan(0);
          expect(place.height).toBeGreaterThan(0);
          const { least } = all.get(place.panel) ?? stat;
          if (place.folded) expect(place.height).toBe(1);
          else if (place.border) {
            expect(place.width).toBeGreaterThanOrEqual(Math.min(least.width, body.width));
            expect(place.height).toBeGreaterThanOrEqual(Math.min(least.height, body.height));
          }
        }
        panels.forEach((a, i) => {
          for (const b of panels.slice(i + 1)) expect(overlap(a, b)).toBe(false);
        });
        if (panels.some(({ border }) => border)) expect(area(panels)).toBe(area([body]));
        if (focus !== null && body.height > 0) expect(panels.map((place) => place.panel)).toContain(focus);
      }),
      { numRuns: 600 },
    );
  });

  test('leaves out nothing that would fit, and no panel while one of a lower priority stays', () => {
    fc.assert(
      fc.property(anyScreen, ({ rows, columns, height, focus }) => {
        const shown = new Set(placeGrid(rows, at(columns, height), focus).map((place) => place.panel));
        const staying = byStaying(rows, focus).map((one) => one.panel);
        expect(staying.slice(0, shown.size).every((one) => shown.has(one))).toBe(true);
        const least = Math.min(...rows.flatMap(({ panels }) => panels.map((one) => one.least.height)));
        if (shown.size === 0) expect(staying).toEqual([]);
        else if (rows.flatMap(({ panels }) => panels).length * Math.max(3, least) <= height / 2)
          expect(shown.size).toBe(staying.length);
      }),
    );
  });

  test('shares height by the weights of rows and width by those of panels', () => {
    const board = [row(many(2), 1), row([panel('wide', { weight: 3, ...series }), panel('slim', series)], 3)];
    expect(placeGrid(board, at(140, 40), null)).toEqual([
      { panel: 'api/p0', folded: false, x: 0, y: 1, width: 70, height: 10 },
      { panel: 'api/p1', folded: false, x: 70, y: 1, width: 70, height: 10 },
      { panel: 'api/wide', folded: false, x: 0, y: 11, width: 92, height: 30 },
      { panel: 'api/slim', folded: false, x: 92, y: 11, width: 48, height: 30 },
    ]);
  });

  test('wraps a row that is too long while there is height for it', () => {
    const places = placeGrid([row(many(6))], at(60, 20), null);
    expect(new Set(places.map(({ y }) => y)).size).toBe(3);
    expect(new Set(places.map(({ width }) => width))).toEqual(new Set([30]));
  });

  test('leaves out the lowest priority first, and what has the focus never', () => {
    const board = [row(many(5, { priority: 2 }, 'low')), row(many(5, { priority: 9 }, 'high'))];
    expect(idsOf(placeGrid(board, at(70, 3), 'api/high0'))).toEqual(['high0', 'high1', 'high2', 'high3', 'high4']);
    expect(idsOf(placeGrid(board, at(70, 3), 'api/low4'))).toContain('low4');
  });

  test('draws forty panels on a small terminal, those around the focus', () => {
    const board = Array.from({ length: 10 }, (_, i) => row(many(4, series, `${i}-`)));
    const first = idsOf(placeGrid(board, at(80, 21), 'api/0-0'));
    expect(first).toHaveLength(8);
    expect(first).toContain('0-0');
    expect(idsOf(placeGrid(board, at(80, 21), 'api/9-3'))).toContain('9-2');
  });

  test('shows the worst of three hundred values where not all fit, each in its place; where all fit, all in order', () => {
    const values = many(300).map((one, i) => (i === 250 || i === 17 ? { ...one, urgency: 0 } : one));
    const shown = idsOf(placeGrid([row(values)], at(80, 21), 'api/p0'));
    expect(shown.slice(0, 2)).toEqual(['p0', 'p1']);
    expect(shown).toContain('p17');
    expect(shown.at(-1)).toBe('p250');
    expect(idsOf(placeGrid([row(values)], at(300, 60), 'api/p0'))).toHaveLength(300);
    expect(idsOf(placeGrid([row(values)], at(300, 60), 'api/p0'))).toEqual(idsOf(values));
  });

  test('gives one row to each panel on a tiny terminal, and the rest to the one with the focus', () => {
    const board = [row(many(3, { priority: 8 })), row(many(9, { priority: 3 }, 'low'))];
    const { panels } = computeLayout({ columns: 40, rows: 12, panels: [], board, focus: 'api/p1', fullScreen: false });
    expect(idsOf(panels).slice(0, 3)).toEqual(['p0', 'p1', 'p2']);
    expect(panels.map(({ detail }) => detail)).toEqual(['line', 'compact', ...panels.slice(2).map(() => 'line')]);
    expect(panels.map(({ border }) => border)).not.toContain(true);
  });
});

describe('rows that a panel has nothing to say in', () => {
  const heightOf = (rows: readonly GridRow[], id: string, height: number) =>
    placeGrid(rows, at(100, height), null).find(({ panel }) => panel === `api/${id}`)?.height;
  const short = panel('short', { needs: () => 5 });

  test('go to one that lacks rows, then to those that can always tell more', () => {
    const [list, chart] = [panel('list', { needs: () => 12 }), panel('chart', series)];
    expect(heightOf([row([short]), row([list])], 'list', 17)).toBe(12);
    expect(heightOf([row([short]), row([chart])], 'chart', 30)).toBe(25);
    expect(heightOf([row([short]), row([list]), row([chart])], 'list', 40)).toBe(12);
    expect(heightOf([row([short]), row([list]), row([chart])], 'chart', 40)).toBe(23);
  });

  test('stay where nobody needs them, and the page is full', () => {
    const other = panel('other', { needs: () => 4 });
    const all = placeGrid([row([short]), row([other])], at(100, 30), null);
    expect(all.reduce((sum, { height }) => sum + height, 0)).toBe(30);
  });
});
