import { formatValue } from '../../../text/format.ts';
import { safe } from '../../../text/safe.ts';
import { sanitiseLine } from '../../../text/sanitise.ts';
import { type Canvas, canvasFor, columnOf, plotSamples } from './canvas.ts';
import { type PlotOptions, type Run, withRowLabels } from './plot.ts';
import { isSample, newest, type Samples } from './samples.ts';
import { cellsOf, put, putFree } from './words.ts';

/** What lies between two bounds, over time. */
export interface HeatBand {
  /** Its upper bound, as the axis says it. */
  readonly upTo: string;
  /** How much there is, 0 or more; null where that is not known. */
  readonly samples: Samples;
}

/** From little to much. */
const SHADES = { unicode: ['░', '▒', '▓', '█'], ascii: ['.', ':', '*', '#'] } as const;

/** What each shade stands for: everything up to so much of the most. Finer below, where tails are. */
const UP_TO = SHADES.unicode.map((_, i) => ((i + 1) / SHADES.unicode.length) ** 2);

/** The shades and the most that each stands for; none where nothing was counted. */
export function shadesOf(bands: readonly HeatBand[], unicode: boolean): readonly { sign: string; upTo: number }[] {
  const most = mostOf(bands);
  return most === 0
    ? []
    : SHADES[unicode ? 'unicode' : 'ascii'].map((sign, i) => ({ sign, upTo: most * (UP_TO[i] ?? 1) }));
}

const mostOf = (bands: readonly HeatBand[]): number =>
  bands.reduce((most, { samples }) => samples.reduce<number>((m, v) => (isSample(v) ? Math.max(m, v) : m), most), 0);

/**
 * How much there is in each band over time, by shades, the lowest band at the bottom: exactly `height` rows of exactly
 * `width` cells, with the bounds beside and the time below. Where there are more bands than rows neighbours stand in one.
 */
export function heat(bands: readonly HeatBand[], options: Omit<PlotOptions, 'unit'>): readonly (readonly Run[])[] {
  const { width, height, ink } = options;
  const unicode = ink !== 'ascii';
  if (width <= 0 || height <= 0) return Array.from({ length: Math.max(0, height) }, () => []);
  const canvas = canvasFor(options);
  const rows = gathered(bands, canvas.length, plotSamples(width));
  const most = mostOf(rows);
  const lines = canvas.length;
  const labels = canvas.map((cells, line) => {
    // Bands that are fewer than the lines have several lines each.
    const band = Math.min(rows.length - 1, Math.floor(((lines - line - 1) * rows.length) / lines));
    const row = rows[band];
    shade(cells, row?.samples ?? [], most, unicode);
    const above = Math.floor(((lines - line) * rows.length) / lines);
    return row !== undefined && above !== band ? sanitiseLine(row.upTo) : safe('');
  });
  tellAt(canvas, rows, options);
  return withRowLabels(canvas, labels, options);
}

/** How much there was in all bands at the cursor, in the uppermost row where there is no room for it. */
function tellAt(canvas: Canvas, bands: readonly HeatBand[], { cursor = null, time }: Omit<PlotOptions, 'unit'>): void {
  const column = columnOf(cursor, time, canvas[0]?.length ?? 0);
  if (column === null) return;
  const all = added(bands.map(({ samples }) => samples[column] ?? null));
  const told = all === null ? safe('nothing') : formatValue(all, 'per-second');
  const words = cellsOf(safe(`all ${told}`), 'text');
  const [top = []] = canvas;
  if (!putFree(canvas, [...canvas.keys()], words) && words.length < top.length) put(top, 1, words);
}

/** As many bands as there are lines at most; those that stand together are added up. */
function gathered(bands: readonly HeatBand[], lines: number, columns: number): readonly HeatBand[] {
  const count = Math.min(lines, bands.length);
  return Array.from({ length: count }, (_, i) => {
    const own = bands.slice(Math.floor((i * bands.length) / count), Math.floor(((i + 1) * bands.length) / count));
    const samples = own.map((band) => newest(band.samples, columns));
    return {
      upTo: own.at(-1)?.upTo ?? '',
      samples: Array.from({ length: columns }, (_, column) => added(samples.map((one) => one[column] ?? null))),
    };
  });
}

/** A sum of which a part is not known is not known. */
const added = (values: readonly (number | null)[]): number | null =>
  values.every(isSample) ? values.reduce((sum: number, value) => sum + (value ?? 0), 0) : null;

function shade(cells: Canvas[number], samples: Samples, most: number, unicode: boolean): void {
  const signs = SHADES[unicode ? 'unicode' : 'ascii'];
  samples.forEach((value, column) => {
    if (value === null || !isSample(value)) cells[column] = { glyph: unicode ? '╌' : '-', role: 'dim' };
    else if (value > 0 && most > 0) {
      const at = UP_TO.findIndex((share) => value <= share * most);
      cells[column] = { glyph: signs[at < 0 ? signs.length - 1 : at] ?? '', role: 'accent' };
    }
  });
}
