import type { PanelKey } from '../core/panel-key.ts';
import { byStaying, type GridRow, placeGrid } from './grid.ts';
import type { Rect } from './rect.ts';

/** How much a panel says: `full` has trends and reasons, `compact` one row a thing, `line` one row in all, without a border. */
export type Detail = 'full' | 'compact' | 'line';

export interface PanelPlace extends Rect {
  readonly panel: PanelKey;
  readonly detail: Detail;
  /** Without a border the title stands in the first row. */
  readonly border: boolean;
}

export interface Layout {
  readonly columns: number;
  readonly rows: number;
  /** Height 0 when there is no room for it. */
  readonly header: Rect;
  /** The worst thing in the room; the last thing to be dropped. */
  readonly headline: Rect;
  readonly panels: readonly PanelPlace[];
  readonly footer: Rect;
  /** What lies between headline and footer: one panel or one detail view on the full screen. */
  readonly body: Rect;
}

/** Where a panel stands among the others: its band from the top, its column from the left, its row in that from the top. */
export type Spot = readonly [band: number, column: number, row: number];

/** Terminals on which panels have borders. */
export type Bordered = 'wall' | 'wide' | 'medium' | 'small';

/** How a panel shares the screen with others. */
export interface Placing {
  readonly spots: Readonly<Record<Bordered, Spot>>;
  /** What goes first when the rows do not suffice: the lowest; what matters most at 3 a.m. stays longest. */
  readonly stays: number;
  /** Where more than four share a narrow terminal, the `first` of these gives way, or the `second` where that has the focus. */
  readonly gives?: 'first' | 'second';
  /** Its share of a row of two on a small terminal: a table needs more of it than bars do. */
  readonly share: number;
  /** Whether it says anything in a single row. */
  readonly inOneRow: boolean;
}

/** Rows a panel needs at least and likes to have, borders included; spare rows go by `grow`. */
export interface Need {
  readonly min: number;
  readonly want: number;
  readonly grow: number;
}

/** One panel of the page; what it needs is known before any data, so that nothing moves when data comes. */
export interface PlacedPanel {
  readonly panel: PanelKey;
  readonly place: Placing;
  readonly need: (size: Bordered) => Need;
}

export interface LayoutRequest {
  readonly columns: number;
  readonly rows: number;
  /** In the page's order: where each goes follows from what it says of itself. */
  readonly panels: readonly PlacedPanel[];
  /** In place of them: the rows of a board, whose profile says where each goes. */
  readonly board?: readonly GridRow[];
  readonly focus: PanelKey | null;
  readonly fullScreen: boolean;
}

type SizeClass = Bordered | 'tiny' | 'line';

/** Terminals from a wall screen (200×60) to one status line; each is laid out on purpose. */
function sizeClass(columns: number, rows: number): SizeClass {
  if (columns < 24 || rows < 6) return 'line';
  if (columns < 70 || rows < 18) return 'tiny';
  if (columns < 96 || rows < 26) return 'small';
  if (columns < 126 || rows < 38) return 'medium';
  return columns < 180 || rows < 50 ? 'wide' : 'wall';
}

/** Bands from top to bottom, each of columns from left to right, each of panels from top to bottom. */
type Arrangement = readonly (readonly (readonly PlacedPanel[])[])[];

/** Whether there is room for more than the newest numbers. */
export const isRoomy = (size: Bordered): boolean => size === 'wall' || size === 'wide';

const totalOf = (needs: readonly Need[], part: 'min' | 'want'): number => needs.reduce((sum, n) => sum + n[part], 0);

