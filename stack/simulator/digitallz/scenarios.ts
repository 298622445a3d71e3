import type { Cue, Driven } from '../system.ts';

export interface Conditions extends Driven {
  /** The API's latency as a multiple of the usual. */
  readonly slowdown: number;
  /** Share of the API's requests that answer 5xx, on top of its usual few. */
  readonly errors: number;
  /** Shares of processor time, memory and disk in use, of hosts and of ECS services. */
  readonly cpu: number;
  readonly memory: number;
  readonly disk: number;
  /** Whether PostgreSQL and Redis answer their exporters. */
  readonly databaseUp: boolean;
  readonly redisUp: boolean;
  /** Whether somebody floods the site, breaks in and carries data away. */
  readonly attacked: boolean;
  /** Whether customers stay away. */
  readonly weakDemand: boolean;
  /** Whether backups and log rotation fail, and the certificate is about to expire. */
  readonly choresUndone: boolean;
  /** Whether the next thousand users and the next ten thousand euros are reached, and all try one feature. */
  readonly growthSpurt: boolean;
}

export const HEALTHY: Conditions = {
  slowdown: 1,
  errors: 0,
  cpu: 0.42,
  memory: 0.58,
  disk: 0.54,
  databaseUp: true,
  redisUp: true,
  attacked: false,
  weakDemand: false,
  choresUndone: false,
  growthSpurt: false,
  down: [],
};

const DOWN: Conditions = {
  ...HEALTHY,
  databaseUp: false,
  redisUp: false,
  down: ['digitallz-frontend', 'digitallz-backend'],
};
const SLOW: Conditions = { ...HEALTHY, slowdown: 16, errors: 0.09 };

export const SCENARIOS = {
  'digitallz-site-down': DOWN,
  'digitallz-slow': SLOW,
  'digitallz-overload': { ...HEALTHY, cpu: 0.985, memory: 0.97, disk: 0.87 },
  'digitallz-attack': { ...HEALTHY, attacked: true },
  'digitallz-weak-demand': { ...HEALTHY, weakDemand: true },
  'digitallz-chores-undone': { ...HEALTHY, choresUndone: true },
  'digitallz-growth-spurt': { ...HEALTHY, growthSpurt: true },
} as const satisfies Record<string, Conditions>;

export const SCRIPTS = {
  'digitallz-evening': [
    { at: 0, says: 'an evening like any other', conditions: HEALTHY },
    { at: 240, says: 'the hosts run hot', conditions: { ...HEALTHY, cpu: 0.9, slowdown: 3 } },
    { at: 480, says: 'the API is slow and fails', conditions: { ...SLOW, cpu: 0.97 } },
    { at: 780, says: 'site, database and cache are down', conditions: DOWN },
    { at: 960, says: 'everything is back', conditions: HEALTHY },
  ],
} as const satisfies Record<string, readonly Cue<Conditions>[]>;
