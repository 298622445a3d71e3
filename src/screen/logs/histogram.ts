import type { Level } from '../../logs/level.ts';
import { columnsOf, type LevelCounts, type Volume } from '../../logs/volume.ts';
import { safe } from '../../text/safe.ts';
import type { Millis } from '../../units.ts';
import { timeAxis } from '../charts/time-axis.ts';
import { type Line, type Run, run, type Tone } from '../runs.ts';

const EIGHTHS = ['', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
/** Of each band, without Unicode. */
const ASCII = ['#', '!', ':', '.'] as const;
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
    return merged(tops.map((bands) => cellAt(bands, floor, unicode)));
  });
  const axis = timeAxis({ from: volume.from, to: volume.to, timeZone }, width, unicode);
  if (place === null || place < volume.from || place > volume.to) return [...rows, [run(axis, 'dim')]];
  const at = Math.min(width - 1, Math.floor(((place - volume.from) / Math.max(1, volume.to - volume.from)) * width));
  const mark = run(unicode ? '▲' : '^', 'accent', { bold: true });
  return [...rows, [run(axis.slice(0, at), 'dim'), mark, run(axis.slice(at + 1), 'dim')]];
}

/** One cell: as high as the column is in this row, in the colour of the worst band that is in it. */
function cellAt(bands: readonly number[], floor: number, unicode: boolean): Run {
  const top = Math.min(8, Math.max(0, (bands.at(-1) ?? 0) - floor));
  if (top === 0) return run(' ');
  const band = bands.findIndex((reach) => reach > floor);
  const glyph = unicode ? (EIGHTHS[top] ?? '█') : (ASCII[band] ?? '.');
  return run(glyph, BANDS[band]?.[0] ?? 'dim');
}

function merged(cells: readonly Run[]): Line {
  const runs: Run[] = [];
  for (const { text, tone } of cells) {
    const last = runs.at(-1);
    if (last && last.tone === tone) runs[runs.length - 1] = { ...last, text: safe(`${last.text}${text}`) };
    else runs.push(tone === undefined ? { text } : { text, tone });
  }
  return runs;
}
