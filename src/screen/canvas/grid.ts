import type { PanelKey } from '../core/panel-key.ts';
import type { Rect } from './rect.ts';

/** Cells of a panel, its border included. */
export interface Extent {
  readonly width: number;
  readonly height: number;
}

/** A panel of a board, as it shares its page with others. */
export interface GridPanel {
  readonly panel: PanelKey;
  /** Its share of the cells of its row. */
  readonly weight: number;
  /** 1 gives way first, 9 last. */
  readonly priority: number;
  /** How soon it must be seen where not all of one priority can be, the lowest first. */
  readonly urgency: number;
  /** Smaller than this it tells nothing. */
  readonly least: Extent;
  /** As large as this it tells all there is in comfort. */
  readonly good: Extent;
  /** Rows in which all is told that it has, in so many cells, both with the border; null where more tell more. */
  readonly needs: (width: number) => number | null;
  /** Whether it says anything in a single row. */
  readonly inOneRow: boolean;
  /** Whether it has nothing to tell: its title has one row then, and the row it stands in has the others. */
  readonly quiet: boolean;
}

/** Panels side by side. */
export interface GridRow {
  /** Its share of the rows of the page. */
  readonly weight: number;
  readonly panels: readonly GridPanel[];
}

export interface GridPlace extends Rect {
  readonly panel: PanelKey;
  readonly folded: boolean;
}

/**
 * Where the panels of a board stand in a rectangle, which they fill. Rows that are too long for it wrap while there is height
 * for that; where there is none, panels are left out by `byStaying`, and the others keep their order.
 */
export function placeGrid(all: readonly GridRow[], at: Rect, focus: PanelKey | null): readonly GridPlace[] {
  if (at.width <= 0 || at.height <= 0) return [];
  const rows = unfoldedWhereAllAre(all);
  const lines = EASES.map((ease) => linesOf(rows, at, ease)).find((some) => fits(some, at)) ?? sparing(rows, at, focus);
  const heights = needed(
    lines,
    shares(
      at.height,
      lines.map(({ weight, least }) => ({ weight, least })),
    ),
    at.width,
  );
  let y = at.y;
  return lines.flatMap(({ cells }, i) => {
    const height = heights[i] ?? 0;
    const places = placeLine(cells, { ...at, y, height });
    y += height;
    return places;
  });
}

/** Somebody fills the page: where nobody has anything to tell, all do. */
const unfoldedWhereAllAre = (rows: readonly GridRow[]): readonly GridRow[] =>
  rows.every(({ panels }) => panels.every(({ quiet }) => quiet))
    ? rows.map((row) => ({ ...row, panels: row.panels.map((panel) => ({ ...panel, quiet: false })) }))
    : rows;

/** Panels in the order in which they stay where not all can: by priority, then the urgent, then those nearest to the focus. */
export function byStaying(rows: readonly GridRow[], focus: PanelKey | null): readonly GridPanel[] {
  const panels = rows.flatMap((row) => row.panels);
  const chosen = Math.max(
    0,
    panels.findIndex(({ panel }) => panel === focus),
  );
  return panels
    .map((panel, i) => ({ panel, i, far: Math.abs(i - chosen), focused: panel.panel === focus ? 0 : 1 }))
    .sort(
      (a, b) =>
        a.focused - b.focused ||
        b.panel.priority - a.panel.priority ||
        a.panel.urgency - b.panel.urgency ||
        a.far - b.far ||
        a.i - b.i,
    )
    .map(({ panel }) => panel);
}

/** How much of the way from the least to comfort each panel is given, as far as there is room. */
const EASES = [1, 0.5, 0] as const;

/** A panel and the least it has here. */
interface GridCell {
  readonly of: GridPanel;
  readonly least: Extent;
}

/** Panels side by side on the screen: a row, or a part of one that wraps. Those that are folded have a row of theirs below the others. */
interface GridLine {
  /** 0 of folded panels. */
  readonly weight: number;
  readonly least: number;
  readonly cells: readonly GridCell[];
}

const fits = (lines: readonly GridLine[], { height }: Rect): boolean =>
  lines.reduce((sum, { least }) => sum + least, 0) <= height;

/** As many panels as there is room for at their least, of those that stay longest. */
function sparing(rows: readonly GridRow[], at: Rect, focus: PanelKey | null): readonly GridLine[] {
  const staying = byStaying(rows, focus);
  const linesWith = (count: number) => {
    const kept = new Set(staying.slice(0, count));
    return linesOf(
      rows.map((row) => ({ ...row, panels: row.panels.filter((panel) => kept.has(panel)) })),
      at,
      0,
    );
  };
  // One always stays, however little room there is for it.
  let [low, high] = [1, staying.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(linesWith(middle), at)) low = middle;
    else high = middle - 1;
  }
  return linesWith(low);
}

