import type { PanelId } from '../../profile/schema/profile.ts';

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How much a panel says: `full` has trends and reasons, `compact` one row a thing, `line` one row in all, without a border. */
export type Detail = 'full' | 'compact' | 'line';

export interface PanelPlace extends Rect {
  readonly panel: PanelId;
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

/** How many things a profile has to show; known before any data, so that nothing moves when data comes. */
export interface Contents {
  readonly rings: number;
  readonly metrics: number;
  readonly infra: number;
  /** Groups of infrastructure rows. */
  readonly groups: number;
}

export interface LayoutRequest {
  readonly columns: number;
  readonly rows: number;
  /** Panels of the page, in the page's order. */
  readonly panels: readonly PanelId[];
  readonly contents: Contents;
  readonly focus: PanelId | null;
  readonly fullScreen: boolean;
}

type SizeClass = 'wall' | 'wide' | 'medium' | 'small' | 'tiny' | 'line';

/** Terminals from a wall screen (200×60) to one status line; each is laid out on purpose. */
export function sizeClass(columns: number, rows: number): SizeClass {
  if (columns < 24 || rows < 6) return 'line';
  if (columns < 70 || rows < 18) return 'tiny';
  if (columns < 96 || rows < 26) return 'small';
  if (columns < 126 || rows < 38) return 'medium';
  return columns < 180 || rows < 50 ? 'wide' : 'wall';
}

/** Bands from top to bottom, each of columns from left to right, each of panels from top to bottom. */
type Arrangement = readonly (readonly (readonly PanelId[])[])[];

const ARRANGEMENTS: Readonly<Record<'wall' | 'wide' | 'medium' | 'small', Arrangement>> = {
  wall: [
    [['rings']],
    [
      ['comparison', 'infra'],
      ['alerts', 'traffic', 'journal'],
    ],
  ],
  wide: [
    [['rings']],
    [
      ['comparison', 'alerts'],
      ['traffic', 'infra', 'journal'],
    ],
  ],
  medium: [
    [['rings']],
    [
      ['comparison', 'alerts'],
      ['traffic', 'infra', 'journal'],
    ],
  ],
  small: [[['rings']], [['alerts']], [['comparison'], ['traffic', 'infra', 'journal']]],
};

/** What goes first when the rows do not suffice; what matters most at 3 a.m. stays longest. */
const DROP_ORDER: readonly PanelId[] = ['journal', 'infra', 'traffic', 'comparison', 'rings', 'alerts'];

/** Rows a panel needs at least and likes to have, borders included; spare rows go by `grow`. */
interface Need {
  readonly min: number;
  readonly want: number;
  readonly grow: number;
}

function need(panel: PanelId, size: SizeClass, { rings, metrics, infra, groups }: Contents): Need {
  const roomy = size === 'wall' || size === 'wide';
  // Where nothing rolls out, the machines are what the room is about.
  const main = rings === 0 && metrics === 0;
  switch (panel) {
    case 'rings':
      return { min: 3, want: 2 + (roomy ? 6 : Math.max(1, rings)), grow: 0 };
    case 'comparison':
      return { min: 4, want: 2 + Math.max(1, metrics) + (roomy ? 12 : 2), grow: roomy ? 2 : 1 };
    case 'traffic':
      return { min: 3, want: 2 + (roomy ? 12 : 2), grow: roomy ? 1 : 0 };
    case 'alerts':
      return { min: 3, want: roomy ? 9 : 6, grow: 3 };
    case 'infra':
      if (main) return { min: 3, want: 2 + Math.ceil(infra / (size === 'medium' ? 1 : 2)) + groups, grow: 1 };
      return { min: 3, want: 2 + (roomy ? Math.max(2, Math.ceil(infra / 2)) : 3), grow: roomy ? 0 : 1 };
    case 'journal':
      return { min: 3, want: main ? 3 : 6, grow: main ? 1 : 2 };
  }
}

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

const present = (arrangement: Arrangement, panels: ReadonlySet<PanelId>): PanelId[][][] =>
  arrangement
    .map((band) => band.map((column) => column.filter((p) => panels.has(p))).filter((column) => column.length > 0))
    .filter((band) => band.length > 0);

function bandNeed(band: readonly (readonly PanelId[])[], size: SizeClass, contents: Contents): Need {
  const columns = band.map((column) => column.map((p) => need(p, size, contents)));
  const most = (part: 'min' | 'want') => Math.max(...columns.map((needs) => totalOf(needs, part)));
  return { min: most('min'), want: most('want'), grow: Math.max(...columns.flat().map((n) => n.grow)) };
}

/** Columns are equally wide, but on a small terminal a table needs more of it than bars do. */
function columnWidth(band: readonly (readonly PanelId[])[], column: number, width: number, size: SizeClass): number {
  if (size !== 'small' || band.length !== 2) return Math.floor(width / band.length);
  return Math.floor((width * (band[column]?.includes('comparison') ? 3 : 2)) / 5);
}

/** Bordered panels in bands; drops panels in order until the rest fits. */
function bordered(body: Rect, size: 'wall' | 'wide' | 'medium' | 'small', request: LayoutRequest): PanelPlace[] {
  const panels = new Set(request.panels);
  // There is room for either of the two beside the rest.
  if ((size === 'small' || size === 'medium') && panels.size > 4)
    panels.delete(request.focus === 'journal' ? 'infra' : 'journal');
  const droppable = DROP_ORDER.filter((p) => p !== request.focus);
  let bands = present(ARRANGEMENTS[size], panels);
  const needs = () => bands.map((band) => bandNeed(band, size, request.contents));
  while (panels.size > 1 && totalOf(needs(), 'min') > body.height) {
    const dropped = droppable.find((p) => panels.has(p));
    if (dropped === undefined) break;
    panels.delete(dropped);
    bands = present(ARRANGEMENTS[size], panels);
  }
  const places: PanelPlace[] = [];
  let y = body.y;
  const heights = shareRows(needs(), body.height);
  for (const [b, band] of bands.entries()) {
    const height = heights[b] ?? 0;
    let x = body.x;
    for (const [c, column] of band.entries()) {
      const width = c === band.length - 1 ? body.x + body.width - x : columnWidth(band, c, body.width, size);
      const rows = shareRows(
        column.map((p) => need(p, size, request.contents)),
        height,
      );
      let top = y;
      for (const [i, panel] of column.entries()) {
        const own = rows[i] ?? 0;
        const detail = size === 'wall' || size === 'wide' ? 'full' : 'compact';
        places.push({ panel, detail, border: true, x, y: top, width, height: own });
        top += own;
      }
      x += width;
    }
    y += height;
  }
  return places;
}

/** One row a panel and no borders; the panel with the focus gets the rows that are left. */
function stacked(body: Rect, request: LayoutRequest): PanelPlace[] {
  const focus = request.focus !== null && request.panels.includes(request.focus) ? request.focus : request.panels[0];
  let panels = request.panels.filter((p) => p !== 'journal' || p === focus);
  for (const dropped of DROP_ORDER) {
    if (panels.length + 2 <= body.height) break;
    if (dropped !== focus) panels = panels.filter((p) => p !== dropped);
  }
  let y = body.y;
  return panels.map((panel) => {
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
  if (request.panels.length === 0) return { ...frame, panels: [] };
  if (request.fullScreen && request.focus !== null) {
    const detail = size === 'tiny' ? 'compact' : 'full';
    return { ...frame, panels: [{ ...body, panel: request.focus, detail, border: size !== 'tiny' }] };
  }
  return { ...frame, panels: size === 'tiny' ? stacked(body, request) : bordered(body, size, request) };
}
