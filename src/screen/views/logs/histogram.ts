import type { Level } from '../../../logs/level.ts';
import { columnsOf, type LevelCounts, type Volume } from '../../../logs/volume.ts';
import type { Millis } from '../../../units.ts';
import { timeAxis } from '../../canvas/charts/time-axis.ts';
import { type Line, type Run, run, type Tone } from '../../canvas/runs.ts';

const EIGHTHS = ['', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
/** Of each band, without Unicode. */
const ASCII = ['#', '!', ':', '.'] as const;
/** A cell of ASCII that holds something worse than what most of it is. */
const MIXED = 'x';
/** Worst at the bottom, where every column has its place. */
const BANDS: readonly (readonly [Tone, readonly Level[]])[] = [
  ['fail', ['fatal', 'error']],
  ['warn', ['warn']],
  ['baseline', ['info', 'unknown']],
  ['dim', ['debug', 'trace']],
];

const total = (counts: LevelCounts, levels: readonly Level[]): number =>
  levels.reduce((sum, level) => sum + (counts[level] ?? 0), 0);

/** How many eighths of a row each band reaches up to, from the bottom; what is there never reaches nothing. */
function reaches(counts: LevelCounts, most: number, height: number): readonly number[] {
  let sum = 0;
  let floor = 0;
  return BANDS.map(([, levels]) => {
    const own = total(counts, levels);
    if (own === 0) return floor;
    sum += own;
    floor = Math.min(height * 8, Math.max(floor + 1, Math.round((sum / most) * height * 8)));
    return floor;
  });
}

const CHARTED = { charted: true } as const;

/** The volume by level over time, `height` rows of `width` cells with the time below and the reader's place marked in it. */
export function drawHistogram(
  volume: Volume,
  place: Millis | null,
  { width, height, timeZone, unicode }: { width: number; height: number; timeZone: string; unicode: boolean },
): readonly Line[] {
  const columns = columnsOf(volume, width);
  const most = Math.max(
    1,
    ...columns.map((counts) => BANDS.reduce((sum, [, levels]) => sum + total(counts, levels), 0)),
  );
  const tops = columns.map((counts) => reaches(counts, most, height - 1));
  const rows = Array.from({ length: Math.max(0, height - 1) }, (_, fromTop): Line => {
    const floor = (height - 2 - fromTop) * 8;
    return tops.map((bands) => cellAt(bands, floor, unicode));
  });
  const axis = timeAxis({ from: volume.from, to: volume.to, timeZone }, width, unicode);
  if (place === null || place < volume.from || place > volume.to) return [...rows, [run(axis, 'dim', CHARTED)]];
  const at = Math.min(width - 1, Math.floor(((place - volume.from) / Math.max(1, volume.to - volume.from)) * width));
  const mark = run(unicode ? '▲' : '^', 'accent', { bold: true, ...CHARTED });
  return [...rows, [run(axis.slice(0, at), 'dim', CHARTED), mark, run(axis.slice(at + 1), 'dim', CHARTED)]];
}

/** Eighths of one cell that each band takes. */
const partsOf = (bands: readonly number[], floor: number): readonly number[] =>
  bands.map((reach, i) => Math.max(0, Math.min(8, reach - floor) - Math.max(0, (bands[i - 1] ?? 0) - floor)));

/**
 * One cell: as high as the column is in this row, each band in its colour by its share. A cell has two colours at most:
 * the worst band's, and that of what else most of it is; a column lower than a cell that holds errors fills it.
 */
function cellAt(bands: readonly number[], floor: number, unicode: boolean): Run {
  const top = Math.min(8, Math.max(0, (bands.at(-1) ?? 0) - floor));
  if (top === 0) return run(' ');
  const parts = partsOf(bands, floor);
  const worst = parts.findIndex((part) => part > 0);
  const most = parts.indexOf(Math.max(...parts));
  const tone = (band: number): Tone => BANDS[band]?.[0] ?? 'dim';
  if (!unicode) return run(worst === most || floor > 0 ? (ASCII[most] ?? '.') : MIXED, tone(most));
  const own = parts[worst] ?? 0;
  if (own === top) return run(EIGHTHS[top] ?? '█', tone(worst), { solid: true });
  const others = parts.map((part, i) => (i === worst ? 0 : part));
  const next = others.indexOf(Math.max(...others));
  if (top < 8 && floor > 0) return run(EIGHTHS[top] ?? '█', tone(most), { solid: true });
  return run(EIGHTHS[own] ?? '█', tone(worst), { solid: true, rest: { tone: tone(next), most: tone(most) } });
}
