import { DARK as GROUND } from '../../src/pictures/ground.ts';
import { CELL, fontOf, PADDING, rowSvg } from '../../src/pictures/svg.ts';
import type { Shown } from './record.ts';

/** How long the last picture stands before it begins again, in seconds. */
const LAST = 3;

/**
 * A moving picture of what a terminal showed, as SVG that needs no script: its frames stand side by side, and the strip of them
 * jumps on. A row that is the same in several frames is drawn once.
 */
export function animationOf(shown: readonly Shown[], { columns, rows }: { columns: number; rows: number }): string {
  const [width, height] = [columns * CELL.width, rows * CELL.height];
  const ids = new Map<string, number>();
  const drawn = shown.map(({ from, rows: lines }) => ({
    from,
    rows: lines.map((line) => idOf(rowSvg(line, GROUND), ids)),
  }));
  const frames = drawn.filter(({ rows: own }, i) => own.join() !== drawn[i - 1]?.rows.join());
  const length = (frames.at(-1)?.from ?? 0) + LAST;
  const steps = frames.map(
    ({ from }, i) => `${((100 * (i === 0 ? 0 : from)) / length).toFixed(2)}%{transform:translateX(${-i * width}px)}`,
  );
  const uses = frames.flatMap(({ rows: own }, i) =>
    own.flatMap((id, y) => (id === null ? [] : [`<use href="#r${id}" x="${i * width}" y="${y * CELL.height}"/>`])),
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width + 2 * PADDING} ${height + 2 * PADDING}" role="img">`,
    '<title>ringdeck: V2 begins to fail, the alert is opened, read and acknowledged</title>',
    `<style>@keyframes s{${steps.join('')}}.s{animation:s ${length}s step-end infinite}</style>`,
    `<rect width="100%" height="100%" rx="8" fill="${GROUND.background}"/>`,
    `<defs>${[...ids].map(([row, id]) => `<g id="r${id}">${row}</g>`).join('\n')}</defs>`,
    `<clipPath id="c"><rect width="${width}" height="${height}"/></clipPath>`,
    `<g transform="translate(${PADDING} ${PADDING})" clip-path="url(#c)">`,
    `<g class="s" ${fontOf(GROUND)}>`,
    ...uses,
    '</g>',
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

/** The number of a drawn row; null of an empty one. */
function idOf(row: string, ids: Map<string, number>): number | null {
  if (row === '') return null;
  const id = ids.get(row) ?? ids.size;
  ids.set(row, id);
  return id;
}
