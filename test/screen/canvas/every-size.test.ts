import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeSafe } from '../../../src/room/safe.ts';
import { placeBands } from '../../../src/screen/canvas/bands.ts';
import type { Layout } from '../../../src/screen/canvas/layout.ts';
import type { PlacedPanel } from '../../../src/screen/canvas/placing.ts';
import type { Rect } from '../../../src/screen/canvas/rect.ts';
import { initialState } from '../../../src/screen/core/state.ts';
import { layoutOf } from '../../../src/screen/panels/layout-of.ts';
import { boardScene } from '../boards/board-rooms.ts';
import { healthy, spike } from '../rooms.ts';

const overlap = (a: Rect, b: Rect) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
const area = (rects: readonly Rect[]) => rects.reduce((sum, { width, height }) => sum + width * height, 0);

/** What is wrong with a layout; null where nothing is. */
function faultOf({ columns, rows, header, band, headline, footer, panels }: Layout): string | null {
  const all = [header, band, headline, footer, ...panels].filter(({ width, height }) => width > 0 && height > 0);
  for (const [i, one] of all.entries()) {
    if (one.x < 0 || one.y < 0 || one.x + one.width > columns || one.y + one.height > rows) return 'overflows';
    if (all.slice(i + 1).some((other) => overlap(one, other))) return 'overlaps';
  }
  for (const { border, folded, width, height } of panels) {
    if (folded ? height !== 1 : border && height < 3) return 'a panel has no row inside its border';
    if (border && width < 4) return 'a panel has no cell inside its border';
  }
  if (panels.some(({ border }) => border) && area(all) !== columns * rows) return 'cells are left to nobody';
  if (columns >= 24 && rows >= 8 && panels.length === 0) return 'there is no panel';
  return null;
}

const well = makeSafe(healthy);
const bad = makeSafe(spike);
const boards = boardScene().room;

/** Sizes next to each other are seen in other rooms, on other pages, and with and without a row that says of what instant the room is. */
function seenAt(columns: number, rows: number) {
  const turn = 3 * columns + rows;
  const room = turn % 12 === 0 ? boards : turn % 2 === 0 ? well : bad;
  return { room, page: turn % room.pages.length, band: turn % 5 < 2 };
}

test('every layout from 20×5 to 300×100 fits', { timeout: 60_000 }, () => {
  const faults: string[] = [];
  for (let columns = 20; columns <= 300; columns += 1)
    for (let rows = 5; rows <= 100; rows += 1) {
      const { room, page, band } = seenAt(columns, rows);
      const fault = faultOf(layoutOf(room, { ...initialState('dark'), page }, columns, rows, band));
      if (fault !== null) faults.push(`${columns}×${rows}, page ${page}: ${fault}`);
    }
  expect(faults.slice(0, 9)).toEqual([]);
});

/** One below the other, each with what it needs. */
const anyColumn = fc
  .array(fc.record({ min: fc.integer({ min: 3, max: 6 }), more: fc.nat(20), grow: fc.nat(3), quiet: fc.boolean() }), {
    minLength: 1,
    maxLength: 6,
  })
  .map((all) =>
    all.map(({ min, more, grow, quiet }, i): PlacedPanel & { readonly want: number } => {
      const spot = [0, 0, i] as const;
      const spots = { wall: spot, wide: spot, medium: spot, small: spot };
      const need = { min, want: min + more, grow };
      return {
        panel: `p/${i}`,
        place: { spots, stays: i, share: 1, inOneRow: true },
        need: () => need,
        quiet,
        gives: () => [],
        want: need.want,
      };
    }),
  );

test('no panel lacks a row that it wants while another has more than it wants', () => {
  fc.assert(
    fc.property(anyColumn, fc.integer({ min: 6, max: 90 }), (panels, height) => {
      const body = { x: 0, y: 2, width: 90, height };
      const places = placeBands(panels, body, 'wide', null).filter(({ folded }) => !folded);
      const want = new Map(panels.map((one) => [one.panel, one.want]));
      const over = places.filter((place) => place.height > (want.get(place.panel) ?? 0));
      const under = places.filter((place) => place.height < (want.get(place.panel) ?? 0));
      if (over.length > 0) expect(under).toEqual([]);
    }),
  );
});
