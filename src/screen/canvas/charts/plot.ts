import { formatValue } from '../../../text/format.ts';
import { type Safe, safe } from '../../../text/safe.ts';
import { sanitiseLine } from '../../../text/sanitise.ts';
import type { Millis, Unit } from '../../../units.ts';
import type { Mark } from '../../core/marks.ts';
import { type Line, run, cell as toCell } from '../runs.ts';
import type { Role } from '../theme.ts';
import { type Canvas, type Cell, canvasFor, columnOf, plotSamples } from './canvas.ts';
import { DOTS_ACROSS, DOTS_UP, DotGrid, dotCurve, dotLevel } from './dots.ts';
import { beyondSample, type Ink, lineSample, meetingSample, samplesPerCell } from './ink.ts';
import { drawKey } from './key.ts';
import { heightsOf, type Level, newestOf, reached, valuesOf, writeLevel } from './levels.ts';
import { drawMarks } from './marks.ts';
import { newest } from './samples.ts';
import { type Extent, extentOf, heightOf, reaching, roundValue, type Scale, scaleFor, sideOf } from './scale.ts';
import type { Course, Series } from './series.ts';
import { signCurve, signLevel } from './signs.ts';
import { type StrokeName, strokeOf } from './strokes.ts';
import { TICK_WIDTH, tickText } from './tick.ts';
import { type Placed, type TimeSpan, timeAxis, timeText } from './time-axis.ts';
import { cellsOf, putFree } from './words.ts';

export interface PlotOptions {
  readonly width: number;
  readonly height: number;
  readonly unit: Unit;
  readonly time: TimeSpan;
  readonly ink: Ink;
  /** The scale reaches at least this far down and up; from the samples alone unless given. */
  readonly min?: number;
  readonly max?: number;
  /** A round value as the axis says it; in the unit unless given. */
  readonly label?: (value: number, scale: Scale) => Safe;
  /** A value at the cursor in words; in the unit unless given. */
  readonly told?: (value: number) => Safe;
  /** Round values are not closer to each other than this. */
  readonly leastStep?: number;
  /** Lines across the chart. */
  readonly levels?: readonly Level[];
  /** The instant whose values are told. */
  readonly cursor?: Millis | null;
  /** What happened, drawn at its instants. */
  readonly marks?: readonly Mark[];
  /** What curves are called stands elsewhere; here it does with their values alone. */
  readonly isNamed?: boolean;
}

/** A piece of a row in one style. */
export interface Run {
  readonly text: Safe;
  readonly role: Role;
}

/**
 * A line chart with its axes, exactly `height` rows of exactly `width` cells. A series has `samplesPerCell` samples a cell, the
 * newest at the right; later ones are drawn over earlier ones. Missing samples are left blank. Where there is no room the
 * axes go first.
 */
export function plot(series: readonly Series[], options: PlotOptions): readonly (readonly Run[])[] {
  const { width, height, unit, levels = [] } = options;
  if (width <= 0 || height <= 0) return Array.from({ length: Math.max(0, height) }, () => []);
  const canvas = canvasFor(options);
  const count = plotSamples(width) * samplesPerCell(options.ink);
  const shown = series.map((one) => ({ ...one, samples: newest(one.samples, count) }));
  const own = extentOf(
    shown.map(({ samples }) => samples),
    unit,
    options,
  );
  const named = levels.filter(({ name }) => name !== undefined);
  const known =
    own ??
    extentOf(
      named.map(({ value }) => valuesOf(value)),
      unit,
    );
  if (own === null) putFree(canvas, [Math.floor(canvas.length / 2), ...canvas.keys()], NOTHING);
  if (known === null) return withAxes(canvas, null, options);
  const near = levels.flatMap((level) => reached(known, level));
  const extent: Extent = near.length === 0 ? known : reaching(known, near, unit);
  const scale = scaleFor(extent, unit, canvas.length, options.leastStep);
  const draw = options.ink === 'braille' ? dotted : signed;
  draw(canvas, shown, { ...options, levels }, scale);
  return withAxes(canvas, scale, options);
}

/** A chart as lines of a page. */
export const chartLines = (rows: readonly (readonly Run[])[]): readonly Line[] =>
  rows.map((row) => row.map(({ text, role }) => run(text, role, { charted: true })));

/** What stands where there is no curve. */
const NOTHING = cellsOf(safe('nothing was measured in this time'), 'dim');

type Leveled = PlotOptions & { readonly levels: readonly Level[] };

/** In dots. Words find their places among the curves before levels are drawn, which they may stand in the way of. */
function dotted(canvas: Canvas, series: readonly Series[], options: Leveled, scale: Scale): void {
  const grid = new DotGrid(canvas);
  // Those above come first: the others make way for them.
  const courses = series.toReversed().map((one) => dotCurve(grid, one, scale));
  grid.draw();
  writeWords(canvas, series, options, scale, courses);
  const count = (canvas[0]?.length ?? 0) * DOTS_ACROSS;
  for (const level of options.levels)
    dotLevel(grid, heightsOf(level, count, scale, DOTS_UP), strokeOf(level.line).tone);
  grid.draw();
}

