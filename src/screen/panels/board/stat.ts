import { formatDelta, formatDuration, formatValue } from '../../../text/format.ts';
import { type Safe, safe } from '../../../text/safe.ts';
import type { Unit } from '../../../units.ts';
import { columns, widest } from '../../canvas/columns.ts';
import type { Glyphs } from '../../canvas/glyphs.ts';
import { type Line, lineWidth, run, type Tone, toWidth } from '../../canvas/runs.ts';
import { inView, urgency } from '../../core/worst.ts';
import { listLines } from '../panel.ts';
import type { BoardDrawing, BoardInput, BoardKind, Content, Held } from './kind.ts';
import { largeLines } from './large.ts';
import { moreRun } from './more.ts';
import { charted, passing, seriesRows } from './series.ts';
import { sparkOf, toldLine, valueWidth, whyUnknown } from './told.ts';

type StatSeries = Content<'stat'>['series'][number];

/** One value large, or several in rows. */
function draw({ content }: Held<'stat'>, input: BoardInput): BoardDrawing {
  const series = passing(content.series, input.ids);
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
  const beside: Line = why.length > 0 ? why : delta;
  if (height < 2 || detail === 'line') {
    const told = besideIfFits(value, beside, width);
    return content.trend ? withTrend([told], series, input) : [told];
  }
  const large = largeLines(series, unit, { ...input, height: height - Math.min(1, delta.length) });
  const head = large ?? [value];
  const told = beside.length > 0 && height > head.length ? [beside] : [];
  const left = height - head.length - told.length;
  if (!content.trend) return [...head, ...told];
  if (left <= 0) return [...withTrend(head, series, input), ...told];
  const gap: readonly Line[] = Array.from({ length: left - 1 }, () => []);
  return [...head, ...told, ...gap, [run(sparkOf(series, width, input), 'candidate')]];
}

/** Where no row is left for it the trend stands beside the number. */
function withTrend(head: readonly Line[], series: StatSeries, input: BoardInput): readonly Line[] {
  const used = Math.max(...head.map(lineWidth)) + 3;
  const cells = input.width - used;
  if (cells < LEAST_TREND) return head;
  const trend = run(sparkOf(series, cells, input), 'candidate');
  return head.map((line, i) => (i < head.length - 1 ? line : [...toWidth(line, used), trend]));
}

const LEAST_TREND = 6;

const besideIfFits = (value: Line, more: Line, width: number): Line =>
  more.length > 0 && lineWidth(value) + 2 + lineWidth(more) <= width ? [...value, run('  '), ...more] : value;

/** The difference to what it was: "↑ 3.1 % in 1h". It is good or bad only by the limit. */
function deltaLine({ reading, before }: StatSeries, { ago, measure }: Content<'stat'>, glyphs: Glyphs): Line {
  if (ago === null || before === null || !reading.known) return [];
  if (!before.known) return [run(`no value ${formatDuration(ago)} ago`, 'dim')];
  const delta = reading.value - before.value;
  const limit = measure.limit?.kind;
  const good = limit === 'at-most' ? delta < 0 : limit === 'at-least' ? delta > 0 : null;
  const isSmall = Math.abs(delta) < Math.abs(before.value) * NO_CHANGE;
  const tone: Tone = good === null || isSmall || delta === 0 ? 'dim' : good ? 'ok' : 'warn';
  const text = differenceText(reading.value, before.value, measure.unit, glyphs);
  return [run(text, tone), run(` in ${formatDuration(ago)}`, 'dim')];
}

/** A share of the value by which it may differ without being better or worse. */
const NO_CHANGE = 0.01;

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
      { name: 'delta', width: Math.max(0, ...deltas.map(lineWidth)), vanishes: true, gives: 1, gap: 2 },
      { name: 'trend', width: 'rest', least: 8, most: 40, vanishes: true, gap: 2 },
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
        value: toldLine(one, unit, glyphs),
        delta: deltaLine(one, content, glyphs),
        trend: (cells) => (content.trend ? run(sparkOf(one, cells, input), 'candidate') : []),
      }),
  );
  return { badges: [[moreRun(series.length - lines.length, input)]], lines };
}

/** A value, large, with what it was and its trend. */
export const stat: BoardKind<'stat'> = {
  ...charted,
  least: { width: 14, height: 3 },
  good: { width: 24, height: 7 },
  inOneRow: true,
  reads: {},
  rows: ({ content }) => seriesRows(content.series),
  draw,
};
