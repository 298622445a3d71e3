import { type Distance, distance } from '../../limits/distance.ts';
import { usualWindow, windowOfQueries } from '../../room/rings/query-window.ts';
import type { InfraItem } from '../../room/shown.ts';
import { type Safe, safe } from '../../text/safe.ts';
import { widthOf } from '../../text/width.ts';
import type { Seconds } from '../../units.ts';
import { windowText } from '../../wording/windows.ts';
import { isSample } from '../canvas/charts/samples.ts';
import { limitSparkline, sparkline, sparklineSamples } from '../canvas/charts/sparkline.ts';
import { type Cell, type Column, columns, widest } from '../canvas/columns.ts';
import type { Glyphs } from '../canvas/glyphs.ts';
import { cut, type Line, lineWidth, type Run, run, selected, toWidth, wrap } from '../canvas/runs.ts';
import { distanceRuns } from './distance.ts';
import { infraKey } from './page.ts';
import type { PanelInput } from './panel.ts';
import { barRuns, limitText, readingText, stateMark } from './parts.ts';

/** What rows are drawn by. */
export type Input = Pick<PanelInput<'at' | 'infra'>, 'width' | 'glyphs' | 'unicode' | 'cursor' | 'past'>;

/** As narrow as this, columns stand closer. */
const NARROW = 34;
/** Of labels: what they have before a bar is drawn, and before a limit is. */
const USUAL_LABEL = 14;
const LEAST_LABEL = 8;
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

/** Over how long most of the values are taken; null of none. */
export const infraWindow = (items: readonly InfraItem[]): Seconds | null =>
  usualWindow(items.map(({ expr }) => [expr]));

interface Drawer {
  /** A row in a line of its own. @param isNamed whether its group stands in it */
  alone(item: InfraItem, isNamed: boolean): Line;
  /** Rows beside each other. */
  beside(row: readonly InfraItem[]): Line;
}

/** What stands where. */
interface Arrangement {
  /** The rows that have a line of their own. */
  readonly alone: readonly InfraItem[];
  /** Those of `alone` in which the name of their group stands. */
  readonly named: readonly InfraItem[];
  /** The rows that stand beside each other, and how many in a line. */
  readonly paired: readonly InfraItem[];
  readonly beside: number;
  /** Lines that nothing stands in: what a name has no room for may go on there. */
  readonly free: number;
}

/** Rows of some items, as they are arranged. */
export function drawerOf(
  items: readonly InfraItem[],
  { alone, named, paired, beside, free }: Arrangement,
  input: Input,
): Drawer {
  const { width, glyphs, unicode, cursor } = input;
  const window = infraWindow(items);
  const labelOf = (item: InfraItem) => labelText(item, window, glyphs.separator);
  const limitOf = (item: InfraItem) => limitOfRow(item, glyphs);
  const value = valueWidth(items);
  const bar = barColumn(alone, width);
  const limits = widest(alone.map(limitOf));
  const groups = widest(named.map(({ group }) => group));
  const behind = { limits: limits + (limits > 0 ? bar.gap : 0), bar: LEAST_BAR + bar.gap };
  const besideAll = bar.width + bar.gap + groups + (groups > 0 ? 1 : 0);
  const labels = alone.map(labelOf);
  const aloneTable = columns(
    [
      ...baseColumns(value, labelWidth(labels, width - value, behind, { besideAll, free })),
      { name: 'limit', width: limits, vanishes: true, gives: 4, align: 'right', gap: bar.gap },
      bar,
      { name: 'group', width: groups, vanishes: true, gives: 2, gap: 1 },
      { name: 'trend', width: 'rest', least: LEAST_TREND, most: TREND, vanishes: true, gives: 1, gap: 2 },
    ],
    width,
  );
  const cells = cellsOf(width, beside);
  const besideTable = pairedTable(paired.map(labelOf), widest(paired.map(limitOf)), valueWidth(paired), cells);
  const base = (item: InfraItem) => ({
    mark: stateMark(item.state, glyphs),
    label: run(labelOf(item)),
    value: valueRun(item),
    limit: run(limitOf(item), item.state === 'ok' ? 'dim' : item.state),
    bar: (space: number) => barOf(item, space, unicode),
  });
  const placed = (item: InfraItem, line: Line, space: number): Line => {
    const whole = toWidth(line, space);
    return infraKey(item) === cursor ? selected(whole) : whole;
  };
  return {
    alone(item, isNamed) {
      const { group } = item;
      const trend = (space: number) => trendOf(item, space, input);
      const name = run(isNamed ? group : '', 'dim');
      return placed(item, aloneTable.row({ ...base(item), group: name, trend }), width);
    },
    beside: (row) =>
      row.flatMap((item, i) => [run(i > 0 ? '  ' : ''), ...placed(item, besideTable.row(base(item)), cells)]),
  };
}

