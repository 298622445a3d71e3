import type { Unit } from '../units.ts';
import type { Side } from './kind.ts';
import { isBeyond, kindOf, type Limit, nearness } from './limit.ts';

/** How far a value is from its limit, the same way for every kind of limit: the larger the share, the worse. */
export interface Distance {
  /** Of what the limit allows, the part that is used: 0 far from it, 1 at it, more beyond; it may be infinite. */
  readonly share: number;
  readonly beyond: boolean;
  /** Within the limit, where it warns. */
  readonly near: boolean;
  /** Over what is allowed, or short of what is required: where it is beyond, or would be. */
  readonly side: Side;
}

/** The smallest share that is beyond. */
const JUST_BEYOND = 1 + Number.EPSILON;

/** The distance of a value, in base units and never NaN, from a limit. */
export function distance(value: number, limit: Limit, unit: Unit): Distance {
  const kind = kindOf(limit);
  const beyond = isBeyond(value, limit);
  const used = kind.used(limit, value, unit === 'ratio');
  return {
    // Floats may put a value beside its limit on the other side.
    share: beyond ? Math.max(JUST_BEYOND, used) : Math.min(1, used),
    beyond,
    near: !beyond && nearness(value, limit) !== null,
    side: kind.side(limit, value),
  };
}

/**
 * Order of distances, the farthest on the bad side first, and last what is not known. Only one twice as far comes first:
 * what stands in this order does not change places for every small change.
 */
export const byDistance = (a: Distance | null, b: Distance | null): number => {
  const [first, second] = [steps(a), steps(b)];
  return first === second ? 0 : second - first;
};

const steps = (distance: Distance | null): number =>
  distance === null ? -Infinity : Math.floor(Math.log2(distance.share));
