import * as v from 'valibot';
import { number, object, type Shape } from '../shape.ts';
import { atLeastOf } from './at-least.ts';
import { atMostOf } from './at-most.ts';
import { betweenOf } from './between.ts';
import type { Limit } from './limit.ts';

/** A `warn` that a journal has otherwise is none. */
const warnOf = <T>(shape: Shape<T>) => v.fallback(v.optional(shape), undefined);

/** A limit of one number. */
const recorded = <K extends Limit['kind']>(kind: K) =>
  object({ direction: v.literal(kind), limit: number, warn: warnOf(number) });

/** Two numbers, the lower one first. */
const band = v.pipe(
  v.strictTuple([number, number]),
  v.check(([low, high]) => low < high),
);

/** Each kind as `limitRecord` has it, read back. */
const RECORDED: { readonly [K in Limit['kind']]: Shape<Extract<Limit, { readonly kind: K }>> } = {
  'at-most': v.pipe(
    recorded('at-most'),
    v.transform(({ limit, warn }) => atMostOf(limit, warn)),
  ),
  'at-least': v.pipe(
    recorded('at-least'),
    v.transform(({ limit, warn }) => atLeastOf(limit, warn)),
  ),
  between: v.pipe(
    object({ direction: v.literal('between'), limits: band, warn: warnOf(band) }),
    v.transform(({ limits, warn }) => betweenOf(limits, warn)),
  ),
};

/** A limit as a journal has it. */
export const recordedLimit = v.union(Object.values(RECORDED));
