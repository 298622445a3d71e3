import { approach, normal, poisson, type Random, wander } from '../random.ts';
import type { Conditions } from './scenarios.ts';

/** What is asked of the API, and how much of it. */
export const ENDPOINTS = {
  '/api/keywords/search': { method: 'GET', share: 0.45, median: 0.062 },
  '/api/keywords/trends': { method: 'GET', share: 0.25, median: 0.054 },
  '/api/analytics/dashboard': { method: 'GET', share: 0.18, median: 0.071 },
  '/api/auth/login': { method: 'POST', share: 0.12, median: 0.048 },
} as const;
export type Endpoint = keyof typeof ENDPOINTS;
export const ENDPOINT_NAMES = Object.keys(ENDPOINTS) as Endpoint[];
export const SEARCH = '/api/keywords/search';
export const LOGIN = '/api/auth/login';

/** The API's requests at one instant. */
export interface Traffic {
  /** Requests per second. */
  readonly load: number;
  readonly slowdown: number;
  /** Share that answers 5xx beside the usual few. */
  readonly errors: number;
  /** Answered so far. */
  readonly served: Readonly<Record<Endpoint, number>>;
}

export interface Request {
  readonly endpoint: Endpoint;
  readonly status: '200' | '401' | '404' | '429' | '500';
  readonly seconds: number;
}

const LOAD = 14;
const LOAD_UNDER_ATTACK = 60;
const SIGMA = 0.45;
/** Every so many-th request of an endpoint fails, is one for nothing, or a log-in with a wrong password: spread evenly. */
const FAILS_OF = 2500;
const NOT_FOUND_OF = 190;
const WRONG_PASSWORD_OF = 15;
/** Share of the requests of an attack that the API turns away. */
const TURNED_AWAY = 0.8;

export const startTraffic = (): Traffic => ({
  load: LOAD,
  slowdown: 1,
  errors: 0,
  served: { '/api/keywords/search': 0, '/api/keywords/trends': 0, '/api/analytics/dashboard': 0, '/api/auth/login': 0 },
});

/** Lets `dt` seconds pass: the traffic afterwards, and the requests answered meanwhile. */
export function stepTraffic(
  before: Traffic,
  dt: number,
  { slowdown, errors, attacked, down }: Conditions,
  random: Random,
): { readonly traffic: Traffic; readonly requests: readonly Request[] } {
  const flood = before.load > LOAD ? 1 - LOAD / before.load : 0;
  const now = {
    load: wander(before.load, attacked ? LOAD_UNDER_ATTACK : LOAD, 0.8, dt, attacked ? 3 : 15, random),
    slowdown: approach(before.slowdown, slowdown, dt, 5),
    errors: approach(before.errors, errors, dt, 5),
  };
  const served = { ...before.served };
  const requests: Request[] = [];
  if (!down.includes('digitallz-backend'))
    for (const endpoint of ENDPOINT_NAMES)
      for (let i = poisson(now.load * ENDPOINTS[endpoint].share * dt, random); i > 0; i -= 1) {
        requests.push({
          endpoint,
          status: statusOf(endpoint, served[endpoint], now.errors, flood, random),
          seconds: ENDPOINTS[endpoint].median * now.slowdown * Math.exp(SIGMA * normal(random)),
        });
        served[endpoint] += 1;
      }
  return { traffic: { ...now, served }, requests };
}

/** @param before requests of the endpoint answered before it */
function statusOf(
  endpoint: Endpoint,
  before: number,
  errors: number,
  flood: number,
  random: Random,
): Request['status'] {
  const dice = random();
  if (dice < errors || isHalfway(before, FAILS_OF)) return '500';
  // The usual noise of the load is no flood.
  if (flood > 0.3 && dice > 1 - flood * TURNED_AWAY) return '429';
  if (endpoint === LOGIN && isHalfway(before, WRONG_PASSWORD_OF)) return '401';
  return isHalfway(before, NOT_FOUND_OF) ? '404' : '200';
}

/** Whether it is the one in the middle of every so many. */
const isHalfway = (count: number, of: number): boolean => count % of === Math.floor(of / 2);
