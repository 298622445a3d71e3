import type { PanelKey } from '../core/panel-key.ts';
import { byGoing, placeBands } from './bands.ts';
import { byStaying, type GridRow, placeGrid } from './grid.ts';
import type { Bordered, PlacedPanel } from './placing.ts';
import type { Rect } from './rect.ts';

/** How much a panel says: `full` has trends and reasons, `compact` one row a thing, `line` one row in all, without a border. */
export type Detail = 'full' | 'compact' | 'line';

export interface PanelPlace extends Rect {
  readonly panel: PanelKey;
  readonly detail: Detail;
  /** Without a border the title stands in the first row. */
  readonly border: boolean;
  /** It has nothing to tell: one row in all, its border with the title in it. */
  readonly folded: boolean;
}

export interface Layout {
  readonly columns: number;
  readonly rows: number;
  /** Height 0 when there is no room for it. */
  readonly header: Rect;
  /** Of what instant the room is, where that is not now; below the header. Height 0 where there is none. */
  readonly band: Rect;
  /** The worst thing in the room; the last thing to be dropped. */
  readonly headline: Rect;
  readonly panels: readonly PanelPlace[];
  readonly footer: Rect;
  /** What lies between headline and footer: one panel or one detail view on the full screen. */
  readonly body: Rect;
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
  /** Whether a row is to say that the room is not of now. */
  readonly band?: boolean;
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
    const place: PanelPlace = { panel, detail, border: false, folded: false, x: body.x, y, width: body.width, height };
    y += height;
    return place;
  });
}

/** Whether there is room for more than the newest numbers. */
export const isRoomy = (size: Bordered): boolean => size === 'wall' || size === 'wide';

/** Where everything goes. Rectangles never overlap and never leave the terminal. */
export function computeLayout(request: LayoutRequest): Layout {
  const columns = Math.max(0, request.columns);
  const rows = Math.max(0, request.rows);
  const band = request.band === true && rows > 1 ? 1 : 0;
  const size = sizeClass(columns, rows - band);
  const strip = (y: number, height: number): Rect => ({ x: 0, y, width: columns, height });
  if (size === 'line') {
    const headline = strip(0, Math.min(1, rows));
    const nothing = { header: strip(0, 0), footer: strip(rows, 0), body: strip(0, 0), panels: [] };
    return { columns, rows, headline, band: strip(headline.height, band), ...nothing };
  }
  const top = 1 + band + 1;
  const body = strip(top, rows - top - 1);
  const frame = {
    ...{ columns, rows, body },
    ...{ header: strip(0, 1), band: strip(1, band), headline: strip(1 + band, 1) },
    footer: strip(rows - 1, 1),
  };
  if (request.panels.length + (request.board?.length ?? 0) === 0) return { ...frame, panels: [] };
  if (request.fullScreen && request.focus !== null) {
    const detail = size === 'tiny' ? 'compact' : 'full';
    return { ...frame, panels: [{ ...body, panel: request.focus, detail, border: size !== 'tiny', folded: false }] };
  }
  return { ...frame, panels: size === 'tiny' ? stackedPlaces(body, request) : borderedPlaces(body, size, request) };
}

function stackedPlaces(body: Rect, { panels, board, focus }: LayoutRequest): readonly PanelPlace[] {
  if (board === undefined) return stacked(body, panels.map(stackedOf), byGoing(panels), focus);
  const all = board.flatMap((row) => row.panels);
  return stacked(body, all, byStaying(board, focus).toReversed(), focus);
}

function borderedPlaces(body: Rect, size: Bordered, { panels, board, focus }: LayoutRequest): readonly PanelPlace[] {
  const detail = isRoomy(size) ? 'full' : 'compact';
  const places = board ? placeGrid(board, body, focus) : placeBands(panels, body, size, focus);
  return places.map((place) => ({ ...place, detail, border: true }));
}
