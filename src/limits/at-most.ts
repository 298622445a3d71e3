import { safe } from '../text/safe.ts';
import { exact, type LimitKind, usedOf } from './kind.ts';

/** Fails above a number, and warns above a smaller one. */
export interface AtMost {
  readonly kind: 'at-most';
  readonly most: number;
  readonly warn?: number;
}

export const atMostOf = (most: number, warn: number | undefined): AtMost => ({
  kind: 'at-most',
  most,
  ...(warn !== undefined && { warn }),
});

export const atMost = {
  key: 'at_most',
  numbers: ({ most }) => ({ limit: most }),
  isBeyond: ({ most }, value) => value > most,
  nearness: ({ warn }, value) => (warn !== undefined && value > warn ? { side: 'above', from: warn } : null),
  words: ({ most }, inUnit) => safe(`at most ${inUnit(most)}`),
  extent: ({ most }, inUnit) => inUnit(most),
  demand: ({ most }, inUnit) => safe(`at most ${inUnit(most)} is allowed`),
  signs: ({ most }, signs, inUnit) => safe(`${signs.atMost} ${inUnit(most)}`),
  bounds: ({ most }) => [most],
  used: ({ most }, value) => usedOf(value, most),
  side: () => 'over',
  levels: ({ most }) => [{ value: most, keeps: 'below' }],
  full: ({ most }) => most,
  // Of nothing, or less, there is no part.
  warnedAt: ({ most }, part) => atMostOf(most, most > 0 ? exact(most * part) : undefined),
  warning: ({ warn }) => (warn === undefined ? null : atMostOf(warn, undefined)),
  query: ({ most }, value) => `${value} > ${most}`,
} as const satisfies LimitKind<AtMost>;
