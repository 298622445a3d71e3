import { plot as asciichart } from 'asciichart';
import { formatValue } from '../../../text/format.ts';
import { type Safe, safe } from '../../../text/safe.ts';
import { sanitiseLine } from '../../../text/sanitise.ts';
import type { Unit } from '../../../units.ts';
import { isSample, newest, type Samples, type Scale, scaleOf } from './samples.ts';
import { type TimeSpan, timeAxis } from './time-axis.ts';

export interface Series {
  readonly samples: Samples;
  /** How it is drawn; for a version also the role the theme colours it by. */
  readonly line: 'baseline' | 'candidate' | 'limit';
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
}

/** A piece of a row in one style. */
export interface Run {
  readonly text: Safe;
  readonly role: 'dim' | Exclude<Series['line'], 'limit'>;
}

/** asciichart's ten: first value, axis, two it never draws, level, up-right, down-right, right-down, right-up, vertical. */
type Symbols = [string, string, string, string, string, string, string, string, string, string];
const SYMBOLS: Readonly<Record<Series['line'], Readonly<Record<'unicode' | 'ascii', Symbols>>>> = {
  baseline: {
    unicode: [' ', ' ', ' ', ' ', '╌', '╰', '╭', '╮', '╯', '╎'],
    ascii: [' ', ' ', ' ', ' ', '.', '.', '.', '.', '.', ':'],
  },
  candidate: {
    unicode: [' ', ' ', ' ', ' ', '─', '╰', '╭', '╮', '╯', '│'],
    ascii: [' ', ' ', ' ', ' ', '-', '`', '.', '.', "'", '|'],
  },
  // A level, and nothing else of it is ever drawn.
  limit: {
    unicode: [' ', ' ', ' ', ' ', '┈', ' ', ' ', ' ', ' ', ' '],
    ascii: [' ', ' ', ' ', ' ', '=', ' ', ' ', ' ', ' ', ' '],
  },
};

/** Ten cells hold every value; the axis takes one more. A fixed place, so that charts under each other line up. */
const AXIS = 11;
const NARROWEST_WITH_AXIS = 2 * AXIS;
const LOWEST_WITH_TIME = 3;

/** How many samples a chart of this width shows: one a column. */
export const plotSamples = (width: number): number => (width < NARROWEST_WITH_AXIS ? width : width - AXIS);

/**
 * A line chart with its axes, exactly `height` rows of exactly `width` cells. Later series are drawn over earlier ones;
 * missing samples are left blank. Where there is no room the axes go first.
 */
export function plot(series: readonly Series[], options: PlotOptions): readonly (readonly Run[])[] {
  const { width, height, unicode } = options;
  if (width <= 0 || height <= 0) return Array.from({ length: Math.max(0, height) }, () => []);
  const columns = plotSamples(width);
  const rows = height < LOWEST_WITH_TIME ? height : height - 1;
  const shown = series.map(({ samples, line }) => ({ samples: newest(samples, columns), line }));
  const scale = scaleOf(
    shown.map(({ samples }) => samples),
    options,
  );
  const canvas = Array.from({ length: rows }, () => Array.from({ length: columns }, (): Cell => BLANK));
  if (scale) for (const one of shown) draw(canvas, one, scale, unicode);
  const labels = axisLabels(scale, rows, options.label ?? ((value) => formatValue(value, options.unit)));
  const body = canvas.map((cells, row) => runsOf(cells, columns < width ? axis(labels[row] ?? '', unicode) : ''));
  if (rows === height) return body;
  return [
    ...body,
    [{ text: safe(`${safe(' ').repeat(width - columns)}${timeAxis(options.time, columns, unicode)}`), role: 'dim' }],
  ];
}

interface Cell {
  readonly glyph: string;
  readonly line: Series['line'] | null;
}
const BLANK: Cell = { glyph: ' ', line: null };

/** asciichart draws each unbroken stretch, in row numbers rather than values: so it cannot round to another height. */
function draw(canvas: Cell[][], { samples, line }: Series, scale: Scale, unicode: boolean): void {
  const top = canvas.length - 1;
  for (const { start, values } of stretches(samples)) {
    const levels = values.map((value) => Math.round(scale.position(value) * top));
    const symbols = SYMBOLS[line][unicode ? 'unicode' : 'ascii'];
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
        if (cells && glyph !== ' ' && column < values.length) cells[start + column] = { glyph, line };
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
  const runs: { text: string; role: Run['role'] }[] = axisText === '' ? [] : [{ text: axisText, role: 'dim' }];
  for (const { glyph, line } of cells) {
    const last = runs.at(-1);
    const role = line === null || line === 'limit' ? 'dim' : line;
    if (last && (line === null || last.role === role)) last.text += glyph;
    else runs.push({ text: glyph, role });
  }
  return runs.map(({ text, role }) => ({ text: sanitiseLine(text), role }));
}
