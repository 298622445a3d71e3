import type { Unit } from '../../../units.ts';
import { isSample, type Samples } from './samples.ts';

/** Rows of one height each, of which some stand for round values. */
export interface Scale {
  readonly rows: number;
  /** The value in the middle of the lowest row. */
  readonly base: number;
  /** From the middle of a row to that of the next. */
  readonly perRow: number;
  /** From one round value to the next. */
  readonly step: number;
}

/** What a scale must hold. */
export interface Extent {
  readonly low: number;
  readonly high: number;
}

/** Beyond these no float could tell the rows apart: more is drawn as this much, and less as nothing. */
const FARTHEST = 1e300;
const NEAREST = 1e-12;

const tame = (value: number): number => Math.min(FARTHEST, Math.max(-FARTHEST, value));

/** Amounts: beside nothing at all there is no telling how much they are. */
const FROM_ZERO: ReadonlySet<Unit> = new Set(['count', 'per-second', 'bytes-per-second']);

/** Of what is not an amount, this part of its size is a movement; less is drawn as flat as it is. */
const LEAST_MOVE = 0.1;

/**
 * What a chart of some samples shows: they themselves and the given ends, from zero on where that is where such values
 * begin, and never so little of it that noise looks like a movement. Null where there is no sample.
 */
export function extentOf(
  series: readonly Samples[],
  unit: Unit,
  ends: { readonly min?: number; readonly max?: number } = {},
): Extent | null {
  let [low, high] = [Infinity, -Infinity];
  for (const samples of series)
    for (const value of samples)
      if (isSample(value)) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
  if (low > high) return null;
  return widened({ low: tame(Math.min(low, ends.min ?? low)), high: tame(Math.max(high, ends.max ?? high)) }, unit);
}

/** The same so that values at such levels lie in it, too. */
export const reaching = ({ low, high }: Extent, values: readonly number[], unit: Unit): Extent =>
  widened({ low: tame(Math.min(low, ...values)), high: tame(Math.max(high, ...values)) }, unit);

function widened({ low, high }: Extent, unit: Unit): Extent {
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (size < NEAREST) return { low: 0, high: unit === 'ratio' ? 0.01 : 1 };
  if (low >= 0 && beginsAtZero(low, high, unit)) return { low: 0, high };
  const isShare = unit === 'ratio' && high <= 1;
  const least = isShare && low > 0.5 ? Math.max(1e-4, (1 - low) * 2 * LEAST_MOVE) : size * LEAST_MOVE;
  const lack = Math.max(0, least - (high - low)) / 2;
  const top = isShare ? Math.min(1, high + lack) : high + lack;
  return { low: low >= 0 ? Math.max(0, low - lack) : low - lack, high: top };
}

const beginsAtZero = (low: number, high: number, unit: Unit): boolean =>
  FROM_ZERO.has(unit) || (unit === 'ratio' ? low <= 0.5 : low <= high / 2);

/** At the ends of a scale so much of a row is left over. */
const SPARE = 0.25;

/**
 * The closest scale of so many rows that holds an extent, with its round values a few rows apart.
 * @param least round values are not closer to each other than this
 */
export function scaleFor({ low, high }: Extent, unit: Unit, rows: number, least = 0): Scale {
  const fewest = rows < 5 ? 1 : Math.max(2, Math.ceil(rows / 6));
  const needed = Math.max(NEAREST, (high - low) / Math.max(SPARE, rows - 1 + SPARE));
  let closest: Scale | null = null;
  for (let apart = fewest; apart <= 2 * fewest; apart += 1) {
    const scale = firstThatHolds({ low, high }, { unit, rows, apart }, Math.max(least, needed * apart));
    if (closest === null || scale.perRow < closest.perRow) closest = scale;
  }
  return closest ?? { rows, base: low, perRow: needed, step: needed };
}

interface Raster {
  readonly unit: Unit;
  readonly rows: number;
  /** Rows from a round value to the next. */
  readonly apart: number;
}

function firstThatHolds({ low, high }: Extent, { unit, rows, apart }: Raster, least: number): Scale {
  let step = roundStep(least, unit);
  for (;;) {
    const perRow = step / apart;
    const base = Math.floor(low / perRow + SPARE + CLOSE) * perRow;
    if (high <= base + (rows - 1 + SPARE + CLOSE) * perRow) return { rows, base, perRow, step };
    step = roundStep(1.5 * step, unit);
  }
}

/** Floats that differ by less are the same number. */
const CLOSE = 1e-9;

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Round times beyond half a minute, in seconds. */
const TIMES = [
  ...[0.5, 1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  DAY,
] as const;

/** The smallest of 1, 2, 5, 10, 20, 50… that is not below a number; of times those that clocks and calendars have. */
function roundStep(least: number, unit: Unit): number {
  if (unit === 'seconds' && least > 20) {
    const time = TIMES.find((one) => one >= least);
    return time ?? DAY * roundStep(least / DAY, 'count');
  }
  const decade = 10 ** Math.floor(Math.log10(least));
  const found = [1, 2, 5, 10].find((n) => n * decade >= least * (1 - CLOSE)) ?? 10;
  return Number((found * decade).toPrecision(3));
}

/** How high a value stands, in parts of rows from the lowest up, `parts` to a row; what lies outside is at the edge. */
export function heightOf({ rows, base, perRow }: Scale, value: number, parts: number): number {
  const height = Math.floor(((tame(value) - base) / perRow + 0.5 + CLOSE) * parts);
  return Math.min(rows * parts - 1, Math.max(0, height));
}

/** Where a value lies: among the rows, or beyond their ends. */
export function sideOf({ rows, base, perRow }: Scale, value: number): 'below' | 'in' | 'above' {
  const height = (value - base) / perRow + 0.5;
  return height < 0 ? 'below' : height > rows ? 'above' : 'in';
}

/** The value in the middle of a row, 0 being the lowest. */
export const valueAt = ({ base, perRow }: Scale, row: number): number => base + row * perRow;

/** The round value that a row stands for, 0 being the lowest; null where it stands for none. */
export function roundValue(scale: Scale, row: number): number | null {
  const steps = valueAt(scale, row) / scale.step;
  const whole = Math.round(steps);
  // What is left over of rows that were added up; no row is that near to a round value otherwise.
  return Math.abs(steps - whole) * scale.step < scale.perRow / 100 ? whole * scale.step : null;
}