/** Rows that have nothing behind their values, one after the other, in as few lines as hold them. @param all what they are among */
export function shortLines(items: readonly InfraItem[], all: readonly InfraItem[], input: Input): readonly Line[] {
  const { width, glyphs, cursor } = input;
  const window = infraWindow(all);
  const lines: Line[] = [];
  for (const item of items) {
    const [value, label] = [valueRun(item), labelText(item, window, glyphs.separator)];
    const name = cut(label, Math.max(LEAST_LABEL, width - widthOf(value.text) - 3));
    const row = [stateMark(item.state, glyphs), run(safe(` ${name} `)), value];
    const drawn = infraKey(item) === cursor ? selected(row) : row;
    const last = lines.at(-1);
    if (last === undefined || lineWidth(last) + 2 + lineWidth(drawn) > width) lines.push(drawn);
    else lines[lines.length - 1] = [...last, run('  '), ...drawn];
  }
  return lines;
}

/** Whether nothing of a name is cut where so many rows stand in a line with their limits. @param all what it is among */
export function fitsBeside(
  item: InfraItem,
  all: readonly InfraItem[],
  beside: number,
  { width, glyphs }: Input,
): boolean {
  const label = widthOf(labelText(item, infraWindow(all), glyphs.separator));
  const limits = widest(all.map((one) => limitOfRow(one, glyphs)));
  return label <= cellsOf(width, beside) - 4 - valueWidth(all) - limits;
}

/** Cells of one of several rows in a line. */
const cellsOf = (width: number, beside: number): number => Math.floor((width - 2 * (beside - 1)) / beside);

/** What every row has. */
const baseColumns = (value: number, label: number) =>
  [
    { name: 'mark', width: 1 },
    { name: 'label', width: label, least: 4, gap: 1 },
    { name: 'value', width: value, align: 'right', gap: 1 },
  ] as const satisfies readonly Column[];

/** Where all is well no word stands behind it. */
const barColumn = (items: readonly InfraItem[], width: number) =>
  ({
    name: 'bar',
    width: items.some(({ state }) => state !== 'ok') ? BAR : BARE_BAR,
    least: LEAST_BAR,
    vanishes: true,
    gives: 3,
    gap: width < NARROW ? 1 : 2,
  }) as const satisfies Column;

function pairedTable(labels: readonly Safe[], limits: number, value: number, cells: number) {
  const behind = { limits: limits + (limits > 0 ? 1 : 0), bar: LEAST_BAR + 1 };
  return columns(
    [
      ...baseColumns(value, labelWidth(labels, cells - value, behind)),
      { name: 'limit', width: limits, vanishes: true, gives: 2, align: 'right', gap: 1 },
      { name: 'bar', width: BARE_BAR, least: LEAST_BAR, vanishes: true, gives: 1, gap: 1 },
    ],
    cells,
  );
}

/**
 * Cells of labels. A long one is cut sooner than the limits are left out of all rows, and one of a usual length sooner
 * than the bars. Where there are lines for it, it goes on below, and the bars of the others are as long as without it.
 * @param cells what is left beside the values @param behind what limits and the least bars take
 */
function labelWidth(
  labels: readonly Safe[],
  cells: number,
  behind: { readonly limits: number; readonly bar: number },
  { besideAll = 0, free = 0 } = {},
): number {
  const need = widest(labels, { least: 4 });
  const left = cells - 3 - behind.limits;
  const roomy = left - besideAll;
  if (roomy >= USUAL_LABEL && roomy < need) {
    const below = labels.reduce((sum, label) => sum + wrap(label, roomy).length - 1, 0);
    if (below <= free) return roomy;
  }
  if (left - behind.bar >= USUAL_LABEL) return Math.min(need, left - behind.bar);
  return Math.min(need, Math.max(LEAST_LABEL, Math.min(USUAL_LABEL, left)));
}

/** What it is called, and over how long it is taken where that is not what the title says. */
function labelText({ label, expr }: InfraItem, usual: Seconds | null, separator: Safe): Safe {
  const window = windowOfQueries([expr]);
  return window === null || window === usual ? label : safe(`${label} ${separator} ${windowText(window)}`);
}

const limitOfRow = ({ limit, unit, show }: InfraItem, glyphs: Glyphs): Safe =>
  limit === null || show === 'up' ? safe('') : limitText({ limit, unit }, glyphs);

const valueWidth = (items: readonly InfraItem[]): number =>
  widest(
    items.map((item) => valueText(item)),
    { least: 6, most: 10 },
  );

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
