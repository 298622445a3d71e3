import { type Random, spread } from '../random.ts';

/** What the shop depends on and does not run. */
export const APIS = ['shopify', 'stripe', 'bigbuy'] as const;
export type Api = (typeof APIS)[number];
/** Healthy answers 2xx, degraded answers something else, down answers nothing. */
export type ApiState = 'healthy' | 'degraded' | 'down';

/** What the last probe of an API saw. The code is 0 where nothing answered. */
export interface Probe {
  readonly state: ApiState;
  readonly code: number;
  readonly seconds: number;
}

export const HEALTHY_APIS: Readonly<Record<Api, ApiState>> = {
  shopify: 'healthy',
  stripe: 'healthy',
  bigbuy: 'healthy',
};

const USUAL_SECONDS: Readonly<Record<Api, number>> = { shopify: 0.24, stripe: 0.16, bigbuy: 0.41 };
/** A probe gives up after so many. */
const TIMEOUT_SECONDS = 10;

export const probeAll = (states: Readonly<Record<Api, ApiState>>, random: Random): Readonly<Record<Api, Probe>> => ({
  shopify: probe('shopify', states.shopify, random),
  stripe: probe('stripe', states.stripe, random),
  bigbuy: probe('bigbuy', states.bigbuy, random),
});

function probe(api: Api, state: ApiState, random: Random): Probe {
  const seconds = spread(USUAL_SECONDS[api], 0.15, random);
  if (state === 'healthy') return { state, code: 200, seconds };
  if (state === 'degraded') return { state, code: 503, seconds: 4 * seconds };
  return { state, code: 0, seconds: TIMEOUT_SECONDS };
}
