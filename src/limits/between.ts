import { z } from 'zod';
import { safe } from '../text/safe.ts';
import { type LimitKind, spanText, WARN_SIDE } from './kind.ts';

/** Fails outside a band, and warns outside a narrower one. */
export interface Between {
  readonly kind: 'between';
  readonly low: number;
  readonly high: number;
  readonly warn?: readonly [low: number, high: number];
}

type Pair = readonly [low: number, high: number];

const made = ([low, high]: Pair, warn: Pair | undefined): Between => ({
  kind: 'between',
  low,
  high,
  ...(warn !== undefined && { warn }),
});

/** Two numbers, the lower one first. */
const band = (name: string) => {
  const message = `expected two numbers, the lower one first, as in ${name}: [40, 60]`;
  return z.tuple([z.number(), z.number()], { error: message }).refine(([low, high]) => low < high, { message });
};

// A list for editors and messages: what a tuple says of a wrong length is no help.
export const betweenField = {
  between: z
    .array(z.number())
    .meta({ minItems: 2, maxItems: 2 })
    .optional()
    .describe('Fails below the first and above the second of two values: `[40, 60]`.'),
};

export const between = {
  key: 'between',
  inProfile: z
    .object({ between: band('between'), warn: band('warn').optional() })
    .refine(({ between: [low, high], warn = [low, high] }) => low <= warn[0] && warn[1] <= high, {
      message: WARN_SIDE,
      path: ['warn'],
    })
    .transform((given) => made(given.between, given.warn)),
  numbers: ({ low, high }) => ({ limits: [low, high] }),
  inRecord: z
    .object({ direction: z.literal('between'), limits: band('limits'), warn: band('warn').optional() })
    .transform((record) => made(record.limits, record.warn)),
  isBeyond: ({ low, high }, value) => value < low || value > high,
  nearness({ warn }, value) {
    if (warn === undefined) return null;
    const [low, high] = warn;
    if (value < low) return { side: 'below', from: low };
    return value > high ? { side: 'above', from: high } : null;
  },
  words: ({ low, high }, inUnit) => safe(`between ${inUnit(low)} and ${inUnit(high)}`),
  extent: ({ low, high }, inUnit) => safe(`${inUnit(low)} to ${inUnit(high)}`),
  demand: ({ low, high }, inUnit) => safe(`between ${inUnit(low)} and ${inUnit(high)} is allowed`),
  signs: ({ low, high }, signs, inUnit) => spanText(inUnit(low), inUnit(high), signs.to),
  bounds: ({ low, high }) => [low, high],
  // The band is where the curve belongs, and tells how near it is to which end.
  levels: ({ low, high }) => [low, high],
  full: ({ high }) => high,
} as const satisfies LimitKind<Between>;
