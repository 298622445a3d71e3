import { type Distance, distance } from '../../limits/distance.ts';
import { usualWindow, windowOfQueries } from '../../room/rings/query-window.ts';
import type { InfraItem } from '../../room/shown.ts';
import { type Safe, safe } from '../../text/safe.ts';
import type { Seconds } from '../../units.ts';
import { windowText } from '../../wording/windows.ts';
import { isSample } from '../canvas/charts/samples.ts';
import { limitSparkline, sparkline, sparklineSamples } from '../canvas/charts/sparkline.ts';
import { type Cell, type Column, columns, widest } from '../canvas/columns.ts';
import { type Line, type Run, run, selected, toWidth } from '../canvas/runs.ts';
import { inView, urgency } from '../core/worst.ts';
import { distanceRuns } from './distance.ts';
import { infraKey } from './page.ts';
import type { PanelInput } from './panel.ts';
import { barRuns, limitText, readingText, stateMark } from './parts.ts';

/** What rows are drawn by. */
type Input = Pick<PanelInput<'at' | 'infra'>, 'width' | 'glyphs' | 'unicode' | 'cursor' | 'past'>;

/** Rows as they are drawn, and how many of them have no place. */
export interface InfraLines {
  readonly lines: readonly Line[];
  readonly hidden: number;
}

/** Cells of one of several rows beside each other. */
const CELL = 34;
const USUAL_LABEL = 14;
/** Of a bar with its word, and of one without; and the least of either. */
const BAR = 19;
const BARE_BAR = 13;
const LEAST_BAR = 4;
/** Of the past of a row. */
const LEAST_TREND = 8;
const TREND = 60;

/** How far it is from its limit; null where it has none, or is not known. */
export function infraDistance({ reading, limit, unit, show, state }: InfraItem): Distance | null {
  if (!reading.known) return null;
  if (limit !== null) return distance(reading.value, limit, unit);
  // What is to be up and is not is as far from it as can be.
  return show === 'up' && state === 'fail' ? { share: Infinity, beyond: true, near: false, side: 'short' } : null;
}

/**
 * How soon a row is shown where not all are: those that are not well, then those that use most of what their limits allow.
 * In eighths of it: what differs by less keeps its place.
 */
export function infraRank(item: InfraItem): number {
  const share = item.show === 'up' ? 0 : (infraDistance(item)?.share ?? 0);
  return urgency(item) + (item.state === 'ok' ? (1 - Math.floor(8 * Math.min(1, share)) / 8) / 2 : 0);
}

/** Of rows that are well that which is nearest to its limit; undefined where none has one. */
export const nearestOf = (items: readonly InfraItem[]): InfraItem | undefined =>
  items
    .filter((item) => item.limit !== null && item.show !== 'up' && infraDistance(item) !== null)
    .toSorted((a, b) => infraRank(a) - infraRank(b))[0];

/** Over how long most of the values are taken; null of none. */
export const infraWindow = (items: readonly InfraItem[]): Seconds | null =>
  usualWindow(items.map(({ expr }) => [expr]));

/**
 * The rows, which come worst first, in so many lines. Each that is not well has a line of its own, with its limit and how
 * far it is from it, and so have as many of the others as leave all of them a place. The names of their groups stand
 * above them where there is room for that, too.
 */
export function infraLines(items: readonly InfraItem[], height: number, input: Input): InfraLines {
  const beside = Math.max(1, Math.min(Math.floor((input.width + 2) / CELL), items.length));
  const named = items.filter(({ state }) => state !== 'ok');
  const grouped =
    groupedLines(items, height, 1, drawerOf(items, items, 1, named, input)) ??
    (items.length <= height ? null : groupedLines(items, height, beside, drawerOf(items, items, beside, named, input)));
  if (grouped !== null) return { lines: grouped, hidden: 0 };
  const alone = Math.min(height, Math.max(named.length, mostAlone(items.length, height, beside)));
  const places = alone + (height - alone) * beside;
  // Somebody who goes through them sees those around the chosen one.
  const rank = input.cursor === undefined ? infraRank : urgency;
  const shown = inView(items, places, (item) => infraKey(item) === input.cursor, rank);
  const first = shown.slice(0, alone);
  const draw = drawerOf(items, first, beside, first, input);
  return {
    lines: [...first.map((item) => draw.alone(item, true)), ...chunks(shown.slice(alone), beside).map(draw.beside)],
    hidden: items.length - shown.length,
  };
}

