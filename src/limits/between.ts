import { safe } from '../text/safe.ts';
import { exact, type LimitKind, spanText } from './kind.ts';

/** Fails outside a band, and warns outside a narrower one. */
export interface Between {
  readonly kind: 'between';
  readonly low: number;
  readonly high: number;
  readonly warn?: readonly [low: number, high: number];
}

type Pair = readonly [low: number, high: number];

export const betweenOf = ([low, high]: Pair, warn: Pair | undefined): Between => ({
  kind: 'between',
  low,
  high,
  ...(warn !== undefined && { warn }),
});

export const between = {
  key: 'between',
  numbers: ({ low, high }) => ({ limits: [low, high] }),
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
  // Nothing of it in its middle, all of it at its ends. Halves, for the distance of two numbers may be none.
  used: ({ low, high }, value) => Math.abs(value / 2 - (low / 4 + high / 4)) / (high / 4 - low / 4),
  side: ({ low, high }, value) => (value < low / 2 + high / 2 ? 'short' : 'over'),
  // The band is where the curve belongs, and tells how near it is to which end.
  levels: ({ low, high }) => [
    { value: low, keeps: 'above' },
    { value: high, keeps: 'below' },
  ],
  full: ({ high }) => high,
  warnedAt({ low, high }, part) {
    const margin = ((high - low) * (1 - part)) / 2;
    return betweenOf([low, high], [exact(low + margin), exact(high - margin)]);
  },
  warning: ({ warn }) => (warn === undefined ? null : betweenOf([...warn], undefined)),
  query: ({ low, high }, value) => `${value} < ${low} or ${value} > ${high}`,
} as const satisfies LimitKind<Between>;
