import { approach, poisson, type Random, wander } from '../random.ts';
import type { Conditions } from './scenarios.ts';

export const RINGS = ['ring0', 'ring1', 'ga'] as const;
export type RingId = (typeof RINGS)[number];

/** Hosts of each ring, as the documents' ring-targets.json lists them: internal ones, then clients. */
export const HOSTS: Readonly<Record<RingId, readonly string[]>> = {
  ring0: ['INT-01', 'INT-02', 'INT-03', 'INT-04'],
  ring1: ['PILOT-01', 'PILOT-02', 'PILOT-03', 'PILOT-04', 'PILOT-05', 'PILOT-06'],
  ga: Array.from({ length: 12 }, (_, i) => `CLIENT-${String(i + 1).padStart(2, '0')}`),
};

/** What the collector reads on one host. Memory is in its megabytes, the rest in seconds. */
export interface Host {
  readonly memory: number;
  readonly startup: number;
  readonly licence: number;
}

/** One ring the new version has begun to reach. */
export interface VaultRing {
  /** Unix seconds. */
  readonly deployedAt: number;
  /** Hosts the version has reached, not necessarily a whole number. */
  readonly reached: number;
  /** So far, on all of them. */
  readonly operations: number;
  readonly hosts: readonly Host[];
  readonly satisfaction: number;
  readonly adoption: number;
  /** Mean time to resolve a support ticket, in seconds. */
  readonly resolution: number;
}

export type Vault = Readonly<Partial<Record<RingId, VaultRing>>>;

/** What happened in one ring during a step. */
export interface VaultActivity {
  readonly operations: number;
  readonly errors: number;
  /** Signatures, and roll-backs, that were refused. */
  readonly signatures: number;
  readonly rollbacks: number;
  readonly crashes: number;
}

export type VaultActivities = Readonly<Partial<Record<RingId, VaultActivity>>>;

const OPERATIONS_PER_HOST = 12;
/** Of so many operations one fails, spread evenly: a few of them say what all do. */
const FAILS_OF = 5000;
const SECONDS_PER_HOST = 5;

/** The vault with the new version's first host of `ring` reached; nothing changes when it is deployed already. */
export function deployRing(vault: Vault, ring: RingId, at: number): Vault {
  if (vault[ring]) return vault;
  const hosts = HOSTS[ring].map(() => ({ memory: 160, startup: 2.8, licence: 0.35 }));
  return {
    ...vault,
    [ring]: {
      deployedAt: at,
      reached: 1,
      operations: 0,
      hosts,
      satisfaction: 8.6,
      adoption: 0.74,
      resolution: 9 * 3600,
    },
  };
}

/** Lets `dt` seconds pass: the rings afterwards, and what they did meanwhile. */
export function stepVault(
  before: Vault,
  dt: number,
  { newestMemory, newestErrors, refused, crashes, adoption }: Conditions,
  random: Random,
): { readonly world: Vault; readonly events: VaultActivities } {
  const newest = RINGS.findLast((ring) => before[ring]);
  const vault: Partial<Record<RingId, VaultRing>> = {};
  const activity: Partial<Record<RingId, VaultActivity>> = {};
  for (const id of RINGS) {
    const ring = before[id];
    if (!ring) continue;
    const isNewest = id === newest;
    const memory = isNewest ? newestMemory : 164;
    // What does not happen draws no number: a seed gives a healthy vault the same whatever else may go wrong.
    const happened = (perSecond: number) => (isNewest && perSecond > 0 ? poisson(perSecond * dt, random) : 0);
    const reached = Math.min(ring.hosts.length, ring.reached + dt / SECONDS_PER_HOST);
    const operations = poisson(OPERATIONS_PER_HOST * Math.floor(reached) * dt, random);
    vault[id] = {
      ...ring,
      reached,
      operations: ring.operations + operations,
      hosts: ring.hosts.map((host) => ({
        memory: wander(host.memory, memory, 4, dt, 10, random),
        startup: wander(host.startup, 2.8, 0.2, dt, 300, random),
        licence: wander(host.licence, 0.35, 0.04, dt, 60, random),
      })),
      satisfaction: wander(ring.satisfaction, 8.6, 0.08, dt, 3600, random),
      adoption: approach(ring.adoption, adoption, dt, 6 * 3600),
    };
    activity[id] = {
      operations,
      errors:
        failuresOf(ring.operations + operations) -
        failuresOf(ring.operations) +
        Math.round((isNewest ? newestErrors : 0) * operations),
      signatures: happened(refused),
      rollbacks: happened(refused),
      crashes: happened(crashes),
    };
  }
  return { world: vault, events: activity };
}

/** How many of the first operations failed. */
const failuresOf = (operations: number): number => Math.floor(operations / FAILS_OF + 0.5);
