import { formatDelta, formatDuration, formatValue } from '../../../text/format.ts';
import { type Safe, safe } from '../../../text/safe.ts';
import { widthOf } from '../../../text/width.ts';
import type { Unit } from '../../../units.ts';
import { columns, widest } from '../../canvas/columns.ts';
import type { Glyphs } from '../../canvas/glyphs.ts';
import { type Line, lineWidth, run, toWidth } from '../../canvas/runs.ts';
import { inView, urgency } from '../../core/worst.ts';
import { listLines } from '../panel.ts';
import type { BoardDrawing, BoardInput, BoardKind, Content, Held } from './kind.ts';
import { largeLines } from './large.ts';
import { BAR, limitCells, limitColumns, listed, scaled, scaleText, trendRuns } from './limited.ts';
import { moreRun } from './more.ts';
import { charted, passing, seriesRows } from './series.ts';
import { toldLine, valueWidth, whyUnknown } from './told.ts';

type StatSeries = Content<'stat'>['series'][number];

/** One value large, or several in rows. */
function draw({ content }: Held<'stat'>, input: BoardInput): BoardDrawing {
  const series = passing(listed(content), input.ids);
  const [first] = series;
  if (first !== undefined && content.series.length === 1) return { badges: [], lines: alone(first, content, input) };
  return rows(series, content, input);
}

/** A value with its difference and its trend, as large as there is room for. */
function alone(series: StatSeries, content: Content<'stat'>, input: BoardInput): readonly Line[] {
  const { width, height, detail } = input;
  const { unit } = content.measure;
  const delta = deltaLine(series, content, input.glyphs);
  const value = toldLine(series, unit, input.glyphs);
  const why = whyUnknown(series, unit, input);
  const beside = [why, limitLine(series, content, input), why.length > 0 ? [] : delta].filter(
    (line) => line.length > 0,
  );
  if (height < 2 || detail === 'line') {
    const told = beside.reduce((line, more) => besideIfFits(line, more, width), value);
    return content.trend ? withTrend([told], series, content, input) : [told];
  }
  const large = largeLines(series, unit, { ...input, height: height - Math.min(1, beside.length) });
  const head = large ?? [value];
  const told = beside.slice(0, height - head.length);
  const left = height - head.length - told.length;
  if (!content.trend) return [...head, ...told];
  if (left <= 0) return [...withTrend(head, series, content, input), ...told];
  return [...head, ...told, ...pastLines(series, content, left, input)];
}

/** Rows and cells from which a chart tells more than a trend. */
const CHART = 7;
const CHART_WIDTH = 30;

/** How it was: a chart where there is room for one, else a trend in the last row. */
function pastLines(series: StatSeries, content: Content<'stat'>, height: number, input: BoardInput): readonly Line[] {
  const { width } = input;
  const { unit, limit } = content.measure;
  if (height >= CHART && width >= CHART_WIDTH)
    return [[], ...input.chart([{ ...series, line: 'candidate' }], unit, width, height - 1, { limit })];
  const gap: readonly Line[] = Array.from({ length: height - 1 }, () => []);
  return [...gap, trendLine(series, content, width, input)];
}

/** A trend with its scale behind it, where there is room for that. */
function trendLine(series: StatSeries, { measure }: Content<'stat'>, cells: number, input: BoardInput): Line {
  const scale = scaled([series], measure, cells, input);
  const text = scaleText(scale);
  const isTold = text !== '' && cells - widthOf(text) - 1 >= LEAST_TREND;
  const trend = trendRuns(series, scale, isTold ? cells - widthOf(text) - 1 : cells, input);
  return isTold ? [...trend, run(` ${text}`, 'dim')] : trend;
}

/** Its limit, and how far from it. */
function limitLine(series: StatSeries, { measure }: Content<'stat'>, input: BoardInput): Line {
  if (measure.limit === null) return [];
  const { width } = input;
  const { limit, distance } = limitCells(series, measure, input);
  const cells = width - widthOf(limit.text) - 2;
  return cells < LEAST_TREND ? [limit] : [limit, run('  '), ...distance(Math.min(BAR, cells))];
}

