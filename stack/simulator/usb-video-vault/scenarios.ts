import type { Driven } from '../system.ts';

export interface Conditions extends Driven {
  /** Mean memory of the hosts of the newest ring, in the collector's megabytes. */
  readonly newestMemory: number;
  /** Share of the operations of the newest ring that fail, on top of the usual few. */
  readonly newestErrors: number;
  /** On the newest ring, per second: signatures and roll-backs that are refused, and crashes. */
  readonly refused: number;
  readonly crashes: number;
  /** Share of users who take to the new features in the end. */
  readonly adoption: number;
}

export const HEALTHY: Conditions = {
  newestMemory: 164,
  newestErrors: 0,
  refused: 0,
  crashes: 0,
  adoption: 0.82,
  down: [],
};

export const SCENARIOS = {
  'ring-memory': { ...HEALTHY, newestMemory: 214 },
  'ring-errors': { ...HEALTHY, newestErrors: 0.02 },
  'ring-tampered': { ...HEALTHY, refused: 0.05 },
  'ring-crashes': { ...HEALTHY, crashes: 0.02 },
  'ring-silent': { ...HEALTHY, down: ['usb-video-vault'] },
  // Users turn away; when it is over they come back, and the milestone is reached once more.
  'ring-unused': { ...HEALTHY, adoption: 0.3 },
} as const satisfies Record<string, Conditions>;