function linesOf(rows: readonly GridRow[], at: Rect, ease: number): readonly GridLine[] {
  return rows.flatMap(({ weight, panels }) => {
    const linesWith = (isQuiet: boolean) => {
      const cells = panels.filter(({ quiet }) => quiet === isQuiet).map((of) => ({ of, least: eased(of, ease, at) }));
      return wrapped(cells, at.width);
    };
    const lines = linesWith(false);
    const told = lines.map((cells) => lineOf(cells, weight / lines.length));
    return [...told, ...linesWith(true).map((cells) => lineOf(cells, 0))];
  });
}

const lineOf = (cells: readonly GridCell[], weight: number): GridLine => ({
  weight,
  least: Math.max(...cells.map(({ least }) => least.height)),
  cells,
});

/** What a panel has at least; nothing is larger than the page. */
function eased({ least, good, quiet }: GridPanel, ease: number, { width, height }: Rect): Extent {
  const between = (a: number, b: number) => Math.round(a + Math.max(0, b - a) * ease);
  return {
    width: Math.min(width, between(least.width, good.width)),
    height: quiet ? 1 : Math.min(height, between(least.height, good.height)),
  };
}

/** A row in as few lines as it needs, about equally full. */
function wrapped(cells: readonly GridCell[], width: number): readonly (readonly GridCell[])[] {
  const lines = filled(cells, width);
  if (lines.length < 2) return lines;
  let [low, high] = [Math.max(...cells.map(({ least }) => least.width)), width];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (filled(cells, middle).length > lines.length) low = middle + 1;
    else high = middle;
  }
  return filled(cells, low);
}

/** Cells in lines of at most such a width, each as full as can be. */
function filled(cells: readonly GridCell[], width: number): GridCell[][] {
  const lines: GridCell[][] = [];
  let left = 0;
  for (const cell of cells) {
    const line = lines.at(-1);
    if (line !== undefined && cell.least.width <= left) line.push(cell);
    else {
      lines.push([cell]);
      left = width;
    }
    left -= cell.least.width;
  }
  return lines;
}

/**
 * Heights of lines, after rows that nothing in their line needs went to others: from the top to those that lack rows for
 * what they have or for their comfort, then to those that can always tell more, by their weights.
 */
function needed(lines: readonly GridLine[], heights: readonly number[], width: number): readonly number[] {
  const own = [...heights];
  const needs = lines.map(({ cells }) => {
    const widths = widthsOf(cells, width);
    return cells.map(({ of }, i) => ({
      rows: of.quiet ? 1 : of.needs(widths[i] ?? 0),
      least: of.quiet ? 1 : of.least.height,
      good: of.good.height,
    }));
  });
  const isOpen = (i: number) => needs[i]?.some(({ rows }) => rows === null) ?? false;
  const wanted = (i: number) =>
    Math.max(...(needs[i] ?? []).map(({ rows, least, good }) => Math.max(least, rows ?? good)));
  let spare = 0;
  for (const [i, height] of heights.entries()) {
    if (isOpen(i) || height <= wanted(i)) continue;
    spare += height - wanted(i);
    own[i] = wanted(i);
  }
  for (const i of own.keys()) {
    const given = Math.max(0, Math.min(spare, wanted(i) - (own[i] ?? 0)));
    own[i] = (own[i] ?? 0) + given;
    spare -= given;
  }
  if (spare === 0) return own;
  // Where nobody can use them, rows stay where they were.
  const open = lines.some((_, i) => isOpen(i));
  const more = shares(
    spare,
    lines.map(({ weight }, i) => ({ weight: open && !isOpen(i) ? 0 : weight, least: 0 })),
  );
  return own.map((height, i) => height + (more[i] ?? 0));
}

const widthsOf = (cells: readonly GridCell[], width: number): readonly number[] =>
  shares(
    width,
    cells.map(({ of, least }) => ({ weight: of.weight, least: least.width })),
  );

function placeLine(cells: readonly GridCell[], at: Rect): readonly GridPlace[] {
  const widths = widthsOf(cells, at.width);
  let x = at.x;
  return cells.map(({ of }, i) => {
    const width = widths[i] ?? 0;
    const place = { ...at, panel: of.panel, folded: of.quiet, x, width };
    x += width;
    return place;
  });
}

interface Share {
  readonly weight: number;
  readonly least: number;
}

/** Shares all of `total` out by weight, and at least its least to each: together these are no more than the total. */
function shares(total: number, of: readonly Share[]): readonly number[] {
  const short = new Set<Share>();
  // Whoever would have less than its least has just that, and the others share what is left.
  for (;;) {
    const rest = of.filter((one) => !short.has(one));
    const left = total - [...short].reduce((sum, { least }) => sum + least, 0);
    const weights = rest.reduce((sum, { weight }) => sum + weight, 0);
    const part = ({ weight }: Share) => (left * weight) / weights;
    const more = rest.filter((one) => part(one) < one.least);
    if (more.length === 0) return whole(of.map((one) => (short.has(one) ? one.least : part(one))));
    for (const one of more) short.add(one);
  }
}

/** Whole numbers near to some that add up to a whole one, with the same sum. */
function whole(parts: readonly number[]): readonly number[] {
  let exact = 0;
  let given = 0;
  return parts.map((part) => {
    exact += part;
    const own = Math.round(exact) - given;
    given += own;
    return own;
  });
}
