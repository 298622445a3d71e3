import type { PanelKey } from '../core/panel-key.ts';
import { folded, givingWay } from './giving-way.ts';
import type { BandPlace, Bordered, Need, PlacedPanel } from './placing.ts';
import type { Rect } from './rect.ts';

/** Panels below each other in so many cells. */
interface Column {
  readonly panels: readonly PlacedPanel[];
  readonly width: number;
}

/** Columns from left to right. */
type Band = readonly Column[];

/** What goes first comes first: what has nothing to tell before all others. */
export const byGoing = (panels: readonly PlacedPanel[]): PlacedPanel[] =>
  panels.toSorted((a, b) => Number(b.quiet) - Number(a.quiet) || a.place.stays - b.place.stays);

/**
 * Bordered panels in bands from top to bottom, which fill a rectangle. While what must be told lacks rows, panels in which
 * all is well give way, step by step; where there is no room for all at their least, titles alone stay, and then fewer of them.
 */
export function placeBands(
  all: readonly PlacedPanel[],
  body: Rect,
  size: Bordered,
  focus: PanelKey | null,
): readonly BandPlace[] {
  const panels = unfoldedWhereAllAre(all).map(onceAWidth);
  return givingWay(panels, size, (some) => placedIn(fitting(some, body, size, focus), body, size));
}

/** A panel that is asked once what it needs in so many cells: places are tried in several ways. */
function onceAWidth(panel: PlacedPanel): PlacedPanel {
  const known = new Map<number, Need>();
  return {
    ...panel,
    need(size, width) {
      const need = known.get(width) ?? panel.need(size, width);
      known.set(width, need);
      return need;
    },
  };
}

function placedIn(panels: readonly PlacedPanel[], body: Rect, size: Bordered): readonly BandPlace[] {
  const bands = arranged(panels, size, body.width);
  const heights = shareRows(
    bands.map((band) => bandNeed(band, size)),
    body.height,
  );
  let y = body.y;
  return bands.flatMap((band, b) => {
    const height = heights[b] ?? 0;
    const places = bandPlaces(band, { ...body, y, height }, size);
    y += height;
    return places;
  });
}

/** As many of the panels as there is room for: those that go first say what they can in their titles, then they are left out. */
function fitting(
  all: readonly PlacedPanel[],
  body: Rect,
  size: Bordered,
  focus: PanelKey | null,
): readonly PlacedPanel[] {
  const isRoom = (some: readonly PlacedPanel[]) => {
    const needs = arranged(some, size, body.width).map((band) => bandNeed(band, size));
    return totalOf(needs, 'min') <= body.height;
  };
  let panels = all;
  while (panels.length > 1 && !isRoom(panels)) {
    const going = byGoing(panels).filter(({ panel }) => panel !== focus);
    const folding = going.find(({ quiet }) => !quiet);
    const left = panels.filter(({ quiet }) => !quiet).length;
    const [dropped] = going;
    if (folding !== undefined && left > 1) panels = panels.map((one) => (one === folding ? folded(one) : one));
    else panels = panels.filter((one) => one !== dropped);
  }
  return panels;
}

/** Somebody fills the screen: where nobody has anything to tell, the first does. */
const unfoldedWhereAllAre = (panels: readonly PlacedPanel[]): readonly PlacedPanel[] =>
  panels.every(({ quiet }) => quiet) ? panels.map((one, i) => (i === 0 ? { ...one, quiet: false } : one)) : panels;

/** Groups in ascending order of their keys. */
const inOrder = <T>(items: readonly T[], keyOf: (item: T) => number): T[][] =>
  [...Map.groupBy(items, keyOf)].sort(([a], [b]) => a - b).map(([, members]) => members);

function arranged(panels: readonly PlacedPanel[], size: Bordered, width: number): readonly Band[] {
  const part =
    (which: 0 | 1 | 2) =>
    ({ place }: PlacedPanel) =>
      place.spots[size][which];
  const [band, column, row] = [part(0), part(1), part(2)];
  return inOrder(panels, band).map((members) => {
    const stacks = inOrder(members, column).map((stack) => stack.toSorted((a, b) => row(a) - row(b)));
    return inColumns(withoutEmpty(stacks), size, width);
  });
}

