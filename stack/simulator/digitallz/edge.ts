import { type Random, wander } from '../random.ts';
import type { Conditions } from './scenarios.ts';
import type { Request } from './traffic.ts';

/** What CloudFront and the load balancer tell CloudWatch of five minutes. */
export interface Edge {
  /** Percent, as CloudWatch has it. */
  readonly cacheHitRate: number;
  readonly clientErrors: number;
  readonly serverErrors: number;
  /** Milliseconds, as CloudWatch has it. */
  readonly originLatency: number;
  /** Requests of that time: of the site, and of the API behind the load balancer. */
  readonly siteRequests: number;
  readonly apiRequests: number;
  /** Of the API's, those answered 5xx. */
  readonly apiFailures: number;
  /** Seconds. */
  readonly responseTime: number;
  readonly healthyTargets: number;
}

export const TARGETS = 4;
const PERIOD = 300;
const SITE_REQUESTS = 26_000;
const FLOOD = 9;

export const startEdge = (): Edge => ({
  cacheHitRate: 94.6,
  clientErrors: 0.42,
  serverErrors: 0.02,
  originLatency: 46,
  siteRequests: SITE_REQUESTS,
  apiRequests: 4200,
  apiFailures: 0,
  responseTime: 0.07,
  healthyTargets: TARGETS,
});

/** Lets `dt` seconds pass in which the API answered these requests. */
export function stepEdge(
  before: Edge,
  dt: number,
  requests: readonly Request[],
  { slowdown, errors, attacked, down }: Conditions,
  random: Random,
): Edge {
  const towards = (key: keyof Edge, target: number, spread: number) =>
    Math.max(0, wander(before[key], target, spread, dt, 3, random));
  const failed = requests.filter(({ status }) => status === '500').length;
  const isDown = down.includes('digitallz-backend');
  // A sum over the period, as far as it goes: what came now is in it, and as much of before as is left.
  const kept = Math.exp(-dt / PERIOD);
  const seconds = requests.reduce((sum, one) => sum + one.seconds, 0);
  return {
    cacheHitRate: towards('cacheHitRate', attacked ? 71 : 94.6, 0.3),
    clientErrors: towards('clientErrors', attacked ? 6 : 0.42, 0.04),
    serverErrors: towards('serverErrors', isDown ? 38 : 0.02 + 100 * errors, 0.006),
    originLatency: towards('originLatency', 46 * slowdown, 3),
    siteRequests: towards('siteRequests', SITE_REQUESTS * (attacked ? FLOOD : 1), 600),
    apiRequests: before.apiRequests * kept + requests.length,
    apiFailures: before.apiFailures * kept + failed,
    responseTime: requests.length === 0 ? before.responseTime : seconds / requests.length,
    healthyTargets: isDown ? 0 : TARGETS,
  };
}