/** Shares `rows` out: everybody's minimum first, then what they want in turn, then by `grow`. */
function shareRows(needs: readonly Need[], rows: number): number[] {
  const heights = needs.map((n) => n.min);
  let left = rows - totalOf(needs, 'min');
  while (left > 0) {
    const hungry = needs.flatMap((n, i) => ((heights[i] ?? 0) < n.want ? [i] : []));
    if (hungry.length === 0) break;
    for (const i of hungry.slice(0, left)) heights[i] = (heights[i] ?? 0) + 1;
    left -= Math.min(left, hungry.length);
  }
  const weight = needs.reduce((sum, n) => sum + n.grow, 0);
  let given = 0;
  let seen = 0;
  for (const [i, n] of needs.entries()) {
    seen += n.grow;
    const upTo = weight === 0 ? (i === needs.length - 1 ? left : 0) : Math.floor((left * seen) / weight);
    heights[i] = (heights[i] ?? 0) + upTo - given;
    given = upTo;
  }
  return heights;
}

/** Groups in ascending order of their keys. */
const inOrder = <T>(items: readonly T[], keyOf: (item: T) => number): T[][] =>
  [...Map.groupBy(items, keyOf)].sort(([a], [b]) => a - b).map(([, members]) => members);

function arranged(panels: readonly PlacedPanel[], size: Bordered): Arrangement {
  const part =
    (which: 0 | 1 | 2) =>
    ({ place }: PlacedPanel) =>
      place.spots[size][which];
  const [band, column, row] = [part(0), part(1), part(2)];
  return inOrder(panels, band).map((members) =>
    inOrder(members, column).map((stack) => stack.toSorted((a, b) => row(a) - row(b))),
  );
}

function bandNeed(band: Arrangement[number], size: Bordered): Need {
  const columns = band.map((column) => column.map((p) => p.need(size)));
  const most = (part: 'min' | 'want') => Math.max(...columns.map((needs) => totalOf(needs, part)));
  return { min: most('min'), want: most('want'), grow: Math.max(...columns.flat().map((n) => n.grow)) };
}

/** Columns are equally wide, but for two on a small terminal. */
function columnWidth(band: Arrangement[number], column: number, width: number, size: Bordered): number {
  if (size !== 'small' || band.length !== 2) return Math.floor(width / band.length);
  const shares = band.map((panels) => Math.max(...panels.map(({ place }) => place.share)));
  return Math.floor((width * (shares[column] ?? 0)) / shares.reduce((sum, share) => sum + share, 0));
}

/** Without what there is no room for beside the rest on a narrow terminal. */
function sparing(panels: readonly PlacedPanel[], size: Bordered, focus: PanelKey | null): readonly PlacedPanel[] {
  if (isRoomy(size) || panels.length <= 4) return panels;
  const kept = panels.find(({ panel }) => panel === focus)?.place.gives === 'first' ? 'second' : 'first';
  return panels.filter(({ place }) => place.gives !== kept);
}

/** Bordered panels in bands; drops panels in order until the rest fits. */
function bordered(body: Rect, size: Bordered, request: LayoutRequest): PanelPlace[] {
  let panels = sparing(request.panels, size, request.focus);
  let bands = arranged(panels, size);
  const needs = () => bands.map((band) => bandNeed(band, size));
  while (panels.length > 1 && totalOf(needs(), 'min') > body.height) {
    const [dropped] = byGoing(panels).filter(({ panel }) => panel !== request.focus);
    if (dropped === undefined) break;
    panels = panels.filter((p) => p !== dropped);
    bands = arranged(panels, size);
  }
  const heights = shareRows(needs(), body.height);
  const tops = heights.map((_, b) => body.y + heights.slice(0, b).reduce((sum, height) => sum + height, 0));
  return bands.flatMap((band, b) => bandPlaces(band, { ...body, y: tops[b] ?? body.y, height: heights[b] ?? 0 }, size));
}

/** The panels of one band, which fills a rectangle. */
function bandPlaces(band: Arrangement[number], at: Rect, size: Bordered): PanelPlace[] {
  const detail = isRoomy(size) ? 'full' : 'compact';
  const places: PanelPlace[] = [];
  let x = at.x;
  for (const [c, column] of band.entries()) {
    const width = c === band.length - 1 ? at.x + at.width - x : columnWidth(band, c, at.width, size);
    const rows = shareRows(
      column.map((p) => p.need(size)),
      at.height,
    );
    let y = at.y;
    for (const [i, { panel }] of column.entries()) {
      const height = rows[i] ?? 0;
      places.push({ panel, detail, border: true, x, y, width, height });
      y += height;
    }
    x += width;
  }
  return places;
}

