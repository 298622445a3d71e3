import type { Driven } from '../system.ts';

export interface Conditions extends Driven {
  /** Share of the platform's ports that applications hold. */
  readonly portsUsed: number;
  /** Whether the platform's disk is full: deployments fail, and containers fall over. */
  readonly diskFull: boolean;
  /** How much longer than usual deployments take that begin now. */
  readonly deploySlowdown: number;
  /** Queries a second that the database's profiler keeps. */
  readonly slowQueries: number;
  /** Whether `docs` answers /health, and the share of its requests that end in 500, on top of the usual few. */
  readonly docsAnswers: boolean;
  readonly docsErrors: number;
}

export const HEALTHY: Conditions = {
  portsUsed: 0.46,
  diskFull: false,
  deploySlowdown: 1,
  slowQueries: 0,
  docsAnswers: true,
  docsErrors: 0,
  down: [],
};

export const SCENARIOS = {
  'deployments-fail': { ...HEALTHY, diskFull: true },
  'ports-exhausted': { ...HEALTHY, portsUsed: 0.96 },
  'deployments-slow': { ...HEALTHY, deploySlowdown: 8 },
  'platform-down': { ...HEALTHY, down: ['port-manager', 'deployment-api', 'tunnel-manager'] },
  'mongodb-down': { ...HEALTHY, down: ['mongodb'] },
  'mongodb-slow': { ...HEALTHY, slowQueries: 0.5 },
  'app-down': { ...HEALTHY, docsAnswers: false, docsErrors: 0.3 },
} as const satisfies Record<string, Conditions>;
