import type { Safe } from '../../../text/safe.ts';
import { sanitiseLine } from '../../../text/sanitise.ts';
import { isSample, newest, type Samples, scaleOf } from './samples.ts';

export interface SparklineOptions {
  readonly unicode: boolean;
  /** The scale reaches at least this far down and up; from the samples alone unless given. */
  readonly min?: number;
  readonly max?: number;
}

/** Dots of a braille cell that fill its left and right column to a height of 0–4. */
const LEFT = [0, 0x40, 0x44, 0x46, 0x47];
const RIGHT = [0, 0x80, 0xa0, 0xb0, 0xb8];
const BRAILLE = 0x2800;
const RAMP = '.:-=+*#';

/** How many samples a sparkline of this width shows. */
export const sparklineSamples = (width: number, unicode: boolean): number => (unicode ? 2 * width : width);

/**
 * A trend in one line of exactly `width` cells: two samples a cell in braille, one in ASCII. The smallest value is the
 * lowest mark and not a blank, which means that nothing was sampled.
 */
export function sparkline(samples: Samples, width: number, { unicode, ...bounds }: SparklineOptions): Safe {
  const shown = newest(samples, sparklineSamples(width, unicode));
  const scale = scaleOf([shown], bounds);
  const level = (value: number | null | undefined, levels: number): number =>
    value === undefined || value === null || !isSample(value) || scale === null
      ? 0
      : Math.min(levels, 1 + Math.floor(scale.position(value) * levels));
  if (!unicode) return sanitiseLine(shown.map((value) => ` ${RAMP}`.charAt(level(value, RAMP.length))).join(''));
  const cells = Array.from({ length: width }, (_, cell) => {
    const dots = (LEFT[level(shown[2 * cell], 4)] ?? 0) | (RIGHT[level(shown[2 * cell + 1], 4)] ?? 0);
    return dots === 0 ? ' ' : String.fromCodePoint(BRAILLE + dots);
  });
  return sanitiseLine(cells.join(''));
}
