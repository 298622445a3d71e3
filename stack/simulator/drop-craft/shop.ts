import { approach, poisson, type Random, spread, wander } from '../random.ts';
import { type Api, HEALTHY_APIS, type Probe, probeAll } from './apis.ts';
import type { ShopConditions } from './scenarios.ts';

/** How often each part of the application is asked, and how long it takes compared with the others. */
export const ROUTES = {
  '/': { share: 0.2, weight: 0.7 },
  '/products': { share: 0.2, weight: 0.9 },
  '/api/products': { share: 0.3, weight: 1 },
  '/api/orders': { share: 0.2, weight: 1.1 },
  '/api/suppliers/sync': { share: 0.1, weight: 1.4 },
} as const;
export type Route = keyof typeof ROUTES;

/** Pages that browsers report on. */
export const PAGES = ['/', '/products', '/orders'] as const;
export type Page = (typeof PAGES)[number];

export const FUNCTIONS = ['monitoring', 'import-products', 'generate-description', 'send-alert-email'] as const;
export type EdgeFunction = (typeof FUNCTIONS)[number];
/** The function that fails where one does. */
export const FRAGILE: EdgeFunction = 'import-products';

export const MOST_CONNECTIONS = 100;

/** Drop Craft at one instant. Times are Unix seconds. */
export interface Shop {
  /** Requests per second. */
  readonly load: number;
  readonly users: number;
  /** Requests served so far, among which the usual failures are spread evenly. */
  readonly served: number;
  readonly errors: number;
  readonly requestSlowdown: number;
  readonly querySlowdown: number;
  readonly pageSlowdown: number;
  readonly connections: number;
  readonly cacheHitRatio: number;
  readonly siteAnswers: boolean;
  readonly databaseAnswers: boolean;
  readonly apis: Readonly<Record<Api, Probe>>;
  /** When the pipeline last pushed that it had deployed. */
  readonly deployedAt: number;
  /** Mean rating of the weekly survey, 0 to 5. */
  readonly satisfaction: number;
}

export interface ShopRequest {
  readonly route: Route;
  readonly status: '200' | '404' | '500' | '503';
  readonly seconds: number;
}

/** What one browser measured while it showed a page; times in seconds. */
export interface PageView {
  readonly page: Page;
  readonly largestPaint: number;
  readonly inputDelay: number;
  readonly layoutShift: number;
  readonly load: number;
}

export interface Invocation {
  readonly name: EdgeFunction;
  readonly seconds: number;
  readonly failed: boolean;
}

/** What happened during one step. */
export interface ShopEvents {
  readonly requests: readonly ShopRequest[];
  readonly views: readonly PageView[];
  readonly invocations: readonly Invocation[];
  /** Durations of database queries as the application saw them, in seconds. */
  readonly queries: readonly number[];
  readonly deadlocks: number;
}

const LOAD = 40;
const USERS = 1247;
/** Of so many requests one fails, or is not found: spread evenly, so that a few of them say what all do. */
const FAILS_OF = 2500;
const NOT_FOUND_OF = 90;
const VIEWS = 3;
const INVOCATIONS = 2;
const QUERIES_PER_REQUEST = 0.5;
const SATISFACTION = 4.8;
const DEPLOYS_EVERY = 2 * 3600;

export const startShop = (at: number): Shop => ({
  load: LOAD,
  users: USERS,
  served: 0,
  errors: 0,
  requestSlowdown: 1,
  querySlowdown: 1,
  pageSlowdown: 1,
  connections: 45,
  cacheHitRatio: 0.985,
  siteAnswers: true,
  databaseAnswers: true,
  apis: probeAll(HEALTHY_APIS, () => 0.5),
  deployedAt: at - 5400,
  satisfaction: SATISFACTION,
});

/** The pipeline has deployed, and says so. */
export const deployShop = (shop: Shop, at: number): Shop => ({ ...shop, deployedAt: at });