/** Where no row is left for it the trend stands beside the number. */
function withTrend(
  head: readonly Line[],
  series: StatSeries,
  content: Content<'stat'>,
  input: BoardInput,
): readonly Line[] {
  const used = Math.max(...head.map(lineWidth)) + 3;
  const cells = input.width - used;
  if (cells < LEAST_TREND) return head;
  const trend = trendLine(series, content, cells, input);
  return head.map((line, i) => (i < head.length - 1 ? line : [...toWidth(line, used), ...trend]));
}

const LEAST_TREND = 6;

const besideIfFits = (value: Line, more: Line, width: number): Line =>
  more.length > 0 && lineWidth(value) + 2 + lineWidth(more) <= width ? [...value, run('  '), ...more] : value;

/** The difference to what it was: "↑ 3.1 % in 1h". It has no colour: good or bad is how far from the limit. */
function deltaLine({ reading, before }: StatSeries, { ago, measure }: Content<'stat'>, glyphs: Glyphs): Line {
  if (ago === null || before === null || !reading.known) return [];
  if (!before.known) return [run(`no value ${formatDuration(ago)} ago`, 'dim')];
  const text = differenceText(reading.value, before.value, measure.unit, glyphs);
  return [run(`${text} in ${formatDuration(ago)}`, 'dim')];
}

/** In percent of what it was; of shares in points. */
function differenceText(now: number, before: number, unit: Unit, glyphs: Glyphs): Safe {
  const share = Math.abs((now - before) / before);
  if (unit === 'ratio' || now === before || !Number.isFinite(share)) return formatDelta(now - before, unit);
  return safe(`${now > before ? glyphs.up : glyphs.down} ${formatValue(share, 'ratio')}`);
}

/** Several values, one in a row; those that are not well stay in sight. */
function rows(series: readonly StatSeries[], content: Content<'stat'>, input: BoardInput): BoardDrawing {
  const { width, height, glyphs } = input;
  const { unit } = content.measure;
  const shown = inView(series, height, ({ id }) => id === input.cursor, urgency);
  const deltas = shown.map((one) => deltaLine(one, content, glyphs));
  const table = columns(
    [
      {
        name: 'name',
        width: widest(
          shown.map(({ name }) => name),
          { most: 32 },
        ),
        least: 6,
        gives: 2,
      },
      { name: 'value', width: valueWidth(shown, unit, glyphs), align: 'right', gap: 1 },
      ...limitColumns(content.measure, glyphs),
      { name: 'delta', width: Math.max(0, ...deltas.map(lineWidth)), vanishes: true, gives: 1, gap: 2 },
      { name: 'trend', width: 'rest', least: 8, most: 40, vanishes: true, gap: 2 },
    ],
    width,
  );
  const scale = scaled(series, content.measure, width, input);
  const told = content.trend && table.widths.trend > 0 ? scaleText(scale) : safe('');
  const lines = listLines(
    shown,
    ({ id }) => id,
    input,
    height,
    (one) =>
      table.row({
        name: run(one.name),
        value: toldLine(one, unit, glyphs),
        ...limitCells(one, content.measure, input),
        delta: deltaLine(one, content, glyphs),
        trend: (cells) => (content.trend ? trendRuns(one, scale, cells, input) : []),
      }),
  );
  const left = height - lines.length;
  const chosen = shown.find(({ id }) => id === input.cursor) ?? shown[0];
  const chart = content.trend && chosen && left > CHART ? namedChart(chosen, content, left, input) : [];
  return {
    badges: [[run(told, 'dim')], [moreRun(series.length - lines.length, input)]],
    lines: [...lines, ...chart],
  };
}

/** The chosen value over time, or the worst, under its name. */
const namedChart = (
  series: StatSeries,
  content: Content<'stat'>,
  height: number,
  input: BoardInput,
): readonly Line[] => [[], [run(series.name, 'title')], ...pastLines(series, content, height - 1, input).slice(1)];

/** A value, large, with what it was and its trend. */
export const stat: BoardKind<'stat'> = {
  ...charted,
  least: { width: 14, height: 3 },
  good: { width: 24, height: 7 },
  inOneRow: true,
  reads: {},
  rows: ({ content }) => seriesRows(listed(content)),
  draw,
};
