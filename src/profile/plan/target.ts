import type { Limit } from '../../limits/limit.ts';
import type { Unit } from '../../units.ts';

/** Of what a target allows, the part from which on it is told that it is near. */
const NEAR = 0.9;

/** A number without what floats add to it. */
const plain = (value: number): number => Number(value.toPrecision(12));

/**
 * A target that warns at 90 % of it where it names no other number. Of "at most" that is 90 % of the number. Of a share
 * that must be at least so high, what it leaves to be bad is what may be used: of 99.9 %, 0.09 points. Of any other value
 * that must be at least so high, the value of which the target is 90 %. Of a band, its inner 90 %. A target of zero or less
 * has no 90 %.
 */
export function targetWarning(limit: Limit, unit: Unit): Limit {
  if (limit.warn !== undefined) return limit;
  switch (limit.kind) {
    case 'at-most':
      return limit.most > 0 ? { ...limit, warn: plain(limit.most * NEAR) } : limit;
    case 'at-least': {
      const { least } = limit;
      if (unit === 'ratio' && least > 0 && least < 1) return { ...limit, warn: plain(1 - NEAR * (1 - least)) };
      return least > 0 ? { ...limit, warn: plain(least / NEAR) } : limit;
    }
    case 'between': {
      const margin = ((limit.high - limit.low) * (1 - NEAR)) / 2;
      return { ...limit, warn: [plain(limit.low + margin), plain(limit.high - margin)] };
    }
  }
}