/** Lets `dt` seconds pass up to `at` (Unix seconds): the shop afterwards, and what happened meanwhile. */
export function stepShop(
  before: Shop,
  at: number,
  dt: number,
  conditions: ShopConditions,
  random: Random,
): { readonly world: Shop; readonly events: ShopEvents } {
  const world: Shop = {
    ...before,
    load: wander(before.load, LOAD, 3, dt, 120, random),
    users: wander(before.users, USERS, 30, dt, 300, random),
    errors: approach(before.errors, conditions.errors, dt, 4),
    requestSlowdown: approach(before.requestSlowdown, conditions.requestSlowdown, dt, 4),
    querySlowdown: approach(before.querySlowdown, conditions.querySlowdown, dt, 4),
    pageSlowdown: approach(before.pageSlowdown, conditions.pageSlowdown, dt, 4),
    connections: Math.min(MOST_CONNECTIONS, wander(before.connections, conditions.connections, 1.5, dt, 4, random)),
    cacheHitRatio: Math.min(1, wander(before.cacheHitRatio, conditions.cacheHitRatio, 0.002, dt, 4, random)),
    siteAnswers: conditions.siteAnswers,
    databaseAnswers: conditions.databaseAnswers,
    apis: probeAll(conditions.apis, random),
    deployedAt: at - before.deployedAt > DEPLOYS_EVERY ? at : before.deployedAt,
    satisfaction: wander(before.satisfaction, SATISFACTION, 0.02, dt, 86_400, random),
  };
  const requests = serve(world, dt, random);
  return {
    world: { ...world, served: before.served + requests.length },
    events: {
      requests,
      views: Array.from({ length: poisson(VIEWS * dt, random) }, () => view(world.pageSlowdown, random)),
      invocations: Array.from({ length: poisson(INVOCATIONS * dt, random) }, () => invoke(conditions, random)),
      queries: Array.from(
        { length: conditions.databaseAnswers ? Math.round(QUERIES_PER_REQUEST * requests.length) : 0 },
        () => spread(0.022 * world.querySlowdown, 0.6, random),
      ),
      deadlocks: poisson(conditions.deadlocksPerSecond * dt, random),
    },
  };
}

const pick = <T>(all: readonly [T, ...T[]], random: Random): T => all[Math.floor(random() * all.length)] ?? all[0];

function serve({ load, served, errors, requestSlowdown }: Shop, dt: number, random: Random): ShopRequest[] {
  return Array.from({ length: poisson(load * dt, random) }, (_, i) => {
    const route = routeAt(random());
    const count = served + i;
    const failed = random() < errors || isHalfway(count, FAILS_OF);
    const status = failed ? (random() < 0.7 ? '500' : '503') : isHalfway(count, NOT_FOUND_OF) ? '404' : '200';
    return { route, status, seconds: spread(0.14 * ROUTES[route].weight * requestSlowdown, 0.5, random) };
  });
}

/** Whether it is the one in the middle of every so many. */
const isHalfway = (count: number, of: number): boolean => count % of === Math.floor(of / 2);

/** @param dice 0 to 1 */
function routeAt(dice: number): Route {
  let left = dice;
  for (const route of Object.keys(ROUTES) as Route[]) {
    left -= ROUTES[route].share;
    if (left < 0) return route;
  }
  return '/';
}

const view = (slowdown: number, random: Random): PageView => ({
  page: pick(PAGES, random),
  // A slow page paints a few times later; input waits and layout shifts are worse by more than that.
  largestPaint: spread(1.5 * Math.sqrt(slowdown), 0.35, random),
  inputDelay: spread(0.02 * slowdown * Math.sqrt(slowdown), 0.7, random),
  layoutShift: spread(0.04 * slowdown, 0.7, random),
  load: spread(1.6 * Math.sqrt(slowdown), 0.4, random),
});

function invoke({ functionErrors }: ShopConditions, random: Random): Invocation {
  const name = pick(FUNCTIONS, random);
  return { name, seconds: spread(0.14, 0.5, random), failed: name === FRAGILE && random() < functionErrors };
}
