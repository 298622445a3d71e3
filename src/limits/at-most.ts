import { z } from 'zod';
import { safe } from '../text/safe.ts';
import { type LimitKind, oneWarn, WARN_SIDE } from './kind.ts';

/** Fails above a number, and warns above a smaller one. */
export interface AtMost {
  readonly kind: 'at-most';
  readonly most: number;
  readonly warn?: number;
}

const made = (most: number, warn: number | undefined): AtMost => ({
  kind: 'at-most',
  most,
  ...(warn !== undefined && { warn }),
});

export const atMostField = { at_most: z.number().optional().describe('Fails above this value.') };

export const atMost = {
  key: 'at_most',
  inProfile: z
    .object({ at_most: z.number(), warn: oneWarn })
    .refine(({ at_most, warn = at_most }) => warn <= at_most, { message: WARN_SIDE, path: ['warn'] })
    .transform(({ at_most, warn }) => made(at_most, warn)),
  numbers: ({ most }) => ({ limit: most }),
  inRecord: z
    .object({ direction: z.literal('at-most'), limit: z.number(), warn: oneWarn })
    .transform(({ limit, warn }) => made(limit, warn)),
  isBeyond: ({ most }, value) => value > most,
  nearness: ({ warn }, value) => (warn !== undefined && value > warn ? { side: 'above', from: warn } : null),
  words: ({ most }, inUnit) => safe(`at most ${inUnit(most)}`),
  extent: ({ most }, inUnit) => inUnit(most),
  demand: ({ most }, inUnit) => safe(`at most ${inUnit(most)} is allowed`),
  signs: ({ most }, signs, inUnit) => safe(`${signs.atMost} ${inUnit(most)}`),
  bounds: ({ most }) => [most],
  // It may lie far from the values, which would be drawn flat; its number stands above the chart.
  levels: () => [],
  full: ({ most }) => most,
} as const satisfies LimitKind<AtMost>;
