import { limitBounds } from '../../../limits/limit.ts';
import type { PanelSeries } from '../../../room/shown.ts';
import { formatValue } from '../../../text/format.ts';
import { widthOf } from '../../../text/width.ts';
import { columns, widest } from '../../canvas/columns.ts';
import { type Line, run, spread } from '../../canvas/runs.ts';
import { inView, urgency } from '../../core/worst.ts';
import { listLines } from '../panel.ts';
import { barRuns, ticked } from '../parts.ts';
import type { BoardDrawing, BoardInput, BoardKind, Content, Held } from './kind.ts';
import { largeLines } from './large.ts';
import { limitCells, listed, measureLimit, trendRuns } from './limited.ts';
import { moreRun } from './more.ts';
import { charted, passing, seriesRows } from './series.ts';
import { toldLine, toldTone, valueWidth, whyUnknown } from './told.ts';

/** A value between two ends, with its limit on the bar; of several a row each. */
function draw({ content }: Held<'gauge'>, input: BoardInput): BoardDrawing {
  const series = passing(listed(content), input.ids);
  const [first] = series;
  const isAlone = first !== undefined && content.series.length === 1;
  if (isAlone && input.detail !== 'line' && input.height > 1)
    return { badges: [], lines: alone(first, content, input) };
  const { width, height, glyphs } = input;
  const { unit } = content.measure;
  const shown = inView(series, height, ({ id }) => id === input.cursor, urgency);
  const table = columns(
    [
      {
        name: 'name',
        width: isAlone
          ? 0
          : widest(
              shown.map(({ name }) => name),
              { most: 28 },
            ),
        least: 4,
        gives: 2,
        after: 1,
      },
      { name: 'bar', width: 'rest', least: 4, most: 60, vanishes: true },
      { name: 'value', width: valueWidth(shown, unit, glyphs), align: 'right', gap: 1 },
      {
        name: 'limit',
        width: widthOf(measureLimit(content.measure, glyphs)),
        vanishes: true,
        gives: 1,
        align: 'right',
        gap: 2,
      },
    ],
    width,
  );
  const lines = listLines(
    shown,
    ({ id }) => id,
    input,
    height,
    (one) =>
      table.row({
        name: run(one.name),
        bar: (cells) => filledBar(one, content, cells, input),
        value: toldLine(one, unit, glyphs),
        limit: limitCells(one, content.measure, input).limit,
      }),
  );
  return { badges: [[moreRun(series.length - lines.length, input)]], lines };
}

/** The value above a bar, and below it where that begins and ends. */
function alone(series: PanelSeries, content: Content<'gauge'>, input: BoardInput): readonly Line[] {
  const { width, height, glyphs } = input;
  const { min, max, measure } = content;
  const { unit, limit } = measure;
  const why = whyUnknown(series, unit, input);
  const short: Line = [...toldLine(series, unit, glyphs), run('  '), ...why];
  const value = height >= WITH_DIGITS ? (largeLines(series, unit, input) ?? [short]) : [short];
  const ends = spread([run(formatValue(min, unit), 'dim')], [run(formatValue(max, unit), 'dim')], width);
  const limited: Line = limit === null ? [] : [run('limit ', 'dim'), limitCells(series, measure, input).limit];
  const bar = filledBar(series, content, width, input);
  // The limit before the ends: it is what the value is held against.
  const lines = [...value, bar, ...(limited.length > 0 ? [limited] : []), ends].slice(0, height);
  const left = height - lines.length;
  if (left < 2) return lines;
  if (left >= CHART)
    return [
      ...lines,
      [],
      ...input.chart([{ ...series, line: 'candidate' }], unit, width, left - 1, { limit, min, max }),
    ];
  const gap: readonly Line[] = Array.from({ length: left - 1 }, () => []);
  return [...lines, ...gap, trendRuns(series, { measure, top: max }, width, input)];
}

/** Rows from which a chart tells more than a trend. */
const CHART = 7;

/** Rows from which the value is drawn large. */
const WITH_DIGITS = 7;

/** A bar filled up to the value, with a mark at each level of the limit. */
function filledBar(
  series: PanelSeries,
  { min, max, measure }: Content<'gauge'>,
  cells: number,
  { unicode }: BoardInput,
): Line {
  const share = (value: number) => (max > min ? (value - min) / (max - min) : 0);
  const { reading } = series;
  const tone = toldTone(series) === 'text' ? 'ok' : toldTone(series);
  const bar = barRuns(reading.known ? share(reading.value) : null, cells, tone, unicode);
  const levels = measure.limit === null ? [] : limitBounds(measure.limit).map(share);
  const marks = new Set(levels.filter((at) => at > 0 && at < 1).map((at) => Math.floor(at * cells)));
  return ticked(bar, marks, unicode);
}

/** A value on a bar. */
export const gauge: BoardKind<'gauge'> = {
  ...charted,
  least: { width: 18, height: 4 },
  good: { width: 30, height: 6 },
  inOneRow: true,
  reads: {},
  rows: ({ content }) => seriesRows(listed(content)),
  draw,
};
