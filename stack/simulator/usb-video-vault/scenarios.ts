import type { Driven } from '../system.ts';

export interface Conditions extends Driven {
  /** Mean memory of the hosts of the newest ring, in the collector's megabytes. */
  readonly newestMemory: number;
}

export const HEALTHY: Conditions = { newestMemory: 164, down: [] };

export const SCENARIOS = {
  'ring-memory': { ...HEALTHY, newestMemory: 214 },
} as const satisfies Record<string, Conditions>;
