import type { PanelSeries } from '../../../room/shown.ts';
import { formatValue } from '../../../text/format.ts';
import { type Safe, safe } from '../../../text/safe.ts';
import { widthOf } from '../../../text/width.ts';
import { plotSamples } from '../../canvas/charts/canvas.ts';
import { curveSample } from '../../canvas/charts/ink.ts';
import { strokeOf } from '../../canvas/charts/strokes.ts';
import { columns, widest } from '../../canvas/columns.ts';
import { isEmpty, wrapLine } from '../../canvas/in-full.ts';
import { cut, type Line, lineWidth, run } from '../../canvas/runs.ts';
import { inView, urgency } from '../../core/worst.ts';
import { listLines } from '../panel.ts';
import { limitText } from '../parts.ts';
import { type Drawn, drawnSeries, stepLevels } from './curves.ts';
import type { BoardDrawing, BoardInput, BoardKind, Content, Held } from './kind.ts';
import { listed, scaled, scaleText, trendRuns } from './limited.ts';
import { moreRun } from './more.ts';
import { charted, passing, seriesRows } from './series.ts';
import { extremesOf, toldLine, valueWidth, whyUnknown } from './told.ts';

/** Lines of all series, and under them what each is and what it was. */
function draw({ content }: Held<'timeseries'>, input: BoardInput): BoardDrawing {
  const series = passing(content.series, input.ids);
  if (input.detail === 'line' || input.height < LOWEST_CHART)
    return { badges: [], lines: short(passing(listed(content), input.ids), content, input) };
  const all = drawnSeries(series, input.cursor, content.stacked);
  const legend = legendLines(all, content, input);
  const { measure, stacked, min, max } = content;
  const chart = input.chart(
    all.toReversed().map(({ series: { expr, exactLabels, name }, line }) => ({ expr, exactLabels, name, line })),
    measure.unit,
    input.width,
    input.height - legend.lines.length,
    { limit: measure.limit, levels: stepLevels(measure), stacked, min, max, isNamed: true },
  );
  const limit: Line =
    measure.limit === null ? [] : [run(limitText({ limit: measure.limit, unit: measure.unit }, input.glyphs), 'dim')];
  // So narrow a chart may have no time at its foot: the row is for what the legend has no room for.
  const drawn = chart.filter((line) => !isEmpty(line));
  const more = legendLines(all, content, input, legend.lines.length + chart.length - drawn.length);
  const isMore = more.lines.length > legend.lines.length;
  const { badges, lines } = isMore ? more : legend;
  return { badges: [limit, ...badges], lines: [...(isMore ? drawn : chart), ...lines] };
}

/** Rows from which lines tell more than numbers. */
const LOWEST_CHART = 4;

/** In few rows the newest value of each, the worst first, with its trend where there is room for one. */
function short(series: readonly PanelSeries[], { measure }: Content<'timeseries'>, input: BoardInput): readonly Line[] {
  const { width, height, glyphs } = input;
  const scale = scaled(series, measure, width, input);
  const told = scaleText(scale);
  return inView(series, Math.max(1, height), ({ id }) => id === input.cursor, urgency).map((one) => {
    const line: Line = [...toldLine(one, measure.unit, glyphs), run(`  ${one.name}`, 'dim')];
    const left = width - lineWidth(line) - 2;
    if (left < LEAST_TREND) return line;
    const space = left - widthOf(told) - 1;
    if (told === '' || space < LEAST_TREND) return [...line, run('  '), ...trendRuns(one, scale, left, input)];
    return [...line, run('  '), ...trendRuns(one, scale, space, input), run(` ${told}`, 'dim')];
  });
}

const LEAST_TREND = 8;
/** As wide as this, a row of the legend has the least and the most, too. */
const WITH_EXTREMES = 38;

