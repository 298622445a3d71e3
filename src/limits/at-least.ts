import { safe } from '../text/safe.ts';
import { exact, type LimitKind, usedOf } from './kind.ts';

/** Fails below a number, and warns below a larger one. */
export interface AtLeast {
  readonly kind: 'at-least';
  readonly least: number;
  readonly warn?: number;
}

export const atLeastOf = (least: number, warn: number | undefined): AtLeast => ({
  kind: 'at-least',
  least,
  ...(warn !== undefined && { warn }),
});

export const atLeast = {
  key: 'at_least',
  numbers: ({ least }) => ({ limit: least }),
  isBeyond: ({ least }, value) => value < least,
  nearness: ({ warn }, value) => (warn !== undefined && value < warn ? { side: 'below', from: warn } : null),
  words: ({ least }, inUnit) => safe(`at least ${inUnit(least)}`),
  extent: ({ least }, inUnit) => inUnit(least),
  demand: ({ least }, inUnit) => safe(`at least ${inUnit(least)} is required`),
  signs: ({ least }, signs, inUnit) => safe(`${signs.atLeast} ${inUnit(least)}`),
  bounds: ({ least }) => [least],
  // Where most must be well, the rest of 1 is what may be bad: 99.95 % is half of what 99.9 % allows.
  used: ({ least }, value, isShare) =>
    isShare && least >= 0.5 && least <= 1 ? usedOf(1 - value, 1 - least) : usedOf(-value, -least),
  side: () => 'short',
  levels: ({ least }) => [{ value: least, keeps: 'above' }],
  full: ({ least }) => least,
  // A share leaves the rest of 1 to be bad, of which a part may be used; of any other value the limit is that part.
  warnedAt({ least }, part, isShare) {
    if (isShare && least > 0 && least < 1) return atLeastOf(least, exact(1 - part * (1 - least)));
    return atLeastOf(least, least > 0 ? exact(least / part) : undefined);
  },
  warning: ({ warn }) => (warn === undefined ? null : atLeastOf(warn, undefined)),
  query: ({ least }, value) => `${value} < ${least}`,
} as const satisfies LimitKind<AtLeast>;
