import { z } from 'zod';
import { safe } from '../text/safe.ts';
import { type LimitKind, oneWarn, WARN_SIDE } from './kind.ts';

/** Fails below a number, and warns below a larger one. */
export interface AtLeast {
  readonly kind: 'at-least';
  readonly least: number;
  readonly warn?: number;
}

const made = (least: number, warn: number | undefined): AtLeast => ({
  kind: 'at-least',
  least,
  ...(warn !== undefined && { warn }),
});

export const atLeastField = { at_least: z.number().optional().describe('Fails below this value.') };

export const atLeast = {
  key: 'at_least',
  inProfile: z
    .object({ at_least: z.number(), warn: oneWarn })
    .refine(({ at_least, warn = at_least }) => warn >= at_least, { message: WARN_SIDE, path: ['warn'] })
    .transform(({ at_least, warn }) => made(at_least, warn)),
  numbers: ({ least }) => ({ limit: least }),
  inRecord: z
    .object({ direction: z.literal('at-least'), limit: z.number(), warn: oneWarn })
    .transform(({ limit, warn }) => made(limit, warn)),
  isBeyond: ({ least }, value) => value < least,
  nearness: ({ warn }, value) => (warn !== undefined && value < warn ? { side: 'below', from: warn } : null),
  words: ({ least }, inUnit) => safe(`at least ${inUnit(least)}`),
  extent: ({ least }, inUnit) => inUnit(least),
  demand: ({ least }, inUnit) => safe(`at least ${inUnit(least)} is required`),
  signs: ({ least }, signs, inUnit) => safe(`${signs.atLeast} ${inUnit(least)}`),
  bounds: ({ least }) => [least],
  // As with `at_most`, its number stands above the chart.
  levels: () => [],
  full: ({ least }) => least,
} as const satisfies LimitKind<AtLeast>;