/** How many lines may hold one row alone so that no more rows are out of sight for it. */
function mostAlone(items: number, height: number, beside: number): number {
  if (beside === 1) return height;
  const linesWith = (alone: number) => alone + Math.ceil((items - alone) / beside);
  let alone = Math.min(items, height);
  while (alone > 0 && linesWith(alone) > height) alone -= 1;
  return alone;
}

/** First those that are not well, then the others by their groups; null where that has no room or parts nothing. */
function groupedLines(
  items: readonly InfraItem[],
  height: number,
  beside: number,
  draw: Drawer,
): readonly Line[] | null {
  const parts = [...Map.groupBy(items, ({ group, state }) => (state === 'ok' ? group : null))];
  if (parts.length < 2) return null;
  const lines = parts.flatMap(([group, members]): readonly Line[] => [
    [run(group ?? 'not well', 'dim')],
    ...(beside === 1 || group === null
      ? members.map((item) => draw.alone(item, group === null))
      : chunks(members, beside).map(draw.beside)),
  ]);
  return lines.length <= height ? lines : null;
}

const chunks = (items: readonly InfraItem[], size: number): InfraItem[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));

interface Drawer {
  /** A row in a line of its own. @param isNamed whether its group stands in it */
  alone(item: InfraItem, isNamed: boolean): Line;
  /** Rows beside each other. */
  beside(row: readonly InfraItem[]): Line;
}

/** @param alone the rows that have a line of their own @param beside how many of the others stand in one @param named those of `alone` whose group stands in it */
function drawerOf(
  items: readonly InfraItem[],
  alone: readonly InfraItem[],
  beside: number,
  named: readonly InfraItem[],
  input: Input,
): Drawer {
  const { width, glyphs, unicode, cursor } = input;
  const window = infraWindow(items);
  const labelsOf = (some: readonly InfraItem[]) => some.map((item) => labelText(item, window, glyphs.separator));
  const limitOf = ({ limit, unit, show }: InfraItem) =>
    limit === null || show === 'up' ? safe('') : limitText({ limit, unit }, glyphs);
  const aloneTable = columns(
    [
      ...baseColumns(items, labelsOf(alone), width),
      { name: 'limit', width: widest(alone.map(limitOf)), vanishes: true, gives: 4, align: 'right', gap: 2 },
      {
        name: 'bar',
        // Where all is well no word stands behind it.
        width: alone.some(({ state }) => state !== 'ok') ? BAR : BARE_BAR,
        least: LEAST_BAR,
        vanishes: true,
        gives: 3,
        gap: width < CELL ? 1 : 2,
      },
      { name: 'group', width: widest(named.map(({ group }) => group)), vanishes: true, gives: 2, gap: 1 },
      { name: 'trend', width: 'rest', least: LEAST_TREND, most: TREND, vanishes: true, gives: 1, gap: 2 },
    ],
    width,
  );
  const cells = Math.floor((width - 2 * (beside - 1)) / beside);
  const besideTable = columns(
    [
      ...baseColumns(items, labelsOf(items), cells),
      { name: 'bar', width: BARE_BAR, least: LEAST_BAR, vanishes: true, gives: 1, gap: 1 },
    ],
    cells,
  );
  const base = (item: InfraItem) => ({
    mark: stateMark(item.state, glyphs),
    label: run(labelText(item, window, glyphs.separator)),
    value: valueRun(item),
    bar: (space: number) => barOf(item, space, unicode),
  });
  const placed = (item: InfraItem, line: Line, space: number): Line => {
    const whole = toWidth(line, space);
    return infraKey(item) === cursor ? selected(whole) : whole;
  };
  return {
    alone(item, isNamed) {
      const { state, group } = item;
      const limit = run(limitOf(item), state === 'ok' ? 'dim' : state);
      const trend = (space: number) => trendOf(item, space, input);
      const name = run(isNamed ? group : '', 'dim');
      return placed(item, aloneTable.row({ ...base(item), limit, group: name, trend }), width);
    },
    beside: (row) =>
      row.flatMap((item, i) => [run(i > 0 ? '  ' : ''), ...placed(item, besideTable.row(base(item)), cells)]),
  };
}

