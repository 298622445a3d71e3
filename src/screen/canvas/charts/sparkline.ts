import type { Safe } from '../../../text/safe.ts';
import { sanitiseLine } from '../../../text/sanitise.ts';
import { isSample, newest, type Samples, scaleOf } from './samples.ts';

export interface SparklineOptions {
  readonly unicode: boolean;
  /** The scale reaches at least this far down and up; from the samples alone unless given. */
  readonly min?: number;
  readonly max?: number;
}

/** A piece of a trend on the scale of a limit. */
export interface TrendPiece {
  readonly text: Safe;
  readonly beyond: boolean;
}

/** Dots of a braille cell that fill its left and right column to a height of 0–4. */
const LEFT = [0, 0x40, 0x44, 0x46, 0x47];
const RIGHT = [0, 0x80, 0xa0, 0xb0, 0xb8];
const BRAILLE = 0x2800;
const RAMP = '.:-=+*#';

/** How many samples a sparkline of this width shows. */
export const sparklineSamples = (width: number, unicode: boolean): number => (unicode ? 2 * width : width);

const levelsOf = (unicode: boolean): number => (unicode ? 4 : RAMP.length);

/**
 * A trend in one line of exactly `width` cells: two samples a cell in braille, one in ASCII. The smallest value is the
 * lowest mark and not a blank, which means that nothing was sampled.
 */
export function sparkline(samples: Samples, width: number, { unicode, ...bounds }: SparklineOptions): Safe {
  const shown = newest(samples, sparklineSamples(width, unicode));
  const scale = scaleOf([shown], bounds);
  const levels = levelsOf(unicode);
  const heights = shown.map((value) =>
    isSample(value) && scale !== null ? Math.min(levels, 1 + Math.floor(scale.position(value) * levels)) : 0,
  );
  return sanitiseLine(marks(heights, unicode).join(''));
}

/**
 * The same of shares of a limit, all on one scale: the highest mark, and it alone, is beyond the limit. In pieces of what
 * is beyond and what is not.
 */
export function limitSparkline(shares: Samples, width: number, unicode: boolean): readonly TrendPiece[] {
  // What is infinitely far is there, too, unlike what was not sampled.
  const shown = newest(shares, sparklineSamples(width, unicode)).map((share) => (share === Infinity ? 2 : share));
  const levels = levelsOf(unicode);
  const heights = shown.map((share) => {
    if (!isSample(share)) return 0;
    return share > 1 ? levels : Math.min(levels - 1, 1 + Math.floor(share * (levels - 1)));
  });
  const each = unicode ? 2 : 1;
  return marks(heights, unicode).reduce<TrendPiece[]>((pieces, mark, cell) => {
    const beyond = heights.slice(cell * each, (cell + 1) * each).includes(levels);
    const last = pieces.at(-1);
    if (last?.beyond !== beyond) pieces.push({ text: sanitiseLine(mark), beyond });
    else pieces[pieces.length - 1] = { text: sanitiseLine(`${last.text}${mark}`), beyond };
    return pieces;
  }, []);
}

/** One sign a cell for heights of which 0 is nothing at all. */
const marks = (heights: readonly number[], unicode: boolean): readonly string[] =>
  unicode
    ? Array.from({ length: heights.length / 2 }, (_, cell) => {
        const dots = (LEFT[heights[2 * cell] ?? 0] ?? 0) | (RIGHT[heights[2 * cell + 1] ?? 0] ?? 0);
        return dots === 0 ? ' ' : String.fromCodePoint(BRAILLE + dots);
      })
    : heights.map((height) => ` ${RAMP}`.charAt(height));
