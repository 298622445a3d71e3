import { plot as asciichart } from 'asciichart';
import { formatValue } from '../../../text/format.ts';
import { type Safe, safe } from '../../../text/safe.ts';
import { sanitiseLine } from '../../../text/sanitise.ts';
import type { Unit } from '../../../units.ts';
import type { Mark } from '../../core/marks.ts';
import type { Role } from '../theme.ts';
import { AXIS, type Canvas, type Cell, canvasFor, plotSamples } from './canvas.ts';
import { drawMarks } from './marks.ts';
import { isSample, newest, type Samples, type Scale, scaleOf } from './samples.ts';
import { type StrokeName, strokeOf } from './strokes.ts';
import { type TimeSpan, timeAxis } from './time-axis.ts';

export interface Series {
  readonly samples: Samples;
  readonly line: StrokeName;
}

export interface PlotOptions {
  readonly width: number;
  readonly height: number;
  readonly unit: Unit;
  readonly time: TimeSpan;
  readonly unicode: boolean;
  /** The scale reaches at least this far down and up; from the samples alone unless given. */
  readonly min?: number;
  readonly max?: number;
  /** A value as the axis says it; in the unit unless given. */
  readonly label?: (value: number) => string;
  /** Column of an upright line through whatever is drawn, 0 at the left. */
  readonly cursor?: number | null;
  /** What happened, drawn at its instants. */
  readonly marks?: readonly Mark[];
}

/** A piece of a row in one style. */
export interface Run {
  readonly text: Safe;
  readonly role: Role;
}

/**
 * A line chart with its axes, exactly `height` rows of exactly `width` cells. Later series are drawn over earlier ones;
 * missing samples are left blank. Where there is no room the axes go first.
 */
export function plot(series: readonly Series[], options: PlotOptions): readonly (readonly Run[])[] {
  const { width, height, unicode } = options;
  if (width <= 0 || height <= 0) return Array.from({ length: Math.max(0, height) }, () => []);
  const columns = plotSamples(width);
  const shown = series.map(({ samples, line }) => ({ samples: newest(samples, columns), line }));
  const scale = scaleOf(
    shown.map(({ samples }) => samples),
    options,
  );
  const canvas = canvasFor(options);
  if (scale) for (const one of shown) draw(canvas, one, scale, unicode);
  return withAxes(canvas, scale, options);
}

/** A canvas with its axes beside it and below. */
export const withAxes = (canvas: Canvas, scale: Scale | null, options: PlotOptions): readonly (readonly Run[])[] =>
  withRowLabels(
    canvas,
    axisLabels(scale, canvas.length, options.label ?? ((value) => formatValue(value, options.unit))),
    options,
  );

/** The same with what stands beside each row. */
export function withRowLabels(
  canvas: Canvas,
  labels: readonly string[],
  options: Omit<PlotOptions, 'unit'>,
): readonly (readonly Run[])[] {
  const { width, height, unicode, cursor = null } = options;
  const rows = canvas.length;
  const columns = plotSamples(width);
  drawMarks(canvas, options.marks ?? [], options.time, unicode);
  const body = canvas.map((cells, row) => {
    const drawn = cursor === null ? cells : crossed(cells, cursor, unicode);
    return runsOf(drawn, columns < width ? axis(labels[row] ?? '', unicode) : '');
  });
  if (rows === height) return body;
  return [
    ...body,
    [{ text: safe(`${safe(' ').repeat(width - columns)}${timeAxis(options.time, columns, unicode)}`), role: 'dim' }],
  ];
}

/** With an upright line where nothing else is drawn. */
const crossed = (cells: readonly Cell[], cursor: number, unicode: boolean): readonly Cell[] =>
  cells.map((cell, column) =>
    column === cursor && cell.role === null ? { glyph: unicode ? '┊' : ':', role: 'accent' } : cell,
  );

/** asciichart draws each unbroken stretch, in row numbers rather than values: so it cannot round to another height. */
function draw(canvas: Canvas, { samples, line }: Series, scale: Scale, unicode: boolean): void {
  const top = canvas.length - 1;
  for (const { start, values } of stretches(samples)) {
    const levels = values.map((value) => Math.round(scale.position(value) * top));
    const { tone: role, ...symbolsOf } = strokeOf(line);
    const symbols = symbolsOf[unicode ? 'unicode' : 'ascii'];
    // It draws from point to point, so the last one is given twice to have a column of its own.
    const drawn = asciichart([[...levels, ...levels.slice(-1)]], {
      min: 0,
      max: top,
      height: top,
      offset: 1,
      symbols,
      format: () => ' ', // an empty label would take a cell away from its row
    });
    drawn.split('\n').forEach((text, row) => {
      // The first column is the axis, which is drawn here and not there.
      [...text.slice(1)].forEach((glyph, column) => {
        const cells = canvas[row];
        if (cells && glyph !== ' ' && column < values.length) cells[start + column] = { glyph, role };
      });
    });
  }
}

function stretches(samples: Samples): { start: number; values: number[] }[] {
  const found: { start: number; values: number[] }[] = [];
  samples.forEach((value, column) => {
    if (!isSample(value)) return;
    const last = found.at(-1);
    if (last && last.start + last.values.length === column) last.values.push(value);
    else found.push({ start: column, values: [value] });
  });
  return found;
}

/** Top, bottom and every third row between; a label that would repeat the one above is left out. */
function axisLabels(scale: Scale | null, rows: number, text: (value: number) => string): readonly string[] {
  const top = rows - 1;
  if (scale === null) return [];
  if (scale.min === scale.max) {
    return Array.from({ length: rows }, (_, row) => (row === top - Math.round(top / 2) ? text(scale.max) : ''));
  }
  const valueAt = (row: number): number => {
    const share = row / Math.max(1, top);
    return scale.max * (1 - share) + scale.min * share;
  };
  const labelled = (row: number): boolean => row === top || (row % 3 === 0 && (row === 0 || top - row > 1));
  const labels: string[] = [];
  for (let row = 0; row < rows; row += 1) {
    const label = labelled(row) ? text(valueAt(row)) : '';
    labels.push(labels.includes(label) ? '' : label);
  }
  return labels;
}

const axis = (label: string, unicode: boolean): string => label.padStart(AXIS - 1) + (unicode ? '┤' : '|');

/** Blanks join the run before them, since they look alike in every colour. */
function runsOf(cells: readonly Cell[], axisText: string): readonly Run[] {
  const runs: { text: string; role: Role }[] = axisText === '' ? [] : [{ text: axisText, role: 'dim' }];
  for (const { glyph, role } of cells) {
    const last = runs.at(-1);
    if (last && (role === null || last.role === role)) last.text += glyph;
    else runs.push({ text: glyph, role: role ?? 'dim' });
  }
  return runs.map(({ text, role }) => ({ text: sanitiseLine(text), role }));
}