/** What every row has: labels get what they need where there is room for it. */
function baseColumns(items: readonly InfraItem[], labels: readonly Safe[], cells: number) {
  const value = widest(
    items.map((item) => valueText(item)),
    { least: 6, most: 10 },
  );
  return [
    { name: 'mark', width: 1 },
    {
      name: 'label',
      // A name may be cut sooner than the distance to a limit is left out.
      width: Math.min(widest(labels, { least: 4 }), Math.max(USUAL_LABEL, cells - value - 3 - LEAST_BAR - 1)),
      least: 4,
      gap: 1,
    },
    { name: 'value', width: value, align: 'right', gap: 1 },
  ] as const satisfies readonly Column[];
}

/** What it is called, and over how long it is taken where that is not what the title says. */
function labelText({ label, expr }: InfraItem, usual: Seconds | null, separator: Safe): Safe {
  const window = windowOfQueries([expr]);
  return window === null || window === usual ? label : safe(`${label} ${separator} ${windowText(window)}`);
}

const valueText = ({ reading, show, unit, limit }: InfraItem): Safe => {
  if (show !== 'up' || !reading.known) return readingText(reading, unit, limit);
  return safe(reading.value > 0 ? 'up' : 'DOWN');
};

const valueRun = (item: InfraItem): Run => {
  const { reading, show, state } = item;
  const isOld = show !== 'up' && reading.known && reading.aging;
  return run(valueText(item), state === 'ok' ? 'text' : state, { dim: isOld });
};

/** How far it is from its limit; without a limit how full it is, of what can be full. */
function barOf(item: InfraItem, cells: number, unicode: boolean): Cell {
  const { limit, show, reading } = item;
  if (show === 'up') return [];
  if (limit !== null) return distanceRuns(infraDistance(item), cells, unicode);
  return show === 'bar'
    ? barRuns(reading.known ? reading.value : null, Math.min(cells, BARE_BAR), 'accent', unicode)
    : [];
}

/** How much of its limit was used, of what can be full how full it was: all are on one scale. */
function trendOf(item: InfraItem, cells: number, { past, unicode }: Input): Line {
  const { expr } = item;
  // Of one of several series no past is kept.
  if (Object.keys(item.exactLabels).length > 0) return [];
  if (item.limit === null && item.show === 'value') return [];
  const samples = past({ expr }, sparklineSamples(cells, unicode));
  if (item.limit === null && item.show === 'bar')
    return [run(sparkline(samples, cells, { unicode, min: 0, max: 1 }), 'candidate')];
  const shares = samples.map((value) => (isSample(value) ? shareAt(item, value) : null));
  return limitSparkline(shares, cells, unicode).map(({ text, beyond }) => run(text, beyond ? 'fail' : 'candidate'));
}

/** Of what is to be up, being down is as far beyond as can be. */
const shareAt = ({ limit, unit, show }: InfraItem, value: number): number | null => {
  if (show === 'up') return value > 0 ? 0 : Infinity;
  return limit === null ? null : distance(value, limit, unit).share;
};
