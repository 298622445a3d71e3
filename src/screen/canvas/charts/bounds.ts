import { type Limit, limitLevels } from '../../../limits/limit.ts';
import { joined, type Safe, safe } from '../../../text/safe.ts';
import { type Level, levelAt } from './levels.ts';
import { isSample, type Samples } from './samples.ts';

/** What a curve has to keep to: not to be above it, or not below. */
export interface Bound extends Pick<Level, 'value'> {
  readonly keeps: 'above' | 'below';
  /** "≤ 1 %" */
  readonly name: Safe;
}

/** A limit against another curve: of how far a curve is from it, or of how many times it that is. */
export interface RelativeLimit {
  readonly of: 'delta' | 'factor';
  readonly limit: Limit;
  readonly name: Safe;
}

/** Where a limit against a curve lies: it goes with that, and where that was not measured there is none. */
export const movingBounds = ({ limit, of, name }: RelativeLimit, base: Samples): readonly Bound[] =>
  limitLevels(limit).map(({ value, keeps }) => ({
    value: base.map((from) => (isSample(from) ? (of === 'delta' ? from + value : times(from, value)) : null)),
    keeps,
    name,
  }));

/** Of less than nothing more is farther down: so many times of it are no limit on either side. */
const times = (from: number, factor: number): number | null => (from < 0 ? null : from * factor);

/** Whether a value is beyond any of some bounds at its sample. */
export const isBeyondAny = (bounds: readonly Bound[], value: number, sample: number): boolean =>
  bounds.some((bound) => {
    const end = levelAt(bound, sample);
    return end !== null && (bound.keeps === 'below' ? value > end : value < end);
  });

/** The line of each side: at each instant the nearest of its bounds, the one that counts then. It is called by all that count. */
export const boundLines = (bounds: readonly Bound[], columns: number): readonly Level[] =>
  (['below', 'above'] as const).flatMap((keeps): readonly Level[] => {
    const own = bounds.filter((bound) => bound.keeps === keeps);
    const [first, ...others] = own;
    if (first === undefined) return [];
    if (others.length === 0) return [lineOf(first.value, [first])];
    const nearest = Array.from({ length: columns }, (_, sample) => nearestAt(own, sample));
    const counting = new Set(nearest);
    return [
      lineOf(
        nearest.map((bound, sample) => bound && levelAt(bound, sample)),
        own.filter((bound) => counting.has(bound)),
      ),
    ];
  });

const lineOf = (value: Level['value'], bounds: readonly Bound[]): Level => ({
  value,
  line: 'limit',
  name: safe(
    `limit ${joined(
      bounds.map(({ name }) => name),
      ', ',
    )}`,
  ),
});

function nearestAt(bounds: readonly Bound[], sample: number): Bound | null {
  let nearest: Bound | null = null;
  let at: number | null = null;
  for (const bound of bounds) {
    const value = levelAt(bound, sample);
    if (value === null || (at !== null && (bound.keeps === 'below' ? value >= at : value <= at))) continue;
    [nearest, at] = [bound, value];
  }
  return nearest;
}