/** What goes first comes first. */
const byGoing = (panels: readonly PlacedPanel[]): PlacedPanel[] =>
  panels.toSorted((a, b) => a.place.stays - b.place.stays);

interface Stacked {
  readonly panel: PanelKey;
  readonly inOneRow: boolean;
}

const stackedOf = ({ panel, place: { inOneRow } }: PlacedPanel): Stacked => ({ panel, inOneRow });

/** One row a panel and no borders; the panel with the focus gets the rows that are left. @param going what goes first comes first */
function stacked(
  body: Rect,
  all: readonly Stacked[],
  going: readonly Pick<Stacked, 'panel'>[],
  chosen: PanelKey | null,
): PanelPlace[] {
  const focus = all.some(({ panel }) => panel === chosen) ? chosen : all[0]?.panel;
  const told = new Set(all.flatMap(({ panel, inOneRow }) => (inOneRow || panel === focus ? [panel] : [])));
  for (const { panel } of going) {
    if (told.size + 2 <= body.height) break;
    if (panel !== focus) told.delete(panel);
  }
  const panels = all.filter(({ panel }) => told.has(panel));
  let y = body.y;
  return panels.map(({ panel }) => {
    const height = panel === focus ? body.height - panels.length + 1 : 1;
    const detail = height > 1 ? 'compact' : 'line';
    const place: PanelPlace = { panel, detail, border: false, x: body.x, y, width: body.width, height };
    y += height;
    return place;
  });
}

/** Where everything goes. Rectangles never overlap and never leave the terminal. */
export function computeLayout(request: LayoutRequest): Layout {
  const columns = Math.max(0, request.columns);
  const rows = Math.max(0, request.rows);
  const size = sizeClass(columns, rows);
  const strip = (y: number, height: number): Rect => ({ x: 0, y, width: columns, height });
  if (size === 'line') {
    const headline = strip(0, Math.min(1, rows));
    return { columns, rows, header: strip(0, 0), headline, panels: [], footer: strip(rows, 0), body: strip(0, 0) };
  }
  const headlineHeight = size === 'wall' ? 3 : 1;
  const header = strip(0, 1);
  const headline = strip(1, headlineHeight);
  const footer = strip(rows - 1, 1);
  const body = strip(1 + headlineHeight, rows - 2 - headlineHeight);
  const frame = { columns, rows, header, headline, footer, body };
  if (request.panels.length + (request.board?.length ?? 0) === 0) return { ...frame, panels: [] };
  if (request.fullScreen && request.focus !== null) {
    const detail = size === 'tiny' ? 'compact' : 'full';
    return { ...frame, panels: [{ ...body, panel: request.focus, detail, border: size !== 'tiny' }] };
  }
  return {
    ...frame,
    panels: request.board ? onBoard(request.board, body, size, request) : inBands(body, size, request),
  };
}

const inBands = (body: Rect, size: Bordered | 'tiny', request: LayoutRequest): PanelPlace[] => {
  const { panels, focus } = request;
  return size === 'tiny' ? stacked(body, panels.map(stackedOf), byGoing(panels), focus) : bordered(body, size, request);
};

function onBoard(
  rows: readonly GridRow[],
  body: Rect,
  size: Bordered | 'tiny',
  { focus }: LayoutRequest,
): PanelPlace[] {
  if (size === 'tiny')
    return stacked(
      body,
      rows.flatMap(({ panels }) => panels),
      byStaying(rows, focus).toReversed(),
      focus,
    );
  const detail = isRoomy(size) ? 'full' : 'compact';
  return placeGrid(rows, body, focus).map((place) => ({ ...place, detail, border: true }));
}