/** A row for each series where a third of the height has room for all; else as many beside each other as fit. */
function legendLines(
  all: readonly Drawn[],
  content: Content<'timeseries'>,
  input: BoardInput,
  rows = Math.max(1, Math.floor(input.height / 3)),
): BoardDrawing {
  const { width, glyphs } = input;
  const order = listed(content).map(({ id }) => id);
  const inOrder = all.toSorted((a, b) => order.indexOf(a.series.id) - order.indexOf(b.series.id));
  if (all.length > rows || width < WITH_EXTREMES) return beside(inOrder, content, input, rows);
  const told = inView(
    inOrder,
    rows,
    ({ series }) => series.id === input.cursor,
    ({ series }) => urgency(series),
  );
  const { unit } = content.measure;
  const extremes = new Map(
    told.map((one) => [one, extremesOf(one.series, input.past(one.series, plotSamples(width)))]),
  );
  const extreme = (one: Drawn, name: 'min' | 'max'): Safe => {
    const found = extremes.get(one) ?? null;
    return found === null ? safe('') : safe(`${name} ${formatValue(found[name], unit)}`);
  };
  const names = widest(
    told.map(({ series }) => series.name),
    { most: 40 },
  );
  // A number stands with its unit, or not at all.
  const widestOf = (name: 'min' | 'max') => widest(told.map((one) => extreme(one, name)));
  const table = columns(
    [
      { name: 'line', width: 2, after: 1 },
      { name: 'name', width: names, least: Math.min(6, names), gives: 1 },
      {
        name: 'last',
        width: valueWidth(
          told.map(({ series }) => series),
          unit,
          glyphs,
        ),
        align: 'right',
        gap: 1,
      },
      { name: 'min', width: widestOf('min'), gap: 2, vanishes: true, gives: 3 },
      { name: 'max', width: widestOf('max'), gap: 2, vanishes: true, gives: 2 },
      { name: 'why', width: 'flows', vanishes: true, gap: 2 },
    ],
    width,
  );
  const lines = listLines(
    told,
    ({ series }) => series.id,
    input,
    rows,
    (one) =>
      table.row({
        line: run(curveSample(one.line, content.stacked, input.glyphs.ink), strokeOf(one.line).tone),
        name: run(one.series.name),
        last: toldLine(one.series, unit, glyphs),
        min: run(extreme(one, 'min'), 'dim'),
        max: run(extreme(one, 'max'), 'dim'),
        why: whyUnknown(one.series, unit, input),
      }),
  );
  return { badges: [[moreRun(all.length - told.length, input)]], lines };
}

/** Series one after the other in some rows, the worst first. */
function beside(all: readonly Drawn[], content: Content<'timeseries'>, input: BoardInput, rows: number): BoardDrawing {
  const { width, glyphs, cursor } = input;
  const lines: Line[] = [];
  let told = 0;
  for (const { series, line } of all) {
    const value = toldLine(series, content.measure.unit, glyphs);
    const sample = run(curveSample(line, content.stacked, glyphs.ink), strokeOf(line).tone);
    const entryOf = (name: Safe): Line => [
      sample,
      run(safe(` ${name} `), series.id === cursor ? 'title' : 'text', { inverse: series.id === cursor }),
      ...value,
    ];
    const entry = entryOf(series.name);
    const last = lines.at(-1);
    if (last !== undefined && lineWidth(last) + 2 + lineWidth(entry) <= width)
      lines[lines.length - 1] = [...last, run('  '), ...entry];
    else if (lines.length >= rows) break;
    else if (lineWidth(entry) <= width) lines.push(entry);
    // It goes on below; where no row is left for that the name is cut, and never the number.
    else if (lines.length + 1 < rows) lines.push(...wrapLine(entry, width, rows - lines.length));
    else lines.push(entryOf(cut(series.name, width - lineWidth([sample, ...value]) - 2)));
    told += 1;
  }
  return { badges: [[moreRun(all.length - told, input)]], lines };
}

/** Queries over time. */
export const timeseries: BoardKind<'timeseries'> = {
  ...charted,
  least: { width: 26, height: 6 },
  good: { width: 48, height: 12 },
  inOneRow: true,
  reads: {},
  rows: ({ content }) => seriesRows(listed(content)),
  draw,
};
