import { type Api, type ApiState, HEALTHY_APIS } from './apis.ts';

/** What Drop Craft is driven towards; each scenario is one set of conditions. */
export interface ShopConditions {
  /** Jobs that answer no scrape. */
  readonly down: readonly string[];
  /** Whether the probe of the site gets an answer, and whether the exporter reaches the database. */
  readonly siteAnswers: boolean;
  readonly databaseAnswers: boolean;
  /** Share of requests that answer 5xx, on top of the usual few. */
  readonly errors: number;
  /** Latency of requests, of database queries and of pages in the browser, each as a multiple of the usual. */
  readonly requestSlowdown: number;
  readonly querySlowdown: number;
  readonly pageSlowdown: number;
  /** Connections to the database, of 100. */
  readonly connections: number;
  readonly cacheHitRatio: number;
  readonly deadlocksPerSecond: number;
  /** Share of the calls of one edge function that fail. */
  readonly functionErrors: number;
  readonly apis: Readonly<Record<Api, ApiState>>;
}

export const HEALTHY: ShopConditions = {
  down: [],
  siteAnswers: true,
  databaseAnswers: true,
  errors: 0,
  requestSlowdown: 1,
  querySlowdown: 1,
  pageSlowdown: 1,
  connections: 45,
  cacheHitRatio: 0.985,
  deadlocksPerSecond: 0,
  functionErrors: 0,
  apis: HEALTHY_APIS,
};

export const SCENARIOS: Readonly<Record<string, ShopConditions>> = {
  'shop-errors': { ...HEALTHY, errors: 0.04 },
  'shop-slow': { ...HEALTHY, requestSlowdown: 9 },
  // The site is there and the application behind it is not.
  'shop-api-down': { ...HEALTHY, down: ['drop-craft-app'], siteAnswers: false },
  'shop-database-down': { ...HEALTHY, databaseAnswers: false, errors: 0.6 },
  // What does not fit into memory is read from disk, and whoever waits for it holds a connection.
  'shop-database-busy': {
    ...HEALTHY,
    connections: 92,
    querySlowdown: 5,
    requestSlowdown: 2.5,
    cacheHitRatio: 0.88,
    deadlocksPerSecond: 0.2,
  },
  // Everything in the browser: late, deaf to clicks, and moving about.
  'shop-pages-slow': { ...HEALTHY, pageSlowdown: 12 },
  'shop-function-fails': { ...HEALTHY, functionErrors: 0.5 },
  'shop-partners-down': { ...HEALTHY, apis: { shopify: 'down', stripe: 'healthy', bigbuy: 'degraded' } },
  'shop-blind': { ...HEALTHY, down: ['drop-craft-db', 'drop-craft-functions'] },
};
