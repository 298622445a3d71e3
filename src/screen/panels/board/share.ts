import { formatValue } from '../../../text/format.ts';
import { safe } from '../../../text/safe.ts';
import { bandSample, strokeOf } from '../../canvas/charts/strokes.ts';
import { columns, widest } from '../../canvas/columns.ts';
import { type Line, run } from '../../canvas/runs.ts';
import { listLines } from '../panel.ts';
import { barRuns } from '../parts.ts';
import { drawnSeries } from './curves.ts';
import type { BoardDrawing, BoardInput, BoardKind, Content, Held } from './kind.ts';
import { moreRun } from './more.ts';
import { charted, passing, seriesRows } from './series.ts';
import { toldLine, valueWidth } from './told.ts';

type Part = Content<'share'>['series'][number];

/** Parts of a whole, the largest first: a bar, the share and the value of each, and below how that was, where there is room. */
function draw({ content }: Held<'share'>, input: BoardInput): BoardDrawing {
  const { width, height, unicode } = input;
  const parts = passing(content.series, input.ids);
  if (input.detail === 'line') return { badges: [], lines: [summary(parts)] };
  const left = height - parts.length - 1;
  const drawn = left >= CHART && width >= CHART_WIDTH ? drawnSeries(parts, input.cursor, true) : [];
  const lineOf = new Map(drawn.map(({ series, line }) => [series.id, line]));
  const table = tableOf(parts, content, lineOf.size > 0, input);
  const lines = listLines(
    parts,
    ({ id }) => id,
    input,
    height,
    (part) => {
      const line = lineOf.get(part.id);
      return table.row({
        line: line === undefined ? [] : run(bandSample(line, unicode), strokeOf(line).tone),
        name: run(part.name),
        bar: (cells) => barRuns(part.share, cells, part.state === 'ok' ? 'accent' : part.state, unicode),
        share: run(shareText(part), part.share === null ? 'unknown' : 'text', { bold: true }),
        value: toldLine(part, content.unit, input.glyphs),
      });
    },
  );
  const curves = drawn
    .toReversed()
    .map(({ series: { expr, exactLabels, name }, line }) => ({ expr, exactLabels, name, line }));
  const chart =
    curves.length === 0
      ? []
      : [[], ...input.chart(curves, content.unit, width, left, { stacked: true, isNamed: true })];
  return {
    badges: [wholeLine(content), [moreRun(parts.length - lines.length, input)]],
    lines: [...lines, ...chart],
  };
}

/** Rows and cells from which a chart tells more than it takes away. */
const CHART = 6;
const CHART_WIDTH = 24;

function tableOf(parts: readonly Part[], { unit }: Content<'share'>, charted: boolean, { width, glyphs }: BoardInput) {
  const name = widest(
    parts.map((part) => part.name),
    { least: 2, most: 28 },
  );
  const value = valueWidth(parts, unit, glyphs) + 2;
  const line = charted ? 3 : 0;
  return columns(
    [
      { name: 'line', width: Math.max(0, line - 1), after: line > 0 ? 1 : 0 },
      { name: 'name', width: name, least: 4, gives: 1, after: 1 },
      { name: 'bar', width: 'rest', least: LEAST_BAR, most: 60, vanishes: true },
      { name: 'share', width: SHARE, align: 'right' },
      { name: 'value', width: line + name + LEAST_BAR + SHARE + value < width ? value : 0, align: 'right' },
    ],
    width,
  );
}

/** Cells of a bar at least, and of a share. */
const LEAST_BAR = 6;
const SHARE = 8;

const shareText = ({ share }: Part) => (share === null ? safe('unknown') : formatValue(share, 'ratio'));

/** What the parts add up to; nothing while one of them is not known. */
function wholeLine({ series, unit }: Content<'share'>): Line {
  const values = series.map(({ reading }) => (reading.known ? reading.value : null));
  if (values.length === 0 || values.includes(null)) return [];
  return [
    run(
      `of ${formatValue(
        values.reduce((sum: number, value) => sum + (value ?? 0), 0),
        unit,
      )}`,
      'dim',
    ),
  ];
}

const summary = (parts: readonly Part[]): Line =>
  parts.flatMap(
    (part, i): Line => [
      run(i > 0 ? '  ' : ''),
      run(`${part.name} `),
      run(shareText(part), part.share === null ? 'unknown' : 'text', { bold: true }),
    ],
  );

/** Parts of a whole: what a pie is elsewhere. */
export const share: BoardKind<'share'> = {
  ...charted,
  least: { width: 20, height: 4 },
  good: { width: 40, height: 7 },
  inOneRow: true,
  reads: {},
  rows: ({ content }) => seriesRows(content.series),
  draw,
};