/** Folded panels alone fill no column: they stand below the last that others fill, or all in one. */
function withoutEmpty(stacks: readonly (readonly PlacedPanel[])[]): readonly (readonly PlacedPanel[])[] {
  const isQuiet = (stack: readonly PlacedPanel[]) => stack.every(({ quiet }) => quiet);
  const folded = stacks.filter(isQuiet).flat();
  if (folded.length === 0) return stacks;
  const told = stacks.filter((stack) => !isQuiet(stack));
  const last = told.at(-1) ?? [];
  return [...told.slice(0, -1), [...last, ...folded]];
}

/** Columns are equally wide, but for two on a small terminal. */
function inColumns(stacks: readonly (readonly PlacedPanel[])[], size: Bordered, width: number): Band {
  const shares = stacks.map((panels) => Math.max(...panels.map(({ place }) => place.share)));
  const isShared = size === 'small' && stacks.length === 2;
  const part = (i: number) => (isShared ? (shares[i] ?? 0) / shares.reduce((a, b) => a + b, 0) : 1 / stacks.length);
  let left = width;
  return stacks.map((panels, i) => {
    const own = i === stacks.length - 1 ? left : Math.floor(width * part(i));
    left -= own;
    return { panels, width: own };
  });
}

/** What a panel or a band needs, and whether it is of titles alone, which never grow. */
type Sized = Need & { readonly titles?: true };

const FOLDED: Sized = { min: 1, want: 1, grow: 0, titles: true };

const needsOf = ({ panels, width }: Column, size: Bordered): readonly Sized[] =>
  panels.map(({ quiet, need }) => (quiet ? FOLDED : need(size, width)));

function bandNeed(band: Band, size: Bordered): Sized {
  const columns = band.map((column) => needsOf(column, size));
  const most = (part: 'min' | 'want') => Math.max(...columns.map((needs) => totalOf(needs, part)));
  const need = { min: most('min'), want: most('want'), grow: Math.max(...columns.flat().map(({ grow }) => grow)) };
  return columns.flat().every(({ titles }) => titles) ? { ...need, titles: true } : need;
}

const totalOf = (needs: readonly Need[], part: 'min' | 'want'): number => needs.reduce((sum, n) => sum + n[part], 0);

/** Shares `rows` out: everybody's minimum first, then what they want in turn, then by `grow`. */
function shareRows(needs: readonly Sized[], rows: number): number[] {
  const heights = needs.map((n) => n.min);
  let left = rows - totalOf(needs, 'min');
  while (left > 0) {
    const hungry = needs.flatMap((n, i) => ((heights[i] ?? 0) < n.want ? [i] : []));
    if (hungry.length === 0) break;
    for (const i of hungry.slice(0, left)) heights[i] = (heights[i] ?? 0) + 1;
    left -= Math.min(left, hungry.length);
  }
  const weight = needs.reduce((sum, n) => sum + n.grow, 0);
  // Where nobody would grow, the last that is no mere title does.
  const last = needs.findLastIndex(({ titles }) => !titles);
  let given = 0;
  let seen = 0;
  for (const [i, n] of needs.entries()) {
    seen += n.grow;
    const upTo = weight === 0 ? (i >= last ? left : 0) : Math.floor((left * seen) / weight);
    heights[i] = (heights[i] ?? 0) + upTo - given;
    given = upTo;
  }
  return heights;
}

/** The panels of one band, which fills a rectangle. */
function bandPlaces(band: Band, at: Rect, size: Bordered): readonly BandPlace[] {
  let x = at.x;
  return band.flatMap((column) => {
    const heights = shareRows(needsOf(column, size), at.height);
    const { width } = column;
    let y = at.y;
    const places = column.panels.map(({ panel, quiet }, i): BandPlace => {
      const height = heights[i] ?? 0;
      const place = { panel, folded: quiet, x, y, width, height };
      y += height;
      return place;
    });
    x += width;
    return places;
  });
}
