import { type Line, run, toWidth } from '../canvas/runs.ts';

/** Rows from which a chart tells more than it takes away, and those of each where there is room for several. */
export const CHART = 7;
const CHARTS = 9;
/** Cells of a chart beside another, and the space between them. */
const BESIDE = 46;
const GAP = 2;

/** As many charts as have room, the first of them the worst, side by side where it is wide. */
export function chartGrid<T>(
  items: readonly T[],
  draw: (item: T, width: number, height: number) => readonly Line[],
  { width, height: rows }: { readonly width: number; readonly height: number },
): readonly Line[] {
  const beside = Math.max(1, Math.min(Math.floor((width + GAP) / (BESIDE + GAP)), items.length));
  const below = Math.max(1, Math.min(Math.floor(rows / CHARTS), Math.ceil(items.length / beside)));
  const cells = Math.floor((width - GAP * (beside - 1)) / beside);
  return Array.from({ length: below }, (_, i) => {
    const height = Math.floor((rows * (i + 1)) / below) - Math.floor((rows * i) / below);
    const drawn = items.slice(i * beside, (i + 1) * beside).map((item) => draw(item, cells, height));
    return Array.from({ length: height }, (_, row) =>
      drawn.flatMap((lines, column): Line => [...(column > 0 ? [run('  ')] : []), ...toWidth(lines[row] ?? [], cells)]),
    );
  }).flat();
}
