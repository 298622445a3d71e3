import { type Distance, distance } from '../../limits/distance.ts';
import { usualWindow } from '../../room/rings/query-window.ts';
import { failsStill } from '../../room/rings/rings.ts';
import type { Check, Ring } from '../../room/shown.ts';
import type { Seconds } from '../../units.ts';
import { columns, widest } from '../canvas/columns.ts';
import type { Glyphs } from '../canvas/glyphs.ts';
import { type Line, run } from '../canvas/runs.ts';
import { once } from '../core/once.ts';
import { worstFirst } from '../core/worst.ts';
import { distanceRuns } from './distance.ts';
import type { PanelInput } from './panel.ts';
import { checkText, limitText, stateMark } from './parts.ts';

/** Over how long most of their values are taken; null of none. */
export const checksWindow = once((rings: readonly Ring[]): Seconds | null =>
  usualWindow(rings.flatMap(({ checks }) => checks.map(({ expr }) => [expr]))),
);

/** How far a check is from its limit; null where its value is not known. */
export const checkDistance = ({ reading, limit, unit }: Check): Distance | null =>
  reading.known ? distance(reading.value, limit, unit) : null;

/** Checks that are not well, worst first; where nothing is deployed there is nothing to be troubled by. */
export const troubled = (ring: Ring): readonly Check[] =>
  isEmpty(ring) ? [] : worstFirst(ring.checks, checkDistance).filter((check) => check.state !== 'ok');

/** Of those that are well as many as are nearest to their limits. */
export const nearestChecks = (ring: Ring, most: number): readonly Check[] =>
  isEmpty(ring) || most <= 0
    ? []
    : ring.checks
        .filter(({ state }) => state === 'ok')
        .toSorted((a, b) => eighths(b) - eighths(a))
        .slice(0, most);

/** What differs by less keeps its place. */
const eighths = (check: Check): number => Math.floor(8 * Math.min(1, checkDistance(check)?.share ?? 0));

/** Whether nothing of the candidate is there to be checked. */
export const isEmpty = (ring: Ring): boolean =>
  ring.state === 'waiting' || (ring.state === 'rolled-back' && !failsStill(ring));

/** "7/8 ✖"; of a ring in which nothing is checked how many there will be. */
export function checksLine(ring: Ring, glyphs: Glyphs): Line {
  if (isEmpty(ring)) return [run(`${ring.checks.length} to pass`, 'dim')];
  const passed = ring.checks.filter((check) => check.state === 'ok' || check.state === 'warn').length;
  const state = worstFirst(ring.checks)[0]?.state ?? 'unknown';
  // All checks may pass, and the verdict not.
  const judged: Line =
    ring.state === 'failing' && state !== 'fail'
      ? [run(' '), stateMark('fail', glyphs), run(' verdict', 'fail', { bold: true })]
      : [];
  return [run(`${passed}/${ring.checks.length} `, state), stateMark(state, glyphs), ...judged];
}

/** "✖ memory 212 MB ≤ 200 MB" */
export const checkRuns = (check: Check, glyphs: Glyphs): Line => [
  stateMark(check.state, glyphs),
  run(` ${check.label} `, check.state),
  run(checkText(check), check.state, { bold: true }),
  run(` ${limitText(check, glyphs)}`, 'dim'),
];

/** The same as rows below each other, with how far each is from its limit. */
export function checkRows(
  checks: readonly Check[],
  { width, glyphs, unicode }: Pick<PanelInput, 'width' | 'glyphs' | 'unicode'>,
): readonly Line[] {
  const table = columns(
    [
      { name: 'mark', width: 1 },
      { name: 'label', width: widest(checks.map(({ label }) => label)), least: 6, gap: 1 },
      { name: 'value', width: widest(checks.map(checkText)), align: 'right', gap: 1 },
      {
        name: 'limit',
        width: widest(checks.map((check) => limitText(check, glyphs))),
        vanishes: true,
        gives: 2,
        gap: 1,
      },
      { name: 'bar', width: BAR, least: LEAST_BAR, vanishes: true, gives: 1, gap: 2 },
    ],
    width,
  );
  return checks.map((check) =>
    table.row({
      mark: stateMark(check.state, glyphs),
      label: run(check.label, check.state),
      value: run(checkText(check), check.state, { bold: true }),
      limit: run(limitText(check, glyphs), 'dim'),
      bar: (cells) => distanceRuns(checkDistance(check), cells, unicode),
    }),
  );
}

/** Cells of a distance, with its word where there is room for it. */
const BAR = 19;
const LEAST_BAR = 4;
