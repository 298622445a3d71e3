import type { Random } from '../random.ts';
import { type Business, type BusinessEvents, startBusiness, stepBusiness } from './business.ts';
import { type Edge, startEdge, stepEdge } from './edge.ts';
import { type Machines, startMachines, stepMachines } from './machines.ts';
import type { Conditions } from './scenarios.ts';
import { type Security, type SecurityEvents, startSecurity, stepSecurity } from './security.ts';
import { type StoreEvents, type Stores, startStores, stepStores } from './stores.ts';
import { type Request, startTraffic, stepTraffic, type Traffic } from './traffic.ts';

/** Digitallz at one instant. */
export interface Digitallz {
  readonly traffic: Traffic;
  readonly machines: Machines;
  readonly stores: Stores;
  readonly edge: Edge;
  readonly security: Security;
  readonly business: Business;
  /** What it is driven towards: part of what is seen as it is. */
  readonly conditions: Conditions;
}

/** What happened at Digitallz during a step. */
export interface DigitallzEvents {
  readonly requests: readonly Request[];
  readonly stores: StoreEvents;
  readonly security: SecurityEvents;
  readonly business: BusinessEvents;
}

export const startDigitallz = (_at: number, conditions: Conditions): Digitallz => ({
  traffic: startTraffic(),
  machines: startMachines(conditions),
  stores: startStores(),
  edge: startEdge(),
  security: startSecurity(),
  business: startBusiness(),
  conditions,
});

/** Lets `dt` seconds pass: Digitallz afterwards, and what happened meanwhile. */
export function stepDigitallz(
  before: Digitallz,
  _at: number,
  dt: number,
  conditions: Conditions,
  random: Random,
): { readonly world: Digitallz; readonly events: DigitallzEvents } {
  const { traffic, requests } = stepTraffic(before.traffic, dt, conditions, random);
  const { stores, events: stored } = stepStores(before.stores, dt, requests.length, conditions, random);
  const { security, events: seen } = stepSecurity(before.security, dt, requests, conditions, random);
  const { business, events: earned } = stepBusiness(before.business, dt, conditions, random);
  return {
    world: {
      traffic,
      machines: stepMachines(before.machines, dt, conditions, random),
      stores,
      edge: stepEdge(before.edge, dt, requests, conditions, random),
      security,
      business,
      conditions,
    },
    events: { requests, stores: stored, security: seen, business: earned },
  };
}
