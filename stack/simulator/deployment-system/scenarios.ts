import type { Driven } from '../system.ts';

export interface Conditions extends Driven {
  /** Share of the platform's ports that applications hold. */
  readonly portsUsed: number;
  /** Whether the platform's disk is full: deployments fail, and containers fall over. */
  readonly diskFull: boolean;
}

export const HEALTHY: Conditions = { portsUsed: 0.46, diskFull: false, down: [] };

export const SCENARIOS = {
  'deployments-fail': { ...HEALTHY, diskFull: true },
  'ports-exhausted': { ...HEALTHY, portsUsed: 0.96 },
} as const satisfies Record<string, Conditions>;
