export const WORLDS = [
  'steady',
  'diurnal',
  'shared spikes',
  'per-pod bursts',
  'restarts',
  'missed scrapes',
  'ramping weights',
  'zero traffic',
] as const;
export type WorldName = (typeof WORLDS)[number];

/** What becomes wrong with V2, if anything. */
export type Effect =
  | { readonly kind: 'none' }
  /** More errors, in points (0.02 is two). */
  | { readonly kind: 'errors'; readonly points: number }
  /** All requests take longer. */
  | { readonly kind: 'slower'; readonly factor: number }
  /** Some requests stall for three seconds more. */
  | { readonly kind: 'stalls'; readonly fraction: number };

/**
 * For the whole ring, from within its first scrape interval, from its middle on, or for three minutes in its middle.
 */
export type Onset = 'whole' | 'start' | 'middle' | 'transient';

/** One place of the grid. Rates per second, shares and baselines as ratios, times in seconds. */
export interface Cell {
  readonly world: WorldName;
  readonly traffic: number;
  readonly share: number;
  readonly baseline: number;
  readonly scrape: number;
  readonly effect: Effect;
  readonly onset: Onset;
  /** Pods are scraped each at a moment of its own instead of all at once. */
  readonly spread: boolean;
}

export const RING = 1800;
/** V1 alone is heard for so long before the ring starts. */
export const BEFORE = 600;
/** Rings of a rollout. */
export const RINGS = 3;
export const TRANSIENT = 180;

export const PLAIN: Cell = {
  world: 'steady',
  traffic: 200,
  share: 0.1,
  baseline: 0.01,
  scrape: 15,
  effect: { kind: 'none' },
  onset: 'start',
  spread: false,
};

export function effectText(effect: Effect): string {
  switch (effect.kind) {
    case 'none':
      return 'healthy';
    case 'errors':
      return `+${Number((effect.points * 100).toFixed(3))} points`;
    case 'slower':
      return `latency ×${effect.factor}`;
    case 'stalls':
      return `${effect.fraction * 100} % stalls`;
  }
}