/** In signs of ASCII. */
function signed(canvas: Canvas, series: readonly Series[], options: Leveled, scale: Scale): void {
  const courses = series.map((one) => signCurve(canvas, one, scale));
  writeWords(canvas, series, options, scale, courses);
  const count = canvas[0]?.length ?? 0;
  for (const level of options.levels) signLevel(canvas, heightsOf(level, count, scale, 1), level.line);
}

/** What levels there are, what the curves are called, and what they were at the cursor. */
function writeWords(
  canvas: Canvas,
  series: readonly Series[],
  { levels, ink, cursor = null, time, unit, isNamed = false, told = (value) => formatValue(value, unit) }: Leveled,
  scale: Scale,
  courses: readonly Course[],
): void {
  for (const level of levels) writeLevel(canvas, level, scale, ink);
  const sampleOf = (line: StrokeName) => lineSample(line, ink);
  const both = series.length === 2 && courses.some(({ met }) => met) ? [safe(`${meetingSample(ink)} both`)] : [];
  const heights = levels.flatMap((level) => newestOf(level) ?? []).filter((value) => sideOf(scale, value) === 'in');
  const crowded = new Set(heights.map((value) => canvas.length - 1 - heightOf(scale, value, 1)));
  const beyond = courses.some((one) => one.beyond) ? beyondSample(series.at(-1)?.line ?? 'candidate', ink) : null;
  const signs = { sampleOf, both, beyond };
  drawKey(canvas, series, { ...signs, levels, told, cursor, time, isElsewhere: isNamed, crowded });
}

/** A canvas with its axes beside it and below. */
export function withAxes(canvas: Canvas, scale: Scale | null, options: PlotOptions): readonly (readonly Run[])[] {
  const { unit, label = (value, of) => tickText(value, of, unit) } = options;
  const labels = canvas.map((_, row) => {
    const value = scale === null ? null : roundValue(scale, canvas.length - 1 - row);
    return scale === null || value === null ? safe('') : label(value, scale);
  });
  return withRowLabels(canvas, labels, options);
}

/** The same with what stands beside each row. */
export function withRowLabels(
  canvas: Canvas,
  labels: readonly Safe[],
  options: Omit<PlotOptions, 'unit'>,
): readonly (readonly Run[])[] {
  const { width, height, ink, time, cursor = null } = options;
  const unicode = ink !== 'ascii';
  const columns = plotSamples(width);
  const at = columnOf(cursor, time, columns);
  drawMarks(canvas, options.marks ?? [], time, unicode);
  const body = canvas.map((cells, row) =>
    runsOf(
      at === null ? cells : crossed(cells, at, unicode),
      columns < width ? axis(labels[row] ?? safe(''), unicode) : safe(''),
    ),
  );
  if (canvas.length === height) return body;
  const indent = safe(' ').repeat(width - columns);
  const below = at === null || cursor === null ? null : timeText(cursor, at, time, columns, unicode);
  return [...body, timeRow(indent, timeAxis(time, columns, unicode, below), below)];
}

/** The time axis, where there is a cursor with its time in place of what stood there. */
function timeRow(indent: Safe, line: Safe, at: Placed | null): readonly Run[] {
  if (at === null) return [{ text: safe(`${indent}${line}`), role: 'dim' }];
  const { column, text } = at;
  return [
    { text: safe(`${indent}${line.slice(0, column)}`), role: 'dim' },
    { text, role: 'accent' },
    { text: line.slice(column + text.length), role: 'dim' },
  ];
}

/** With an upright line where nothing but marks is drawn. */
const crossed = (cells: readonly Cell[], cursor: number, unicode: boolean): readonly Cell[] =>
  cells.map((cell, column) =>
    column === cursor && (cell.role === null || cell.isLine) ? { glyph: unicode ? '┃' : '|', role: 'accent' } : cell,
  );

const axis = (label: Safe, unicode: boolean): Safe =>
  safe(`${toCell(label, TICK_WIDTH, 'right')}${safe(unicode ? (label === '' ? '│' : '┤') : '|')}`);

/** Blanks join the run before them, since they look alike in every colour. */
function runsOf(cells: readonly Cell[], axisText: Safe): readonly Run[] {
  const runs: { text: string; role: Role }[] = axisText === '' ? [] : [{ text: axisText, role: 'dim' }];
  let last = runs[0];
  for (const { glyph, role } of cells) {
    if (last && (role === null || last.role === role)) last.text += glyph;
    else {
      last = { text: glyph, role: role ?? 'dim' };
      runs.push(last);
    }
  }
  return runs.map(({ text, role }) => ({ text: sanitiseLine(text), role }));
}
